import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource.js';
import { Deployment } from '@pulumi/kubernetes/apps/v1/deployment.js';
import { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js';
import { PodDisruptionBudget } from '@pulumi/kubernetes/policy/v1/podDisruptionBudget.js';
import { ClusterRole } from '@pulumi/kubernetes/rbac/v1/clusterRole.js';
import { ClusterRoleBinding } from '@pulumi/kubernetes/rbac/v1/clusterRoleBinding.js';
import { Role } from '@pulumi/kubernetes/rbac/v1/role.js';
import { RoleBinding } from '@pulumi/kubernetes/rbac/v1/roleBinding.js';
import { boundedName } from '../../common/naming.ts';
import { clickHousePorts, operatorPods } from '../clickhouse-cluster/ports.ts';
import { selectorOf } from '../component.ts';
import { Connections } from '../connections/index.ts';
import type { ContainerArgs } from '../container.ts';
import { containerOf, containerRefusal, podSecurity, resourcesRefusal, volumesOf } from '../container.ts';
import type { OperatorConfigurationSpec } from '../custom-resources/clickhouse.ts';
import { clickHouseKinds, operatorConfigurationKind } from '../custom-resources/clickhouse.ts';
import { customResource, definitionOf, waitFor } from '../custom-resources/kind.ts';
import { digestOf } from '../digest.ts';
import { isSubdomain } from '../names.ts';
import { NamespacedComponent } from '../namespaced-component.ts';
import type { PodPeer } from '../peers.ts';
import { spread } from '../pod.ts';
import type { RestrictedNamespace } from '../restricted-namespace/index.ts';
import type { ClickHouseOperatorArgs } from './args.ts';
import { inCluster, inOwnNamespace, inWatchedNamespace } from './permissions.ts';

export type { ClickHouseOperatorArgs } from './args.ts';

/** Annotation of the pod, by which it starts again when it is told something else. */
const configurationDigest = 'configuration-digest';

/** User `nobody` of the operator's images. */
const nobody = 65_534;

/**
 * The operator that runs ClickHouse clusters, with the kinds it adds to Kubernetes: in a program of its own, that is the
 * first to be made and the last to be destroyed. A cluster whose operator is gone cannot be deleted: its finalizer waits
 * for it.
 *
 * It watches one namespace, and may do nothing in any other.
 */
export class ClickHouseOperator extends NamespacedComponent {
  /** The operator. */
  readonly operator: Deployment;
  /** The kinds it adds, which stay when this is destroyed: with a kind go all its objects, also those of others in the cluster. */
  readonly definitions: readonly CustomResource[];
  /** Its pod, for `Connections`. */
  readonly peer: PodPeer;
  private readonly watched: RestrictedNamespace;

  /**
   * @param namespace where the operator runs
   * @param watched where its clusters are; both are made by the same program
   */
  constructor(
    name: string,
    namespace: RestrictedNamespace,
    watched: RestrictedNamespace,
    args: ClickHouseOperatorArgs,
    options?: ComponentResourceOptions,
  ) {
    super('ClickHouseOperator', name, namespace, options);
    this.watched = watched;
    this.check(name, args);
    this.peer = { name, namespace: namespace.namespaceName, labels: selectorOf(name) };
    this.definitions = clickHouseKinds.map((kind) => {
      const definition = definitionOf(kind);
      return new CustomResource(
        definition.metadata.name,
        definition,
        this.stateful({ retainOnDelete: true }),
      );
    });
    const metadata = this.metadata(name);
    const account = new ServiceAccount(name, { metadata, automountServiceAccountToken: false }, this.child());
    const permissions = this.permissions(name, args);
    const said: OperatorConfigurationSpec = {
      watch: { namespaces: { include: [watched.namespaceName] } },
      // It names the change that is waited for: pods that had it would be replaced by every change, even of a volume.
      annotation: { exclude: [waitFor] },
      clickhouse: {
        access: {
          scheme: 'https',
          port: clickHousePorts.https,
          secret: { namespace: namespace.namespaceName, name: args.accessSecret },
        },
      },
    };
    const configuration = customResource<OperatorConfigurationSpec>(
      `${name}-configuration`,
      operatorConfigurationKind,
      { metadata, spec: said },
      this.child({ dependsOn: [...this.definitions] }),
    );
    const connections = new Connections(
      `${name}-connections`,
      [namespace, watched],
      {
        allow: [
          { from: this.peer, to: { name: 'kubernetes-api', cidrs: args.apiServer }, ports: [443, 6443] },
          {
            from: this.peer,
            to: { name: 'clickhouse-pods', namespace: watched.namespaceName, labels: operatorPods },
            ports: [clickHousePorts.https],
          },
        ],
      },
      { parent: this },
    );
    this.operator = new Deployment(
      name,
      {
        metadata,
        spec: {
          // It works alone: two would take turns to undo each other.
          replicas: 1,
          revisionHistoryLimit: 5,
          strategy: { type: 'Recreate' },
          selector: { matchLabels: selectorOf(name) },
          template: this.template(name, args, said),
        },
      },
      this.child({ dependsOn: [account, ...permissions, configuration, connections] }),
    );
    new PodDisruptionBudget(
      name,
      {
        metadata,
        spec: {
          maxUnavailable: 1,
          selector: { matchLabels: selectorOf(name) },
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      },
      this.child(),
    );
    this.registerOutputs({ watches: watched.namespaceName });
  }

  private permissions(name: string, { accessSecret }: ClickHouseOperatorArgs) {
    const subjects = [{ kind: 'ServiceAccount', name, namespace: this.namespace.namespaceName }];
    const scoped = [
      { logical: `${name}-own`, namespace: this.namespace, rules: inOwnNamespace(accessSecret) },
      { logical: `${name}-watched`, namespace: this.watched, rules: inWatchedNamespace },
    ].flatMap(({ logical, namespace, rules }) => {
      const metadata = { name, namespace: namespace.ready, labels: this.labels(name) };
      return [
        new Role(logical, { metadata, rules }, this.child()),
        new RoleBinding(
          logical,
          { metadata, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, subjects },
          this.child(),
        ),
      ];
    });
    const clusterWide = boundedName([this.namespace.namespaceName, name], 63);
    const metadata = { name: clusterWide, labels: this.labels(name) };
    return [
      ...scoped,
      new ClusterRole(name, { metadata, rules: inCluster }, this.child()),
      new ClusterRoleBinding(
        name,
        {
          metadata,
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterWide },
          subjects,
        },
        this.child(),
      ),
    ];
  }

  private template(name: string, args: ClickHouseOperatorArgs, said: OperatorConfigurationSpec) {
    const operator = containerArgs(args.image, args);
    const exporter = containerArgs(args.metricsImage, args);
    // Without the name of its pod: with it the operator labels its own Deployment, and the next run finds a change.
    const env = [
      {
        name: 'OPERATOR_POD_NAMESPACE',
        valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } },
      },
      { name: 'OPERATOR_POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'WATCH_NAMESPACES', value: this.watched.namespaceName },
    ];
    const probed = (port: string) => ({
      probes: { readiness: { port }, liveness: { port } },
    });
    return {
      // It reads what it is told at its start only.
      metadata: { labels: this.labels(name), annotations: { [configurationDigest]: digestOf(said) } },
      spec: {
        serviceAccountName: name,
        // It talks to the API of Kubernetes: that is what it is for.
        automountServiceAccountToken: true,
        enableServiceLinks: false,
        securityContext: podSecurity(nobody),
        containers: [
          {
            ...containerOf(operator, {
              name: 'clickhouse-operator',
              ports: [{ name: 'op-metrics', port: 9999 }],
              ...probed('op-metrics'),
            }),
            env,
          },
          {
            ...containerOf(exporter, {
              name: 'metrics-exporter',
              ports: [{ name: 'ch-metrics', port: 8888 }],
              ...probed('ch-metrics'),
            }),
            env,
          },
        ],
        volumes: volumesOf(operator),
        ...spread(name, this.deployment.zones),
      },
    };
  }

  private check(name: string, args: ClickHouseOperatorArgs): void {
    const { env } = this.deployment;
    if (this.watched === this.namespace)
      this.refuse(
        'watched',
        this.watched.namespaceName,
        'a namespace other than its own',
        'Give the operator a namespace of its own: it may read the Secrets of the one it watches.',
      );
    for (const image of [args.image, args.metricsImage])
      this.stopFor(containerRefusal(containerArgs(image, args), env));
    this.stopFor(resourcesRefusal(containerArgs(args.image, args).resources));
    if (!isSubdomain(args.accessSecret))
      this.refuse(
        'accessSecret',
        args.accessSecret,
        'the name of a Secret',
        `Make it in ${this.namespace.namespaceName} with the keys username and password before ${name}.`,
      );
    if (args.apiServer.length === 0)
      this.refuse(
        'apiServer',
        args.apiServer,
        'the addresses of the Kubernetes API',
        'List what `kubectl get endpoints kubernetes` shows, each as "192.0.2.7/32".',
      );
  }
}

function containerArgs(image: string, { resources }: ClickHouseOperatorArgs): ContainerArgs {
  return { image, resources: resources ?? { cpu: '100m', memory: '256Mi' }, user: nobody };
}
