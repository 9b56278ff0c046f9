import type { ContainerResources } from '../container.ts';

/** Args of `ClickHouseOperator`. */
export interface ClickHouseOperatorArgs {
  /** Image of the operator, with an exact tag or a digest. */
  readonly image: string;
  /** Image of its metrics exporter, with an exact tag or a digest. */
  readonly metricsImage: string;
  /**
   * Secret in the operator's namespace with the keys `username` and `password`: what the operator asks every ClickHouse
   * with. Without it the operator would use a password that everyone knows.
   */
  readonly accessSecret: string;
  /** Addresses of the Kubernetes API, as `kubectl get endpoints kubernetes` shows them, for instance `["172.16.0.2/32"]`. */
  readonly apiServer: readonly string[];
  /**
   * Processors and memory of the operator.
   *
   * @default { cpu: '100m', memory: '256Mi' }
   */
  readonly resources?: ContainerResources;
}
