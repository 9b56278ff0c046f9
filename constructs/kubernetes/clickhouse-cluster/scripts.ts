import { operationsFolder, tlsFolder } from './containers.ts';
import { clickHousePorts } from './ports.ts';

/**
 * The scripts that ask and copy, by the names of their files. Their environment: `HOSTS` (every replica), `SHARD_HOSTS` (one
 * replica of each shard), `OPERATIONS_USER`, `PASSWORD_KEY`, and for `ready.sh`, if it is to be less patient, `READY_SECONDS`.
 */
export const scripts: Readonly<Record<string, string>> = {
  'client.xml': `<config><secure>1</secure><openSSL><client><caConfig>${tlsFolder}/ca.crt</caConfig><verificationMode>strict</verificationMode><invalidCertificateHandler><name>RejectCertificateHandler</name></invalidCertificateHandler></client></openSSL></config>
`,
  'common.sh': `# Read by the other scripts.
set -eu
CLICKHOUSE_PASSWORD="$(cat "${operationsFolder}/$PASSWORD_KEY")"
export CLICKHOUSE_PASSWORD
ask() {
  clickhouse-client --config-file /scripts/client.xml --host "$1" --port ${clickHousePorts.native} --secure \\
    --user "$OPERATIONS_USER" --query "$2"
}
fail() { echo "$1" >&2; exit 1; }
# The program that copies does one thing at a time.
idle() {
  while [ "$(ask "$1" "SELECT count() FROM system.backup_actions WHERE status = 'in progress'")" != 0 ]; do sleep 2; done
}
# Gives it an order, and waits for its end: order HOST COMMAND
order() {
  idle "$1"
  ask "$1" "INSERT INTO system.backup_actions(command) VALUES ('$2')"
  while true; do
    status="$(ask "$1" "SELECT status FROM system.backup_actions WHERE command = '$2' ORDER BY start DESC LIMIT 1")"
    case "$status" in
      success) return 0 ;;
      'in progress') sleep 2 ;;
      '') fail "$2 on $1: clickhouse-backup was started anew meanwhile, see its container" ;;
      *) fail "$2 on $1: $(ask "$1" "SELECT error FROM system.backup_actions WHERE command = '$2' ORDER BY start DESC LIMIT 1")" ;;
    esac
  done
}
# Of each copy, what it held: for the check.
prepare() {
  ask "$1" "CREATE DATABASE IF NOT EXISTS backup_check"
  ask "$1" "CREATE TABLE IF NOT EXISTS backup_check.partitions (backup String, database String, table String, partition_id String, rows UInt64, bytes UInt64, at DateTime) ENGINE = MergeTree ORDER BY (backup, database, table, partition_id) TTL at + INTERVAL 1 YEAR DELETE"
}
`,
  'clickhouse-backup.sh': `# clickhouse-backup with the password of its user, for its container and for a person in it.
set -eu
CLICKHOUSE_PASSWORD="$(cat "${operationsFolder}/$PASSWORD_KEY")"
export CLICKHOUSE_PASSWORD
exec clickhouse-backup "$@"
`,
  'ready.sh': `# Ends well when every replica answers over TLS, knows all others, and reaches Keeper. All of it may take a while: of a
# change the operator says at once that it is complete, and makes it host by host.
. /scripts/common.sh
expected=0
for host in $HOSTS; do expected=$((expected + 1)); done
# Says what is missing of a host; nothing when all is well.
missing() {
  ask "$1" 'SELECT 1' >/dev/null 2>&1 || { echo "$1 does not answer on port ${clickHousePorts.native}: see its pod"; return 0; }
  found="$(ask "$1" "SELECT count() FROM system.clusters WHERE cluster = '$CLUSTER'" 2>/dev/null)" || found=no
  [ "$found" = "$expected" ] || { echo "$1 knows $found replicas, expected $expected"; return 0; }
  ask "$1" "SELECT count() FROM system.zookeeper WHERE path = '/'" >/dev/null 2>&1 || echo "$1 does not reach Keeper"
}
# Before the job is ended: what is missing stands in the log.
end=$(($(date +%s) + \${READY_SECONDS:-3300}))
for host in $HOSTS; do
  while true; do
    lack="$(missing "$host")"
    [ -n "$lack" ] || break
    [ "$(date +%s)" -lt "$end" ] || fail "$lack"
    sleep 10
  done
done
echo "$expected replicas answer"
`,
  'backup.sh': `# Copies every shard, and notes what each partition held. clickhouse-backup keeps no copy on the volume.
. /scripts/common.sh
name="$(date -u +%Y%m%dt%H%M%S)"
for host in $SHARD_HOSTS; do
  prepare "$host"
  ask "$host" "INSERT INTO backup_check.partitions SELECT '$name', database, table, partition_id, sum(rows), sum(bytes_on_disk), now() FROM system.parts WHERE active AND database NOT IN ('system', 'backup_check') AND NOT startsWith(database, 'restore_check_') AND match(table, '^[A-Za-z0-9_]+$') GROUP BY database, table, partition_id"
  order "$host" "create_remote $name"
done
echo "$name"
`,
  'restore-check.sh': `# Restores the newest copy of every shard beside the data and compares the rows, one table after the other. Each needs its
# own size of the volume once more: of a table that is larger than half of what is free, the newest partitions that are not.
. /scripts/common.sh
# Takes away what was restored, and what a copy or a check that was cut off left on the volume.
sweep() {
  idle "$1"
  restored="$(ask "$1" "SELECT name FROM system.databases WHERE startsWith(name, 'restore_check_')")"
  for database in $restored; do
    ask "$1" "DROP DATABASE IF EXISTS \\\`$database\\\` SYNC SETTINGS max_table_size_to_drop = 0, max_partition_size_to_drop = 0"
  done
  copies="$(ask "$1" "SELECT name FROM system.backup_list WHERE location = 'local' AND name IN (SELECT backup FROM backup_check.partitions)")"
  for copy in $copies; do order "$1" "delete local $copy"; done
}
trap 'sweep "$host"' EXIT
for host in $SHARD_HOSTS; do
  prepare "$host"
  name="$(ask "$host" "SELECT max(backup) FROM backup_check.partitions")"
  [ -n "$name" ] || fail "$host has no copy yet"
  noted="backup_check.partitions WHERE backup = '$name'"
  wrong=""
  tables="$(ask "$host" "SELECT DISTINCT concat(database, '.', table) FROM $noted ORDER BY 1")"
  for table in $tables; do
    sweep "$host"
    database="\${table%%.*}"
    this="database = '$database' AND table = '\${table#*.}'"
    partitions="$(ask "$host" "SELECT arrayStringConcat(groupArray(partition_id), ',') FROM (SELECT partition_id, sum(bytes) OVER (ORDER BY partition_id DESC) AS together FROM $noted AND $this) WHERE together <= (SELECT intDiv(free_space, 2) FROM system.disks WHERE name = 'default')")"
    if [ -z "$partitions" ]; then
      wrong="$wrong
$table: its newest partition is larger than half of what is free on the volume: raise the volume"
      continue
    fi
    # Not replicated, and not of the name of a database that is: nothing of the check reaches other replicas.
    ask "$host" "CREATE DATABASE \\\`restore_check_$database\\\`"
    order "$host" "restore_remote --tables=$table --partitions=$partitions --restore-database-mapping=$database:restore_check_$database $name"
    # Rows that were merged or came in between the note and the copy make a small difference.
    wrong="$wrong$(ask "$host" "SELECT concat('\\n', '$table', ', partition ', n.partition_id, ': ', toString(r.rows), ' rows of ', toString(n.rows)) FROM (SELECT partition_id, rows FROM $noted AND $this AND has(splitByChar(',', '$partitions'), partition_id)) AS n LEFT JOIN (SELECT partition_id, sum(rows) AS rows FROM system.parts WHERE active AND database = 'restore_check_$database' GROUP BY partition_id) AS r USING partition_id WHERE abs(toInt64(r.rows) - toInt64(n.rows)) > 0.01 * n.rows FORMAT TSVRaw")"
  done
  sweep "$host"
  [ -z "$wrong" ] || fail "$name on $host:$wrong"
  echo "$name on $host: every table is back"
done
`,
};
