/** The environments a client repository is deployed to. */
export type Environment = 'dev' | 'prod';

/**
 * Whether Terraform or Pulumi may delete what holds data. `forbid` protects it everywhere (`prevent_destroy`, `protect`, and
 * what the service itself offers); `allow` is for environments that are made to be thrown away.
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
