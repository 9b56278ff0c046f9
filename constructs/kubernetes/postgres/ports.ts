/** Ports of PostgreSQL as CloudNativePG runs it. */
export const postgresPorts = {
  /** The database, with TLS. */
  postgres: 5432,
  /** What the operator asks an instance. */
  status: 8000,
  /** Metrics for Prometheus. */
  metrics: 9187,
} as const;

/** Labels that the operator gives the pods of a cluster. */
export function postgresPods(cluster: string): Record<string, string> {
  return { 'cnpg.io/cluster': cluster };
}
