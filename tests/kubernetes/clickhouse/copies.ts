// What a cluster with copies has beside its servers: the program that copies, started as its container does, and the jobs'
// scripts, with their client. The program is a stand-in (clickhouse_backup.py) unless CLICKHOUSE_BACKUP names the real one; then
// GCS_ENDPOINT and GCS_SKIP_CREDENTIALS say which emulator holds its bucket, and COPIES the folder where that keeps objects.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { backupContainer } from '#constructs/kubernetes/clickhouse-cluster/containers.ts';
import type {
  ClickHouseBackupArgs,
  ClickHouseClusterArgs,
} from '#constructs/kubernetes/clickhouse-cluster/index.ts';
import { scripts } from '#constructs/kubernetes/clickhouse-cluster/scripts.ts';
import { run } from '../../tools/python.ts';
import type { Finished } from '../../tools/python.ts';
import { freePorts } from '../cluster/processes.ts';
import type { ClickHouse } from './server.ts';
import { passwordOf } from './server.ts';

const real = process.env['CLICKHOUSE_BACKUP'];

/** The program that copies, and what asks it. */
export interface Copying {
  /** Runs a script of a job. */
  readonly script: (name: string) => Promise<Finished>;
  /** Runs words in the container, as `kubectl exec` does. */
  readonly exec: (words: string) => Promise<Finished>;
  /** Takes the rows of a table out of all copies. */
  readonly damage: (table: string) => void;
  readonly stop: () => void;
}

/** Folder where the copies of a test are. */
export function copiesIn(folder: string): string {
  return (real === undefined ? undefined : process.env['COPIES']) ?? path.join(folder, 'copies');
}

/** Starts the program beside a server; its copies outlive both. */
export async function startCopying(
  folder: string,
  server: ClickHouse,
  args: ClickHouseClusterArgs & { readonly backup: ClickHouseBackupArgs },
): Promise<Copying> {
  const { command = [], args: words = [], environment = {} } = backupContainer('main', args, args.backup);
  const place = (text: string): string =>
    text
      .replaceAll('/scripts', `${folder}/scripts`)
      .replaceAll('/secrets/operations', `${folder}/operations`);
  write(path.join(folder, 'operations/password'), passwordOf(args.operationsUser));
  for (const [name, text] of Object.entries(scripts)) write(path.join(folder, 'scripts', name), place(text));
  const bin = path.join(folder, 'bin');
  program(bin, 'clickhouse-client', `exec python3 -IS "${path.join(import.meta.dirname, 'client.py')}" "$@"`);
  program(bin, 'sleep', 'exec /bin/sleep 0.1');
  rmSync(path.join(bin, 'clickhouse-backup'), { force: true });
  if (real === undefined)
    program(
      bin,
      'clickhouse-backup',
      `exec python3 "${path.join(import.meta.dirname, 'clickhouse_backup.py')}" "$@"`,
    );
  else symlinkSync(real, path.join(bin, 'clickhouse-backup'));
  const [api] = await freePorts(1);
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    NO_PROXY: '127.0.0.1',
    CLICKHOUSE_HTTP: String(server.http),
  };
  const container = {
    ...env,
    ...environment,
    // TLS and the fixed ports are a pod's.
    API_LISTEN: `127.0.0.1:${api}`,
    CLICKHOUSE_HOST: '127.0.0.1',
    CLICKHOUSE_PORT: String(server.native),
    CLICKHOUSE_SECURE: 'false',
    CLICKHOUSE_TLS_CA: '',
    COPIES: copiesIn(folder),
  };
  const job = {
    ...env,
    CLUSTER: 'main',
    HOSTS: '127.0.0.1',
    SHARD_HOSTS: '127.0.0.1',
    OPERATIONS_USER: args.operationsUser,
    PASSWORD_KEY: 'password',
  };
  const [shell = '', ...rest] = [...command, ...words].map(place);
  const child = spawn(shell, rest, { env: container, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (!(await answers(server))) {
    if (child.exitCode !== null) throw new Error(`clickhouse-backup did not start:\n${said}`);
    await wait(100);
  }
  return {
    script: (name) => run('/bin/sh', [path.join(folder, 'scripts', name)], { env: job }),
    exec: (line) => run('/bin/sh', ['-c', place(line)], { env: container }),
    damage: (table) => {
      damage(copiesIn(folder), table);
    },
    stop: () => {
      child.kill('SIGKILL');
    },
  };
}

/** Whether its tables are there and it is behind them. */
async function answers(server: ClickHouse): Promise<boolean> {
  return server.ask('operations', 'SELECT count() FROM system.backup_list').then(
    () => true,
    () => false,
  );
}

function damage(copies: string, table: string): void {
  const rows = readdirSync(copies, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes(`/${table.replace('.', '/')}/`) && /\.(tar|bin)$/u.test(name),
  );
  if (rows.length === 0) throw new Error(`no copy holds rows of ${table}`);
  for (const name of rows) rmSync(path.join(copies, name));
}

function program(folder: string, name: string, text: string): void {
  write(path.join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(path.join(folder, name), 0o755);
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
