import { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service/index.js';
import { CloudRunV2ServiceIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import { environment } from '../common/container.ts';
import { vpcAccessOf } from './container.ts';
import { GcpConstruct } from './gcp-construct.ts';
import { grantConfig, grantsOf } from './iam.ts';
import { isNamedMember } from './members.ts';
import type { Canary, RunServiceProps } from './run-service-props.ts';
import { serviceProblem } from './run-service-props.ts';
import type { Construct } from './terraform.ts';

const port = 8080;

/** What is changed by a pipeline that deploys images, and then left alone by Terraform. */
const deployedElsewhere = [
  'client',
  'client_version',
  'template[0].containers[0].image',
  'template[0].revision',
  'traffic',
];

/**
 * A private Cloud Run service with an account of its own, called by those it names: what every service of this folder
 * is made of.
 */
export abstract class RunService extends GcpConstruct {
  /** The service. */
  readonly service: CloudRunV2Service;
  /** The account the service runs as. */
  readonly serviceAccount: ServiceAccount;
  /** The account the service runs as, as a member of IAM bindings. */
  readonly member: string;

  constructor(scope: Construct, id: string, props: RunServiceProps) {
    super(scope, id, props);
    this.stopFor(serviceProblem(props));
    this.serviceAccount = this.account('runner', props.name, `Runs ${props.name}`);
    this.member = this.serviceAccount.member;
    this.service = this.cloudRunService(props);
    for (const [index, member] of (props.invokers ?? []).entries())
      this.grantInvoke(member, `invoker-${index}`);
    for (const grant of grantsOf(this, props))
      new CloudRunV2ServiceIamMember(this, grant.id, {
        project: props.project,
        location: props.region,
        name: this.service.name,
        ...grantConfig(grant),
      });
  }

  /** Lets `member` call the service. `name` keeps the binding's address stable. */
  grantInvoke(member: string, name: string): CloudRunV2ServiceIamMember {
    if (!isNamedMember(member))
      this.refuse(
        'invokers',
        member,
        'a named principal such as "serviceAccount:…" or "group:…"',
        'Name who calls the service; what the public needs goes through a protected entrance of its own.',
      );
    return new CloudRunV2ServiceIamMember(this, name, {
      project: this.deployment.project,
      location: this.deployment.region,
      name: this.service.name,
      role: 'roles/run.invoker',
      member,
    });
  }

  /** An account of the deployment. */
  protected account(id: string, name: string, displayName: string): ServiceAccount {
    return new ServiceAccount(this, id, {
      project: this.deployment.project,
      accountId: this.named(name, 30),
      displayName,
    });
  }

  private cloudRunService(props: RunServiceProps): CloudRunV2Service {
    return new CloudRunV2Service(this, 'service', {
      project: props.project,
      location: props.region,
      name: this.named(props.name),
      ingress:
        props.ingress === 'load-balancer'
          ? 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER'
          : 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      invokerIamDisabled: false,
      ...(props.audience === undefined ? {} : { customAudiences: [props.audience] }),
      ...(props.binaryAuthorization === true ? { binaryAuthorization: { useDefault: true } } : {}),
      deletionProtection: this.protected,
      labels: this.labels({ component: props.name }),
      template: {
        serviceAccount: this.serviceAccount.email,
        timeout: `${props.timeoutSeconds ?? 60}s`,
        maxInstanceRequestConcurrency: props.concurrency ?? 20,
        scaling: { minInstanceCount: props.minInstances ?? 0, maxInstanceCount: props.maxInstances ?? 3 },
        ...(props.encryption === undefined ? {} : { encryptionKey: props.encryption.kmsKeyName }),
        ...(props.network === undefined ? {} : { vpcAccess: vpcAccessOf(props.network) }),
        containers: [containerOf(props)],
      },
      ...(props.canary === undefined ? {} : { traffic: trafficOf(props.canary) }),
      ...(props.deploys === 'ci' ? { lifecycle: { ignoreChanges: deployedElsewhere } } : {}),
    });
  }
}

function containerOf(props: RunServiceProps) {
  const { cpu, memory } = props.resources ?? { cpu: '1', memory: '2Gi' };
  const httpGet = { path: props.healthPath ?? '/health', port };
  return {
    image: props.image,
    args: [...props.args],
    env: environment(props.environment ?? {}),
    ports: { containerPort: port },
    resources: { limits: { cpu, memory }, cpuIdle: true, startupCpuBoost: true },
    startupProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 24 },
    livenessProbe: { httpGet, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
  };
}

/** Both revisions have a tag: either can be called by itself, at an address of its own. */
function trafficOf({ stableRevision, percent }: Canary) {
  return [
    {
      type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
      revision: stableRevision,
      percent: 100 - percent,
      tag: 'stable',
    },
    { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent, tag: 'canary' },
  ];
}
