import type { KubernetesDeployment } from '#constructs/kubernetes/deployment.ts';
import type { WorkloadArgs } from '#constructs/kubernetes/workload/index.ts';

/** A cluster of an invented client. */
export const dev: KubernetesDeployment = {
  prefix: 'acme',
  env: 'dev',
  zones: ['zone-a', 'zone-b', 'zone-c'],
  dataLoss: 'allow',
  owner: 'data-team',
};

export const prod: KubernetesDeployment = { ...dev, env: 'prod', dataLoss: 'forbid' };

/** A digest, as `prod` asks for. */
export const digest = `@sha256:${'0'.repeat(64)}`;

/** A program with nothing wrong in it. */
export const plain: WorkloadArgs = {
  image: `registry.example.com/api:1.0.0${digest}`,
  ports: [{ name: 'http', port: 8080 }],
  probes: { readiness: { port: 'http', path: '/ready' }, liveness: { port: 'http', path: '/health' } },
  resources: { cpu: '250m', memory: '512Mi' },
};
