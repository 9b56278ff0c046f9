import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { scripts } from '#constructs/kubernetes/clickhouse-cluster/scripts.ts';

// The scripts of a ClickHouse cluster, with a client that answers as a cluster does while it is changed.

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-scripts-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly status: number | null;
  readonly output: string;
  /** How often it waited. */
  readonly waits: number;
}

/**
 * Asks two replicas whether they are ready.
 *
 * @param answer what the client does: the host is `$host`, the question `$query`, and `$waits` says how often it was waited
 */
function askWhetherReady(answer: string, seconds = 600): Asked {
  const at = mkdtempSync(path.join(folder, 'run-'));
  const program = (name: string, text: string): void => {
    writeFileSync(path.join(at, 'bin', name), `#!/bin/sh\n${text}\n`);
    chmodSync(path.join(at, 'bin', name), 0o755);
  };
  mkdirSync(path.join(at, 'bin'));
  mkdirSync(path.join(at, 'operations'));
  writeFileSync(path.join(at, 'operations/password'), 'secret');
  writeFileSync(path.join(at, 'waits'), '');
  program('sleep', `printf . >>"${at}/waits"`);
  program(
    'clickhouse-client',
    `while [ $# -gt 0 ]; do case "$1" in --host) host="$2" ;; --query) query="$2" ;; esac; shift; done
waits="$(wc -c <"${at}/waits")"
${answer}`,
  );
  for (const [name, text] of Object.entries(scripts))
    writeFileSync(
      path.join(at, name),
      text.replaceAll('/scripts/', `${at}/`).replaceAll('/secrets/operations', `${at}/operations`),
    );
  const { status, stdout, stderr } = spawnSync('/bin/sh', [path.join(at, 'ready.sh')], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${at}/bin:${process.env['PATH'] ?? ''}`,
      CLUSTER: 'main',
      HOSTS: 'one two',
      OPERATIONS_USER: 'operations',
      PASSWORD_KEY: 'password',
      READY_SECONDS: String(seconds),
    },
  });
  const waits = readFileSync(path.join(at, 'waits'), 'utf8').length;
  return { status, output: `${stdout}${stderr}`.trim(), waits };
}

const working = `case "$query" in *system.clusters*) echo 2 ;; *) echo 1 ;; esac`;

test('a cluster that works is ready at once', () => {
  expect(askWhetherReady(working)).toEqual({ status: 0, output: '2 replicas answer', waits: 0 });
});

test.each([
  ['that is not made yet', `[ "$waits" -ge 5 ] || [ "$host" = one ] || exit 210\n${working}`],
  // The first host works all the time; it learns of the second when that is ready, minutes later.
  [
    'that the first does not know yet',
    `case "$query" in *system.clusters*) [ "$waits" -ge 5 ] && echo 2 || echo 1 ;; *) echo 1 ;; esac`,
  ],
  [
    'whose Keepers have no majority yet',
    `case "$query" in *system.zookeeper*) [ "$waits" -ge 5 ] || exit 243 ;; esac\n${working}`,
  ],
])('a replica %s is waited for', (_, answer) => {
  expect(askWhetherReady(answer)).toEqual({ status: 0, output: '2 replicas answer', waits: 5 });
});

test.each([
  ['two does not answer on port 9440: see its pod', '[ "$host" = one ] || exit 210'],
  ['one knows 1 replicas, expected 2', 'echo 1; exit 0'],
  ['one does not reach Keeper', 'case "$query" in *system.zookeeper*) exit 243 ;; esac'],
])('in the end it says what is missing: %s', (message, answer) => {
  expect(askWhetherReady(`${answer}\n${working}`, 0)).toEqual({ status: 1, output: message, waits: 0 });
});
