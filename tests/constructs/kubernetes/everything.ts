// One of each component, as a client would have them: what rules and the network table are tried on.
import { ClickHouseCluster } from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import { clickHousePorts } from '#constructs/kubernetes/clickhouse-cluster/ports.ts';
import { ClickHouseOperator } from '#constructs/kubernetes/clickhouse-operator/index.ts';
import { Connections } from '#constructs/kubernetes/connections/index.ts';
import type { KubernetesDeployment } from '#constructs/kubernetes/deployment.ts';
import { HttpService } from '#constructs/kubernetes/http-service/index.ts';
import { Observability } from '#constructs/kubernetes/observability/index.ts';
import { Postgres } from '#constructs/kubernetes/postgres/index.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import { ScheduledJob } from '#constructs/kubernetes/scheduled-job/index.ts';
import { Workload } from '#constructs/kubernetes/workload/index.ts';
import { analytics } from './clusters.ts';
import { digest, plain } from './deployments.ts';

const apiServer = ['172.16.0.2/32'];

/** Makes one of each component; gives the peers that the network table is about. */
export function everything(deployment: KubernetesDeployment) {
  const open: KubernetesDeployment = { ...deployment, exposure: 'public' };
  const operators = new RestrictedNamespace('operators', { ...open, name: 'operators' });
  const warehouse = new RestrictedNamespace('warehouse', {
    ...open,
    name: 'warehouse',
    quota: { cpu: '32', memory: '128Gi', storage: '4Ti' },
  });
  const services = new RestrictedNamespace('services', { ...open, name: 'services' });
  const operator = new ClickHouseOperator('clickhouse-operator', operators, warehouse, {
    image: `registry.example.com/clickhouse-operator:0.25.6${digest}`,
    metricsImage: `registry.example.com/metrics-exporter:0.25.6${digest}`,
    accessSecret: 'clickhouse-operator',
    apiServer,
  });
  const cluster = new ClickHouseCluster('main', warehouse, analytics);
  const metadata = new Postgres('metadata', warehouse, {
    image: `registry.example.com/postgresql:17.6${digest}`,
    database: 'metadata',
    resources: { cpu: '500m', memory: '2Gi' },
    volume: '20Gi',
    apiServer,
    backup: {
      bucket: 'acme-prod-4711-postgres-backup',
      googleServiceAccount: 'postgres-backup@acme-prod-4711.iam.gserviceaccount.com',
      checkImage: `registry.example.com/postgres-check:1.0.0${digest}`,
    },
  });
  const api = new HttpService('api', services, {
    ...plain,
    route: { host: 'api.example.com', gatewayClass: 'eg', tls: { issuer: 'letsencrypt' } },
  });
  const index = new Workload('index', services, { ...plain, volume: { size: '20Gi', mountPath: '/data' } });
  const load = new ScheduledJob('load', services, {
    image: plain.image,
    resources: plain.resources,
    schedule: '0 5 * * *',
  });
  new Connections('allowed', [services, warehouse], {
    allow: [
      { from: api.peer, to: cluster.peer, ports: [clickHousePorts.https] },
      { from: load.peer, to: cluster.peer, ports: [clickHousePorts.https] },
      { from: api.peer, to: metadata.peer, ports: [5432] },
      { from: api.peer, to: index.peer, ports: [8080] },
    ],
  });
  new Observability('watch', warehouse, {
    runbookUrl: 'https://github.com/acme/data/blob/main/docs/runbooks',
    clickhouse: [{ name: 'main', replicas: 2, keepers: 3 }],
    postgres: [{ name: 'metadata', instances: 3 }],
    services: [],
  });
  return {
    operator: operator.peer,
    clickhouse: cluster.peer,
    keeper: cluster.keeperPeer,
    postgres: metadata.peer,
    api: api.peer,
    index: index.peer,
    load: load.peer,
  };
}
