import type { DataLoss, Environment, Exposure, Residency } from '../common/deployment.ts';

/** What every construct of this folder needs to know about where it is deployed. Plain JSON. */
export interface Deployment {
  /** Google Cloud project id that everything is created in. */
  readonly project: string;
  /** First part of every name: the client's slug. */
  readonly prefix: string;
  /** Whether it is for trying (`dev`) or for work (`prod`), which is held to stricter rules. */
  readonly env: Environment;
  /** Region of regional resources, for instance `europe-west1`. */
  readonly region: string;
  /** Where data may be; anything outside stops the synthesis. */
  readonly residency: Residency;
  /**
   * Whether data may be deleted with the infrastructure. `allow` is refused in `prod`.
   *
   * @default 'forbid'
   */
  readonly dataLoss?: DataLoss;
  /**
   * Whether anything may be reached from the internet.
   *
   * @default 'private'
   */
  readonly exposure?: Exposure;
  /**
   * Labels for every resource that takes them, beside `client`, `env` and `managed-by`.
   *
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>>;
}
