import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import { memberOf } from '#constructs/gcp/members.ts';
import { ModelService } from '#constructs/gcp/model-service/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';

/** The service and its training and prediction jobs: settings below `demand_forecasting.gcp`. */
export function demandForecasting(stack: ClientStack): void {
  const settings = stack.settings.section('demand_forecasting.gcp');
  const serving = stack.settings.section('serving');
  stack.afterFoundation(
    new ModelService(stack, 'demand-forecasting', stack.part(Warehouse), {
      ...stack.deployment,
      name: 'demand-forecasting',
      image: stack.image('demand-forecasting'),
      args: ['serve'],
      reads: ['marts', 'predictions'],
      writes: ['predictions'],
      invokers: serving.texts('auth.allowed_callers').map(memberOf),
      ...(serving.has('auth.audience') ? { audience: serving.text('auth.audience') } : {}),
      maxInstances: settings.number('max_instances', 3),
      timeZone: stack.settings.text('gcp.time_zone', 'Etc/UTC'),
      encryption: { kmsKeyName: stack.part(ClientFoundation).key.id },
      environment: {
        GOOGLE_CLOUD_PROJECT: stack.deployment.project,
        TOLTEK_ENV: stack.deployment.env,
        WAREHOUSE_LOCATION: stack.part(Warehouse).location,
      },
      batches: [
        { name: 'train', args: ['train'], schedule: settings.text('train_schedule', '0 2 * * 0') },
        { name: 'predict', args: ['predict'], schedule: settings.text('predict_schedule', '0 6 * * *') },
      ],
    }),
  );
}
