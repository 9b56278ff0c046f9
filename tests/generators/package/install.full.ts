import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npm, pack } from '../../tools/npm.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const diagnostic = path.join(root, 'examples/p1-online-retailer/diagnostic.json');
const minutes = 60_000;

let folder: string;
let toolbox: string;
let companion: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toltek-pack-'));
  toolbox = path.join(folder, pack(root, '--pack-destination', folder).filename);
  companion = path.join(
    folder,
    pack(path.join(root, 'generators/yo'), '--pack-destination', folder).filename,
  );
}, 5 * minutes);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** An empty npm project with some packages installed. */
function project(name: string, ...packages: string[]): string {
  const place = mkdtempSync(path.join(folder, name));
  writeFileSync(
    path.join(place, 'package.json'),
    '{ "name": "elsewhere", "private": true, "type": "module" }\n',
  );
  npm(place, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
  return place;
}

function run(cwd: string, program: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`${program} ended with ${status ?? 'a signal'}:\n${stdout}\n${stderr}`);
  return stdout;
}

function tree(place: string): Readonly<Record<string, string>> {
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => lstatSync(path.join(place, name)).isFile());
  return Object.fromEntries(
    files.map((name) => [
      name,
      `${lstatSync(path.join(place, name)).mode & 0o100} ${readFileSync(path.join(place, name), 'base64')}`,
    ]),
  );
}

describe('installed in an empty folder', () => {
  test(
    'the command line is small and writes what the checkout writes',
    () => {
      const place = project('cli-', toolbox);
      const installed = readdirSync(path.join(place, 'node_modules'));
      expect(installed.filter((name) => /cdktf|pulumi|yeoman|^yo$|^constructs$/.test(name))).toEqual([]);
      const kilobytes = Number(run(place, 'du', '-sk', 'node_modules').split('\t')[0]);
      expect(kilobytes).toBeLessThan(60_000);

      run(place, 'npx', '--no-install', 'toltek', 'new', 'client', '--diagnostic', diagnostic);
      run(
        place,
        process.execPath,
        path.join(root, 'dist/cli/main.js'),
        'new',
        'same',
        '--diagnostic',
        diagnostic,
      );
      expect(Object.keys(tree(path.join(place, 'client'))).length).toBeGreaterThan(150);
      expect(tree(path.join(place, 'client'))).toEqual(tree(path.join(place, 'same')));
    },
    5 * minutes,
  );

  test(
    'the companion makes `yo toltek` find the generators',
    () => {
      const place = project('yo-', toolbox, companion, 'yeoman-environment@6.3.0');
      writeFileSync(
        path.join(place, 'yo.js'),
        `import { createEnv } from 'yeoman-environment';
import { TestAdapter } from '@yeoman/adapter/testing';
const adapter = new TestAdapter({ mockedAnswers: { write: true }, throwOnMissingAnswer: false });
const env = createEnv({ adapter, cwd: process.cwd() });
await env.lookup({ localOnly: true });
for (const name of ['toltek:add', 'toltek:update'])
  if ((await env.get(name)) === undefined) throw new Error(name + ' was not found.');
await env.run(['toltek', 'client'], { diagnostic: ${JSON.stringify(diagnostic)} });
`,
      );
      run(place, process.execPath, 'yo.js');
      run(place, 'npx', '--no-install', 'toltek', 'new', 'same', '--diagnostic', diagnostic);
      expect(tree(path.join(place, 'client'))).toEqual(tree(path.join(place, 'same')));
    },
    10 * minutes,
  );
});
