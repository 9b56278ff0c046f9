/** The environments a client repository is deployed to. */
export type Environment = 'dev' | 'prod';

/**
 * Whether Terraform may delete what holds data. `forbid` turns on deletion protection and
 * `prevent_destroy` everywhere; `allow` is for environments that are made to be thrown away.
 */
export type DataLoss = 'forbid' | 'allow';

/**
 * Whether anything may be reached from the internet. `private` refuses every construct that opens a way in; `public`
 * allows those that are made for it, and nothing else changes.
 */
export type Exposure = 'private' | 'public';

/** Where data may be. */
export interface Residency {
  /** The rule in the client's words, for instance `eu` or `france`; only shown. */
  readonly rule: string;
  /** Regions and multi-regions that may hold or process data, for instance `["europe-west1", "EU"]`. */
  readonly allowedLocations: readonly string[];
}

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
