import { alertTargetsOf } from './alert-targets.ts';
import { ClientFoundation } from './client-foundation/index.ts';
import type { ClientStack } from './client-stack.ts';
import { memberOf } from './members.ts';
import { ModelService } from './model-service/index.ts';
import type { Weekday } from './pipeline/index.ts';
import { Pipeline, weekdays } from './pipeline/index.ts';
import type { Canary } from './run-service-props.ts';
import type { Objectives } from './service-monitoring.ts';
import type { Settings } from '../common/settings.ts';
import { SettingsError } from '../common/settings.ts';
import { Warehouse } from './warehouse/index.ts';

/**
 * Adds the service of a use case with its training and prediction jobs, which the pipeline starts, as the settings below
 * `<use_case>.gcp` (`max_instances`, default 3; `train_weekdays`, default `[sunday]`; `objectives.availability`,
 * `.latency_ms`, `.latency_share`, `.days` and `.minimum_calls`; `deploys`, `terraform` or `ci`; `canary.stable_revision`
 * and `.percent`) and `serving.auth` say.
 * @param id the use case, and its component in `images.lock.yaml`, for instance `demand-forecasting`
 */
export function addUseCaseService(stack: ClientStack, id: string): ModelService {
  const settings = stack.settings.section(`${id.replaceAll('-', '_')}.gcp`);
  const serving = stack.settings.section('serving');
  const service = stack.afterFoundation(
    new ModelService(stack, id, stack.part(Warehouse), {
      ...stack.deployment,
      name: id,
      image: stack.image(id),
      args: ['serve'],
      reads: ['marts', 'predictions'],
      writes: ['predictions'],
      invokers: serving.texts('auth.allowed_callers').map(memberOf),
      ...(serving.has('auth.audience') ? { audience: serving.text('auth.audience') } : {}),
      ...alertTargetsOf(stack),
      objectives: objectivesIn(settings.section('objectives')),
      deploys: settings.oneOf('deploys', ['terraform', 'ci'], 'terraform'),
      ...(settings.has('canary') ? { canary: canaryIn(settings.section('canary')) } : {}),
      maxInstances: settings.number('max_instances', 3),
      network: stack.network('all-traffic'),
      timeZone: stack.settings.text('gcp.time_zone', 'Etc/UTC'),
      encryption: { kmsKeyName: stack.part(ClientFoundation).key.id },
      environment: {
        GOOGLE_CLOUD_PROJECT: stack.deployment.project,
        TOLTEK_ENV: stack.deployment.env,
        WAREHOUSE_LOCATION: stack.part(Warehouse).location,
      },
      batches: [
        { name: 'train', args: ['train'] },
        { name: 'predict', args: ['predict'] },
      ],
    }),
  );
  const [train, predict] = service.batches;
  const pipeline = stack.part(Pipeline);
  if (train !== undefined) pipeline.add('train', train, { weekdays: trainingDays(settings) });
  if (predict !== undefined) pipeline.add('predict', predict);
  return service;
}

function trainingDays(settings: Settings): readonly Weekday[] {
  const days = settings.has('train_weekdays') ? settings.texts('train_weekdays') : ['sunday'];
  return days.map((day) => {
    const known = weekdays.find((name) => name === day);
    if (known === undefined)
      throw new SettingsError(
        `train_weekdays is ${JSON.stringify(day)}, expected some of ${weekdays.join(', ')}. Mend it in the settings.`,
      );
    return known;
  });
}

function objectivesIn(settings: Settings): Objectives {
  const keys = {
    availability: 'availability',
    latencyMs: 'latency_ms',
    latencyShare: 'latency_share',
    days: 'days',
    minimumCalls: 'minimum_calls',
  };
  return Object.fromEntries(
    Object.entries(keys).flatMap(([prop, key]) =>
      settings.has(key) ? [[prop, settings.number(key)] as const] : [],
    ),
  );
}

function canaryIn(settings: Settings): Canary {
  return { stableRevision: settings.text('stable_revision'), percent: settings.number('percent') };
}
