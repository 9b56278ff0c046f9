import { Connections } from '#constructs/kubernetes/connections/index.ts';
import type { ConnectionArgs } from '#constructs/kubernetes/connections/index.ts';
import type { SecretFiles } from '#constructs/kubernetes/container.ts';
import { Observability } from '#constructs/kubernetes/observability/index.ts';
import type { ServiceObjective } from '#constructs/kubernetes/observability/index.ts';
import type { PodPeer } from '#constructs/kubernetes/peers.ts';
import { internet } from '#constructs/kubernetes/peers.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import type { Settings } from '#constructs/common/settings.ts';
import { SettingsError } from '#constructs/common/settings.ts';
import { watching } from '../observability.ts';
import { surroundings } from '../program.ts';

/** Where the use cases run, and what they have in common. */
export class Workspace {
  readonly settings: Settings;
  /** Namespace of everything that is ours and not the warehouse. */
  readonly namespace: RestrictedNamespace;
  readonly image: (component: string) => string;
  private readonly warehouse: RestrictedNamespace;
  private readonly connections: ConnectionArgs[] = [];
  private readonly objectives: ServiceObjective[] = [];
  private readonly jobs = new Map<string, number>();

  constructor() {
    const { deployment, provider, settings, image } = surroundings();
    this.settings = settings;
    this.image = image;
    this.namespace = new RestrictedNamespace(
      'use-cases',
      { ...deployment, name: 'use-cases', existing: true },
      { provider },
    );
    this.warehouse = new RestrictedNamespace(
      'warehouse',
      { ...deployment, name: 'warehouse', existing: true },
      { provider },
    );
  }

  /** What a container needs to reach the warehouse as a user of it: variables, and a Secret with password and authority. */
  asUser(user: string): {
    readonly environment: Readonly<Record<string, string>>;
    readonly secrets: readonly SecretFiles[];
  } {
    const folder = '/secrets/warehouse';
    const { env } = this.namespace.deployment;
    return {
      environment: {
        TOLTEK_ENV: env,
        CLICKHOUSE_HOST: `clickhouse-main.${this.warehouse.namespaceName}.svc.cluster.local`,
        ...(this.settings.has('warehouse.cluster')
          ? { CLICKHOUSE_CLUSTER: this.settings.text('warehouse.cluster') }
          : {}),
        CLICKHOUSE_USER: user,
        CLICKHOUSE_PASSWORD_FILE: `${folder}/password`,
        SSL_CERT_FILE: `${folder}/ca.crt`,
      },
      secrets: [{ secret: `clickhouse-${user}`, mountPath: folder }],
    };
  }

  /** Lets pods reach the warehouse, and if asked for what is outside of the cluster. */
  connect(from: PodPeer, outside: 'nothing outside' | 'sources' = 'nothing outside'): void {
    const to = {
      name: 'clickhouse',
      namespace: this.warehouse.namespaceName,
      labels: { 'app.kubernetes.io/name': 'main-clickhouse' },
    };
    this.connections.push({ from, to, ports: [8443] });
    if (outside === 'sources') this.connections.push({ from, to: this.sources(), ports: this.sourcePorts() });
  }

  /** Lets a service ask the cluster who calls, and the namespaces of its allowed callers reach it. */
  openTo(service: PodPeer, port: number): void {
    const api = { name: 'kubernetes-api', cidrs: this.settings.texts('kubernetes.api_server') };
    this.connections.push({ from: service, to: api, ports: [443, 6443, 16443] });
    const callers = this.settings
      .texts('serving.auth.allowed_callers')
      .map((account) => namespaceOf(account));
    for (const namespace of new Set(callers))
      this.connections.push({ from: { name: namespace, namespace }, to: service, ports: [port] });
  }

  /** Lets a service be measured by what is promised of it. */
  promise(objective: ServiceObjective): void {
    this.objectives.push(objective);
  }

  /** Lets somebody know when a job has not succeeded for so many hours. */
  expect(job: string, hours: number): void {
    this.jobs.set(job, hours);
  }

  /** Writes down every connection and what is watched; the last thing a program does. */
  finish(): void {
    new Connections('use-cases', [this.namespace, this.warehouse], { allow: this.connections });
    new Observability('use-cases', this.namespace, {
      ...watching(this.settings),
      services: this.objectives,
      jobs: Object.fromEntries(this.jobs),
    });
  }

  /** The addresses of the settings, `kubernetes.sources.cidrs`; else the internet without private addresses. */
  private sources() {
    const cidrs = this.settings.texts('kubernetes.sources.cidrs');
    return cidrs.length === 0 ? internet : { name: 'sources', cidrs };
  }

  private sourcePorts(): number[] {
    const ports = this.settings.numbers('kubernetes.sources.ports');
    return ports.length === 0 ? [443] : ports;
  }
}

/** The namespace of a service account, `system:serviceaccount:<namespace>:<name>`. */
function namespaceOf(account: string): string {
  const [, namespace] = /^system:serviceaccount:([a-z0-9-]+):[a-z0-9.-]+$/.exec(account) ?? [];
  if (namespace === undefined)
    throw new SettingsError(
      `settings: serving.auth.allowed_callers holds "${account}", expected "system:serviceaccount:<namespace>:<name>". ` +
        'Name the service account that the calling pods run as.',
    );
  return namespace;
}
