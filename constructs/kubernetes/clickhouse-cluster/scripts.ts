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
# Gives an order to the program that copies, and waits for its end: order HOST COMMAND
order() {
  ask "$1" "INSERT INTO system.backup_actions(command) VALUES ('$2')"
  while true; do
    status="$(ask "$1" "SELECT status FROM system.backup_actions WHERE command = '$2' ORDER BY start DESC LIMIT 1")"
    case "$status" in
      success) return 0 ;;
      error | cancel) fail "$2 on $1: $(ask "$1" "SELECT error FROM system.backup_actions WHERE command = '$2' ORDER BY start DESC LIMIT 1")" ;;
    esac
    sleep 10
  done
}
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
  'backup.sh': `# Copies every shard, and notes how many rows each table had.
. /scripts/common.sh
name="$(date -u +%Y%m%dt%H%M%S)"
for host in $SHARD_HOSTS; do
  ask "$host" "CREATE DATABASE IF NOT EXISTS backup_check"
  ask "$host" "CREATE TABLE IF NOT EXISTS backup_check.noted (backup String, database String, table String, rows UInt64, at DateTime) ENGINE = MergeTree ORDER BY (backup, database, table) TTL at + INTERVAL 1 YEAR DELETE"
  ask "$host" "INSERT INTO backup_check.noted SELECT '$name', database, table, sum(rows), now() FROM system.parts WHERE active AND database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema', 'backup_check') AND database NOT LIKE 'restored_%' GROUP BY database, table"
  order "$host" "create_remote $name"
  order "$host" "delete local $name"
done
echo "$name"
`,
  'restore-check.sh': `# Restores the newest copy of every shard beside the data, compares the rows, and takes it away again.
. /scripts/common.sh
for host in $SHARD_HOSTS; do
  name="$(ask "$host" "SELECT max(backup) FROM backup_check.noted")"
  [ -n "$name" ] || fail "$host has no copy yet"
  databases="$(ask "$host" "SELECT DISTINCT database FROM backup_check.noted WHERE backup = '$name'")"
  mapping=""
  for database in $databases; do
    ask "$host" "DROP DATABASE IF EXISTS restored_$database SYNC"
    mapping="$mapping\${mapping:+,}$database:restored_$database"
  done
  order "$host" "restore_remote --restore-database-mapping=$mapping $name"
  # Rows that were merged or came in between the count and the copy make a small difference.
  wrong="$(ask "$host" "SELECT concat(n.database, '.', n.table, ': ', toString(r.rows), ' of ', toString(n.rows)) FROM backup_check.noted AS n LEFT JOIN (SELECT database, table, sum(rows) AS rows FROM system.parts WHERE active AND database LIKE 'restored_%' GROUP BY database, table) AS r ON r.database = concat('restored_', n.database) AND r.table = n.table WHERE n.backup = '$name' AND abs(toInt64(r.rows) - toInt64(n.rows)) > 0.01 * n.rows")"
  for database in $databases; do ask "$host" "DROP DATABASE IF EXISTS restored_$database SYNC"; done
  order "$host" "delete local $name"
  [ -z "$wrong" ] || fail "$name on $host: $wrong"
  echo "$name on $host: every table is back"
done
`,
};
