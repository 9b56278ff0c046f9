import type { PostgresArgs } from './args.ts';

/** Name of the cluster that a copy is restored into. */
export function restoredName(name: string): string {
  return `${name}-restored`;
}

/** The cluster that a copy is restored into, as `kubectl` makes it. */
export function restoredCluster(
  name: string,
  {
    image,
    database,
    volume,
    storageClass,
  }: Pick<PostgresArgs, 'image' | 'database' | 'volume'> & {
    readonly storageClass: string | undefined;
  },
  labels: Readonly<Record<string, string>>,
  googleServiceAccount: string,
): string {
  const storage = { size: volume, ...(storageClass === undefined ? {} : { storageClass }) };
  return JSON.stringify({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: restoredName(name), labels },
    spec: {
      instances: 1,
      imageName: image,
      enablePDB: false,
      inheritedMetadata: { labels },
      serviceAccountTemplate: {
        metadata: { annotations: { 'iam.gke.io/gcp-service-account': googleServiceAccount } },
      },
      bootstrap: {
        recovery: { source: name, database, owner: database, secret: { name: `${name}-app` } },
      },
      externalClusters: [
        {
          name,
          plugin: {
            name: 'barman-cloud.cloudnative-pg.io',
            parameters: { barmanObjectName: name, serverName: name },
          },
        },
      ],
      storage,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  });
}

/** Restores the newest copy, compares the rows of every table, and takes the copy away again, whatever comes of it. */
export const restoreCheckScript = `set -eu
PGPASSWORD="$(cat /secrets/app/password)"
export PGPASSWORD
restored="$CLUSTER-restored"
remove() { kubectl delete cluster "$restored" --ignore-not-found --wait=true --timeout=10m; }
trap remove EXIT
remove
kubectl create --filename /scripts/cluster.json
kubectl wait cluster "$restored" --for=condition=Ready --timeout=3h
ask() {
  psql --no-psqlrc --tuples-only --no-align --quiet --host "$1-rw" --username "$DATABASE" --dbname "$DATABASE" --command "$2"
}
counts="SELECT format('%I.%I', schemaname, relname) || ' ' || (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', schemaname, relname), false, true, '')))[1]::text FROM pg_stat_user_tables ORDER BY 1"
ask "$CLUSTER" "$counts" > /tmp/live
ask "$restored" "$counts" > /tmp/restored
# Rows come in while the copy is restored: one in a hundred may differ.
awk 'NR == FNR { rows[$1] = $2; next }
  { live += 1 }
  !($1 in rows) { print $1 " is missing"; bad = 1; next }
  { difference = $2 - rows[$1]; if (difference < 0) difference = -difference }
  difference > 0.01 * $2 { print $1 ": " rows[$1] " of " $2; bad = 1 }
  END { if (bad) exit 1; print live + 0 " tables are back" }' /tmp/restored /tmp/live
`;
