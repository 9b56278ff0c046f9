import { ClientFoundation } from './client-foundation/index.ts';
import type { ClientStack } from './client-stack.ts';
import { memberOf } from './members.ts';
import { ModelService } from './model-service/index.ts';
import { Warehouse } from './warehouse/index.ts';

/**
 * Adds the service of a use case with its training and prediction jobs, as the settings below `<use_case>.gcp`
 * (`max_instances`, default 3; `train_schedule`, default Sundays at 02:00; `predict_schedule`, default every day at
 * 06:00) and `serving.auth` say.
 * @param id the use case, and its component in `images.lock.yaml`, for instance `demand-forecasting`
 */
export function addUseCaseService(stack: ClientStack, id: string): ModelService {
  const settings = stack.settings.section(`${id.replaceAll('-', '_')}.gcp`);
  const serving = stack.settings.section('serving');
  return stack.afterFoundation(
    new ModelService(stack, id, stack.part(Warehouse), {
      ...stack.deployment,
      name: id,
      image: stack.image(id),
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
