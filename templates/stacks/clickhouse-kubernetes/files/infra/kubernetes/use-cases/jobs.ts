import { ScheduledJob } from '#constructs/kubernetes/scheduled-job/index.ts';
import { overdueHours } from '../observability.ts';
import type { Workspace } from './workspace.ts';

/** Folder of the Secret that opens a source. */
const sourceSecrets = '/secrets/source';

/** A job per source that loads it, unless `job: false` says that its rows come another way, and one that builds and tests the models. */
export function jobs(workspace: Workspace): void {
  const { namespace, settings } = workspace;
  const schedule = settings.text('pipeline.schedule', '0 5 * * *');
  const loader = workspace.asUser('loader');
  for (const { id, settings: source } of settings.entries('sources')) {
    if (!source.flag('job', true)) continue;
    const loaded = source.text('schedule', schedule);
    const job = new ScheduledJob(`ingestion-${id}`, namespace, {
      image: workspace.image('ingestion'),
      args: ['run', '--source', id],
      schedule: loaded,
      resources: { cpu: '500m', memory: '2Gi' },
      // What opens the source itself, one file a variable, where it needs anything.
      ...(source.has('secret')
        ? {
            environment: { ...loader.environment, SOURCE_SECRETS: sourceSecrets },
            secrets: [...loader.secrets, { secret: source.text('secret'), mountPath: sourceSecrets }],
          }
        : loader),
    });
    workspace.connect(job.peer, 'sources');
    workspace.expect(job.name, source.number('max_age_hours', overdueHours(loaded)));
  }
  const transformed = settings.text('pipeline.transform_schedule', '0 6 * * *');
  const transform = new ScheduledJob('transform', namespace, {
    image: workspace.image('transform'),
    args: ['build', '--quiet'],
    schedule: transformed,
    resources: { cpu: '500m', memory: '2Gi' },
    ...workspace.asUser('transformer'),
  });
  workspace.connect(transform.peer);
  workspace.expect(transform.name, overdueHours(transformed));
}
