/**
 * What one stack tells other programs about what it made: names and places, never a secret value. Its form is
 * `stack-contract.schema.json`; a test compares the two.
 */
export interface StackContract {
  /** Version of this form, `<major>.<minor>`. */
  readonly contract: string;
  /** Which stack it is, for instance `gcp`. */
  readonly stack: string;
  /** Short name of the client: the first part of every name. */
  readonly client: string;
  /** Environment. */
  readonly env: 'dev' | 'prod';
  /** Google Cloud project id. */
  readonly project: string;
  /** Region of regional resources. */
  readonly region: string;
  /** Where data may be. */
  readonly residency: { readonly rule: string; readonly allowedLocations: readonly string[] };
  /** BigQuery datasets by id. */
  readonly datasets: Readonly<Record<string, { readonly location: string }>>;
  /** Cloud Run services by name. */
  readonly services: Readonly<Record<string, { readonly uri: string; readonly serviceAccount: string }>>;
  /** Resource names of secrets by id; their values are in Secret Manager only. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The version that is written. A later minor only adds keys; a later major may take some away. */
export const contractVersion = '1.0';

/** The object of a contract in its bucket, for instance `contracts/dev/gcp.v1.json`: one per major version. */
export function contractObject(env: string, stack: string): string {
  return `contracts/${env}/${stack}.v${contractVersion.split('.')[0] ?? ''}.json`;
}
