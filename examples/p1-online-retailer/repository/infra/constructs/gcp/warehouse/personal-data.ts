import { BigqueryDatapolicyDataPolicy } from '@cdktf/provider-google/lib/bigquery-datapolicy-data-policy/index.js';
import { BigqueryDatapolicyDataPolicyIamMember } from '@cdktf/provider-google/lib/bigquery-datapolicy-data-policy-iam-member/index.js';
import { DataCatalogPolicyTag } from '@cdktf/provider-google/lib/data-catalog-policy-tag/index.js';
import { DataCatalogPolicyTagIamMember } from '@cdktf/provider-google/lib/data-catalog-policy-tag-iam-member/index.js';
import { DataCatalogTaxonomy } from '@cdktf/provider-google/lib/data-catalog-taxonomy/index.js';
import { ProjectIamCustomRole } from '@cdktf/provider-google/lib/project-iam-custom-role/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { isNamedMember } from '../members.ts';
import type { Construct } from '../terraform.ts';

/** How personal a column is, as the contract of the warehouse says; columns of class `none` get no tag. */
export type PersonalDataClass = 'direct' | 'pseudonymous';

/** The classes that get a policy tag, most personal first. */
export const personalDataClasses: readonly PersonalDataClass[] = ['direct', 'pseudonymous'];

/** Who sees personal data, and who sees what is put in its place. */
export interface PersonalDataProps {
  /**
   * Who sees the columns of a class as they are, as IAM members. The accounts of jobs and services do anyway.
   *
   * @default {} (nobody)
   */
  readonly clearReaders?: Readonly<Partial<Record<PersonalDataClass, readonly string[]>>>;
  /**
   * Who may query tables with such columns and sees them masked; without it a query that names one fails.
   *
   * @default [] (nobody)
   */
  readonly maskedReaders?: readonly string[];
}

/** What stands in place of a value: nothing for names and addresses, for keys a digest that still joins. */
const masks: Readonly<Record<PersonalDataClass, string>> = { direct: 'ALWAYS_NULL', pseudonymous: 'SHA256' };

const meanings: Readonly<Record<PersonalDataClass, string>> = {
  direct: 'Names a person: name, address, telephone number, free text',
  pseudonymous: 'Belongs to a person whom only another table names',
};

/** One policy tag, and what those see who may not see its columns. */
export interface TaggedClass {
  /** The tag that columns name. */
  readonly tag: DataCatalogPolicyTag;
  /** What masked readers see. */
  readonly mask: BigqueryDatapolicyDataPolicy;
}

/** What it takes to put a tag on a column: on the project, and on the dataset. */
interface TaggingRoles {
  readonly lookup: ProjectIamCustomRole;
  readonly tagger: ProjectIamCustomRole;
}

/** Policy tags of the classes of personal data, with a mask for each, and who sees what. */
export class PersonalData extends GcpConstruct {
  /** The tags together. */
  readonly taxonomy: DataCatalogTaxonomy;
  /** Tag and mask by class. */
  readonly classes: Readonly<Record<PersonalDataClass, TaggedClass>>;
  /** What programs that put tags on columns have to be told: the names of the tags. */
  readonly environment: Readonly<Record<string, string>>;
  private roles: TaggingRoles | undefined;

  constructor(
    scope: Construct,
    id: string,
    props: Deployment & PersonalDataProps & { readonly location: string },
  ) {
    super(scope, id, props);
    this.taxonomy = new DataCatalogTaxonomy(this, 'taxonomy', {
      project: props.project,
      // The catalogue writes BigQuery's multi-regions in lower case.
      region: props.location.toLowerCase(),
      displayName: this.named('personal-data', 200),
      description: 'How personal a column is, as the contract of the warehouse says',
      activatedPolicyTypes: ['FINE_GRAINED_ACCESS_CONTROL'],
      lifecycle: { preventDestroy: this.protected },
    });
    this.atAddress(this.taxonomy, 'personal_data');
    this.classes = {
      direct: this.tagged('direct', props),
      pseudonymous: this.tagged('pseudonymous', props),
    };
    this.environment = {
      POLICY_TAG_DIRECT: this.classes.direct.tag.name,
      POLICY_TAG_PSEUDONYMOUS: this.classes.pseudonymous.tag.name,
    };
  }

