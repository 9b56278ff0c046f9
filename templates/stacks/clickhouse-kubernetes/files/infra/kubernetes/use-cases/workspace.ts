import { Connections } from '#constructs/kubernetes/connections/index.ts';
import type { ConnectionArgs } from '#constructs/kubernetes/connections/index.ts';
import type { SecretFiles } from '#constructs/kubernetes/container.ts';
import type { PodPeer } from '#constructs/kubernetes/peers.ts';
import { internet } from '#constructs/kubernetes/peers.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import type { Settings } from '#constructs/gcp/settings.ts';
import { surroundings } from '../program.ts';

/** Where the use cases run, and what they have in common. */
export class Workspace {
  readonly settings: Settings;
  /** Namespace of everything that is ours and not the warehouse. */
  readonly namespace: RestrictedNamespace;
  readonly image: (component: string) => string;
  private readonly warehouse: RestrictedNamespace;
  private readonly connections: ConnectionArgs[] = [];

  constructor() {
    const { deployment, provider, settings, image } = surroundings();
    this.settings = settings;
    this.image = image;
    this.namespace = new RestrictedNamespace('use-cases', { ...deployment, name: 'use-cases' }, { provider });
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

  /** Writes down every connection; the last thing a program does. */
  finish(): void {
    new Connections('use-cases', [this.namespace, this.warehouse], { allow: this.connections });
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
