import { ClickHouseOperator } from '#constructs/kubernetes/clickhouse-operator/index.ts';
import { RestrictedNamespace } from '#constructs/kubernetes/restricted-namespace/index.ts';
import { surroundings } from '../program.ts';
import { sizeOf } from '../sizes.ts';

// The first on the way up and the last on the way down: what the operator watches cannot go without it.
const { deployment, provider, settings } = surroundings();
const images = settings.section('kubernetes.images');

const operators = new RestrictedNamespace('operators', { ...deployment, name: 'operators' }, { provider });
const warehouse = new RestrictedNamespace(
  'warehouse',
  { ...deployment, name: 'warehouse', quota: sizeOf(settings).quota },
  { provider },
);
// Here, so that its Secrets can be filled before the first job looks for them.
new RestrictedNamespace('use-cases', { ...deployment, name: 'use-cases' }, { provider });
new ClickHouseOperator('clickhouse-operator', operators, warehouse, {
  image: images.text('clickhouse_operator'),
  metricsImage: images.text('clickhouse_operator_metrics'),
  accessSecret: 'clickhouse-operator',
  apiServer: settings.texts('kubernetes.api_server'),
});
