// The main job, start to end, with nothing but this machine: check, select, new, then the client repository's own demo.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const diagnostic = path.join('examples', 'p1-online-retailer', 'diagnostic.json');
const client = path.join('.cache', 'demo', 'client');
const started = Date.now();
// The repository is new in every run; what Python compiled of the same packages in an earlier one still holds.
const env = { ...process.env, PYTHONPYCACHEPREFIX: path.join(root, '.cache', 'demo', 'bytecode') };

function elapsed(): string {
  return ((Date.now() - started) / 1000).toFixed(0);
}

function run(title: string, shown: string, command: string, words: readonly string[], folder = root): void {
  console.log(`\n=== [${elapsed()} s] ${title}\n$ ${shown}`);
  const { status, signal } = spawnSync(command, words, { cwd: folder, stdio: 'inherit', env });
  if (status !== 0) {
    console.error(
      `\nThe demo stopped: "${title}" ended with ${signal ?? `exit code ${status ?? 'unknown'}`}.`,
    );
    process.exit(status ?? 1);
  }
}

function toltek(title: string, ...words: string[]): void {
  run(title, ['toltek', ...words].join(' '), process.execPath, [
    path.join(root, 'dist/cli/main.js'),
    ...words,
  ]);
}

rmSync(path.join(root, client), { recursive: true, force: true });
mkdirSync(path.dirname(path.join(root, client)), { recursive: true });
toltek('Check the diagnostic of an invented online retailer', 'check', diagnostic);
toltek('Choose and explain the package', 'select', diagnostic);
toltek('Write the client repository', 'new', client, '--diagnostic', diagnostic, '--yes');
run(
  'Run it: load, transform, train, evaluate, serve',
  'make demo',
  'make',
  ['demo'],
  path.join(root, client),
);
console.log(`\nDone in ${elapsed()} s. The client repository is in ${client}.`);
