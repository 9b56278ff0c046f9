import { HttpService } from '#constructs/kubernetes/http-service/index.ts';
import { ScheduledJob } from '#constructs/kubernetes/scheduled-job/index.ts';
import { overdueHours } from '../observability.ts';
import type { Workspace } from './workspace.ts';

/**
 * Adds the service of a use case with its training and prediction jobs, as the settings below `<use_case>.kubernetes`
 * (`replicas`, default 2; `train_schedule`, default Sunday at 7; `predict_schedule`, default every day at 8;
 * `objectives.availability`, default 0.995, and `objectives.latency_ms`, default 1000) say.
 *
 * @param id the use case, and its component in `images.lock.yaml`, for instance `demand-forecasting`
 */
export function addUseCaseService(workspace: Workspace, id: string): HttpService {
  const { namespace, settings } = workspace;
  const own = settings.section(`${id.replaceAll('-', '_')}.kubernetes`);
  const { environment, secrets } = workspace.asUser('service');
  const common = {
    image: workspace.image(id),
    resources: { cpu: '500m', memory: '2Gi' },
    environment: { ...environment, MODEL_REGISTRY: settings.text('kubernetes.models.registry') },
    secrets,
    ...(settings.has('kubernetes.models.google_service_account')
      ? { googleServiceAccount: settings.text('kubernetes.models.google_service_account') }
      : {}),
  };
  const service = new HttpService(id, namespace, {
    ...common,
    args: ['serve'],
    ports: [{ name: 'http', port: 8080 }],
    probes: {
      readiness: { port: 'http', path: '/ready' },
      liveness: { port: 'http', path: '/health' },
    },
    replicas: own.number('replicas', 2),
    // The cluster says who a caller's token belongs to.
    kubernetesApi: true,
  });
  workspace.connect(service.peer, 'sources');
  workspace.openTo(service.peer, service.port);
  workspace.promise({
    name: id,
    availability: own.number('objectives.availability', 0.995),
    latencyMs: own.number('objectives.latency_ms', 1000),
  });
  const schedules = {
    train: own.text('train_schedule', '0 7 * * 0'),
    predict: own.text('predict_schedule', '0 8 * * *'),
  };
  for (const [step, schedule] of Object.entries(schedules)) {
    const job = new ScheduledJob(`${id}-${step}`, namespace, { ...common, args: [step], schedule });
    workspace.connect(job.peer, 'sources');
    workspace.expect(job.name, overdueHours(schedule));
  }
  return service;
}
