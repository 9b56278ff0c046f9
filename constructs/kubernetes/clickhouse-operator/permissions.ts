/** One rule of a role. */
export interface RoleRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

const read = ['get', 'list', 'watch'];
const change = [...read, 'create', 'update', 'patch', 'delete'];

/** What the operator does in the namespace it watches. */
export const inWatchedNamespace: RoleRule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'services', 'persistentvolumeclaims'],
    verbs: change,
  },
  // It makes the Secret by which the replicas of a cluster know each other.
  { apiGroups: [''], resources: ['secrets'], verbs: change },
  { apiGroups: [''], resources: ['pods'], verbs: [...read, 'update', 'patch', 'delete'] },
  { apiGroups: [''], resources: ['endpoints'], verbs: read },
  { apiGroups: [''], resources: ['events'], verbs: ['create'] },
  { apiGroups: ['apps'], resources: ['statefulsets'], verbs: change },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: change },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  {
    apiGroups: ['clickhouse.altinity.com'],
    resources: ['clickhouseinstallations'],
    verbs: [...read, 'update', 'patch', 'delete'],
  },
  {
    apiGroups: ['clickhouse.altinity.com'],
    resources: ['clickhouseinstallationtemplates', 'clickhouseoperatorconfigurations'],
    verbs: read,
  },
  {
    apiGroups: ['clickhouse.altinity.com'],
    resources: ['clickhouseinstallations/status', 'clickhouseinstallations/finalizers'],
    verbs: ['get', 'update', 'patch'],
  },
  {
    apiGroups: ['clickhouse-keeper.altinity.com'],
    resources: ['clickhousekeeperinstallations'],
    verbs: [...read, 'update', 'patch', 'delete'],
  },
  {
    apiGroups: ['clickhouse-keeper.altinity.com'],
    resources: ['clickhousekeeperinstallations/status', 'clickhousekeeperinstallations/finalizers'],
    verbs: ['get', 'update', 'patch'],
  },
];

/** What it reads in its own namespace: its settings, and the password it asks ClickHouse with. */
export function inOwnNamespace(accessSecret: string): (RoleRule & { readonly resourceNames?: string[] })[] {
  return [
    {
      apiGroups: ['clickhouse.altinity.com'],
      resources: ['clickhouseoperatorconfigurations', 'clickhouseinstallationtemplates'],
      verbs: read,
    },
    { apiGroups: [''], resources: ['secrets'], resourceNames: [accessSecret], verbs: ['get'] },
  ];
}

/** What belongs to no namespace: which kinds there are, and whether a volume outlives its claim. */
export const inCluster: RoleRule[] = [
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['persistentvolumes'], verbs: [...read, 'update', 'patch'] },
];
