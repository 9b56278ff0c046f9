import { DocumentAiProcessor } from '@cdktf/provider-google/lib/document-ai-processor/index.js';
import { ProjectIamCustomRole } from '@cdktf/provider-google/lib/project-iam-custom-role/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { keyUser } from '../key-user.ts';
import { isAllowedLocation } from '../locations.ts';
import { serviceAgent } from '../service-agent.ts';
import type { Construct } from '../terraform.ts';
import type { ProcessorProps } from './props.ts';

/** Props of {@link DocumentProcessor}. */
export interface DocumentProcessorProps extends Deployment, ProcessorProps {
  /** Name of the intake. */
  readonly name: string;
  /** Number of the project: the name of Document AI's own account holds it. */
  readonly projectNumber: string;
}

/** Where Document AI keeps and reads documents that may not leave the European Union. */
const union = 'eu';

/** A processor of Document AI, and who may have documents read by it. */
export class DocumentProcessor extends GcpConstruct {
  /** The processor. */
  readonly processor: DocumentAiProcessor;
  /** Lets its holder have documents read. */
  readonly role: ProjectIamCustomRole;
  /** What the worker is told of it. */
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: DocumentProcessorProps) {
    super(scope, id, props);
    const location = props.location ?? union;
    if (!/^(eu|us|[a-z]+-[a-z]+\d+)$/.test(location) || !isAllowedLocation(location, props.residency))
      this.refuse(
        'processor.location',
        location,
        `one of ${props.residency.allowedLocations.join(', ')} (residency rule "${props.residency.rule}")`,
        'Documents are read where the processor is: choose an allowed place, or read documents in the worker.',
      );
    if (!/^[A-Z][A-Z0-9_]+$/.test(props.type))
      this.refuse(
        'processor.type',
        props.type,
        'a type of Document AI such as "OCR_PROCESSOR" or "INVOICE_PROCESSOR"',
        'Copy it from the list of processors.',
      );
    const grants =
      props.kmsKeyName === undefined
        ? []
        : [
            keyUser(this, {
              kmsKeyName: props.kmsKeyName,
              service: 'documentai',
              member: serviceAgent(props.projectNumber, 'gcp-sa-prod-dai-core'),
            }),
          ];
    this.processor = new DocumentAiProcessor(this, 'processor', {
      project: props.project,
      location,
      displayName: this.named(props.name, 30),
      type: props.type,
      ...(props.kmsKeyName === undefined ? {} : { kmsKeyName: props.kmsKeyName }),
      dependsOn: grants,
    });
    this.role = new ProjectIamCustomRole(this, 'role', {
      project: props.project,
      roleId: this.named(`${props.name}-reader`, 64).replaceAll('-', '_'),
      title: `${this.named(props.name)}: has documents read`,
      description: 'Has documents read by processors; makes, changes and lists nothing.',
      permissions: ['documentai.processors.processOnline', 'documentai.processorVersions.processOnline'],
      stage: 'GA',
    });
    this.environment = {
      DOCUMENT_AI_ENDPOINT: `https://${location}-documentai.googleapis.com`,
      DOCUMENT_AI_PROCESSOR: this.processor.id,
    };
  }

  /** Lets `member` have documents read: a right of the project, for a processor has no policy of its own. */
  grantRead(member: string): ProjectIamMember {
    return new ProjectIamMember(this, 'reader', {
      project: this.deployment.project,
      role: this.role.name,
      member,
    });
  }
}