  /**
   * Lets `member` look the tags up, which putting them on columns takes, and gives the role to be granted on the datasets
   * whose columns it may tag. `name` keeps the address stable.
   */
  grantLookup(member: string, name: string): ProjectIamCustomRole {
    this.roles ??= this.taggingRoles();
    // No role of Google's that could be given on the taxonomy only looks it up. This one sees the names of tags, and no data.
    new ProjectIamMember(this, `lookup-${name}`, {
      project: this.deployment.project,
      role: this.roles.lookup.name,
      member: this.namedMember(member),
    });
    return this.roles.tagger;
  }

  /** Lets `member` see the columns of a class as they are. `name` keeps the address stable. */
  grantClear(kind: PersonalDataClass, member: string, name: string): DataCatalogPolicyTagIamMember {
    return new DataCatalogPolicyTagIamMember(this, `clear-${kind}-${name}`, {
      policyTag: this.classes[kind].tag.name,
      role: 'roles/datacatalog.categoryFineGrainedReader',
      member: this.namedMember(member),
    });
  }

  /** Lets `member` query the columns of every class and see them masked. `name` keeps the addresses stable. */
  grantMasked(member: string, name: string): readonly BigqueryDatapolicyDataPolicyIamMember[] {
    return personalDataClasses.map((kind) => this.mayReadMasked(this.classes[kind].mask, kind, member, name));
  }

  /**
   * No role of Google's puts tags on columns without also giving away who may read the dataset. The workflows may
   * not make these two, nor give the first: a person applies once.
   */
  private taggingRoles(): TaggingRoles {
    const role = (id: string, title: string, permission: string): ProjectIamCustomRole =>
      new ProjectIamCustomRole(this, id, {
        project: this.deployment.project,
        roleId: this.named(id, 64).replaceAll('-', '_'),
        title: `${this.named('columns')}: ${title}`,
        permissions: [permission],
        stage: 'GA',
      });
    return {
      lookup: role('tag-lookup', 'looks policy tags up', 'datacatalog.taxonomies.get'),
      tagger: role('column-tagger', 'puts policy tags on columns', 'bigquery.tables.setCategory'),
    };
  }

  private tagged(
    kind: PersonalDataClass,
    props: Deployment & PersonalDataProps & { readonly location: string },
  ) {
    const tag = new DataCatalogPolicyTag(this, `tag-${kind}`, {
      taxonomy: this.taxonomy.id,
      displayName: kind,
      description: meanings[kind],
      lifecycle: { preventDestroy: this.protected },
    });
    this.atAddress(tag, `personal_data_${kind}`);
    const mask = new BigqueryDatapolicyDataPolicy(this, `mask-${kind}`, {
      project: props.project,
      location: props.location.toLowerCase(),
      dataPolicyId: this.named(`mask-${kind}`, 60).replaceAll('-', '_'),
      policyTag: tag.name,
      dataPolicyType: 'DATA_MASKING_POLICY',
      dataMaskingPolicy: { predefinedExpression: masks[kind] },
    });
    for (const [index, member] of (props.clearReaders?.[kind] ?? []).entries())
      new DataCatalogPolicyTagIamMember(this, `clear-${kind}-reader-${index}`, {
        policyTag: tag.name,
        role: 'roles/datacatalog.categoryFineGrainedReader',
        member: this.namedMember(member),
      });
    for (const [index, member] of (props.maskedReaders ?? []).entries())
      this.mayReadMasked(mask, kind, member, `reader-${index}`);
    return { tag, mask };
  }

  private mayReadMasked(
    mask: BigqueryDatapolicyDataPolicy,
    kind: PersonalDataClass,
    member: string,
    name: string,
  ): BigqueryDatapolicyDataPolicyIamMember {
    return new BigqueryDatapolicyDataPolicyIamMember(this, `masked-${kind}-${name}`, {
      project: mask.project,
      location: mask.location,
      dataPolicyId: mask.dataPolicyId,
      role: 'roles/bigquerydatapolicy.maskedReader',
      member: this.namedMember(member),
    });
  }

  private namedMember(member: string): string {
    if (!isNamedMember(member))
      this.refuse(
        'personalData',
        member,
        'a named principal such as "serviceAccount:…" or "group:…"',
        'Name who it is.',
      );
    return member;
  }
}
