import { ScheduledJob } from '#constructs/kubernetes/scheduled-job/index.ts';
import type { Workspace } from './workspace.ts';

/** Hours without a success after which somebody is told. */
const overdueHours = 3;

/** The job that makes the tables of topics and sees whether messages arrive in time, once there are brokers. */
export function streams(workspace: Workspace): void {
  const { namespace, settings } = workspace;
  if (settings.texts('streaming.kafka.brokers').length === 0) return;
  const job = new ScheduledJob('streams', namespace, {
    image: workspace.image('ingestion'),
    command: ['python', '-m', 'ingestion.streams'],
    schedule: '17 * * * *',
    resources: { cpu: '250m', memory: '512Mi' },
    ...workspace.asUser('streamer'),
  });
  workspace.connect(job.peer);
  workspace.expect(job.name, overdueHours);
}
