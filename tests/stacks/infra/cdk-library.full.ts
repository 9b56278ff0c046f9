import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npm } from '../../tools/npm.ts';
import { commitAll, git } from '../../tools/toy-versions.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const tsx = path.join(root, 'node_modules/.bin/tsx');
const minutes = 60_000;
const work = mkdtempSync(path.join(tmpdir(), 'toltek-cdk-library-'));
const client = path.join(work, 'client');
const infra = path.join(client, 'infra');

/** What a person wrote: a resource of their own through the one file that names the library. */
const ownPart = `import { TerraformResource } from '#constructs/gcp/terraform.ts';
import type { Part } from './program.ts';

export const archive: Part = (stack) => {
  new TerraformResource(stack, 'archive', { terraformResourceType: 'terraform_data' });
};
`;

const ownProject = {
  name: 'inventory',
  private: true,
  devDependencies: { '@cdktf/provider-google': '16.12.1', cdktf: '0.21.0', constructs: '10.7.2' },
};

function run(cwd: string, program: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0)
    throw new Error(`${program} ${words.join(' ')} ended with ${status ?? 'a signal'}:\n${stdout}${stderr}`);
  return stdout;
}

const toltek = (...words: string[]): string => run(root, tsx, 'generators/cli/main.ts', ...words);
const read = (file: string): string => readFileSync(path.join(client, file), 'utf8');
const json = (file: string): unknown => JSON.parse(read(file));

/** Installs from the lock, type-checks, and returns the configuration it writes. */
function synthesized(): string {
  npm(infra, 'ci', '--prefer-offline');
  npm(infra, 'run', 'typecheck');
  run(infra, tsx, 'gcp/main.ts', 'dev');
  const [stack] = run(infra, 'ls', 'cdktf.out/stacks').split('\n');
  return read(`infra/cdktf.out/stacks/${stack ?? ''}/cdk.tf.json`);
}

/** The configuration in one layout, for the fork writes empty lists in one line, and without the library's version. */
function withoutVersion(configuration: string): string {
  return JSON.stringify(JSON.parse(configuration)).replace(/"version":"\d+\.\d+\.\d+"/, '');
}

/** The configuration of all README examples, written with the packages of a folder. */
function examplesOn(packages: string): string {
  const folder = mkdtempSync(path.join(work, 'examples-'));
  for (const part of ['constructs', 'tests/constructs'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(packages, path.join(folder, 'node_modules'));
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ type: 'module', imports: { '#constructs/*': './constructs/*' } }),
  );
  writeFileSync(path.join(folder, 'synthesize.ts'), synthesizeExamples);
  run(folder, tsx, 'synthesize.ts');
  return readFileSync(path.join(folder, 'cdktf.out/stacks/acme-prod/cdk.tf.json'), 'utf8');
}

const synthesizeExamples = `import { partOf, readmeExamples, stackOf } from './tests/constructs/examples.ts';
import { prod } from './tests/constructs/synth.ts';
const parts = await Promise.all(readmeExamples().map(partOf));
stackOf(prod, 'cdktf.out', parts).app.synth();
`;

beforeAll(() => {
  toltek('new', client, '--diagnostic', 'examples/p1-online-retailer/diagnostic.json', '--yes');
  git(client, 'init', '--quiet');
  commitAll(client, 'Generated');
  npm(infra, 'install', '--prefer-offline', '--ignore-scripts', 'ms@2.1.3');
  writeFileSync(path.join(infra, 'gcp/archive.ts'), ownPart);
  const main = read('infra/gcp/main.ts');
  writeFileSync(
    path.join(infra, 'gcp/main.ts'),
    main
      .replace(
        "import { run } from './program.ts';",
        "import { archive } from './archive.ts';\nimport { run } from './program.ts';",
      )
      .replace('contract]', 'contract, archive]'),
  );
  mkdirSync(path.join(client, 'tools/inventory'), { recursive: true });
  writeFileSync(
    path.join(client, 'tools/inventory/package.json'),
    `${JSON.stringify(ownProject, null, 2)}\n`,
  );
  commitAll(client, 'Ours');
}, 5 * minutes);

afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

describe('from cdktf to its fork and back', () => {
  let before = '';
  let files: readonly string[] = [];
  const owned = [
    'infra/package.json',
    'infra/package-lock.json',
    'tools/inventory/package.json',
    'infra/README.md',
  ];

  test(
    'what a person added is part of the configuration',
    () => {
      before = synthesized();
      files = owned.map(read);
      expect(before).toContain('"archive"');
      expect(before).toContain('"version": "0.21.0"');
    },
    5 * minutes,
  );

  test(
    'the fork installs, type-checks and writes the same',
    () => {
      toltek('update', client, '--set', 'cdkLibrary=cdktn', '--yes');
      expect(json('infra/package.json')).toMatchObject({
        dependencies: { cdktf: 'npm:cdktn@0.24.0', ms: '2.1.3' },
        overrides: { '@cdktf/provider-google': { cdktf: '$cdktf' } },
      });
      expect(read('infra/gcp/archive.ts')).toBe(ownPart);
      const after = synthesized();
      expect(after).toContain('"version": "0.24.0"');
      expect(withoutVersion(after)).toBe(withoutVersion(before));
      expect(json('infra/node_modules/cdktf/package.json')).toMatchObject({ name: 'cdktn' });
      expect(git(client, 'status', '--porcelain', 'infra/package-lock.json')).toBe(
        ' M infra/package-lock.json\n',
      );
    },
    5 * minutes,
  );

  test(
    'every README example writes the same on the fork, but for the version and the layout of empty lists',
    () => {
      const [ours, forks] = [path.join(root, 'node_modules'), path.join(infra, 'node_modules')].map(
        examplesOn,
      );
      expect(forks).toContain('"version": "0.24.0"');
      expect(withoutVersion(forks ?? '')).toBe(withoutVersion(ours ?? ''));
    },
    5 * minutes,
  );

  test(
    "a project of the person's own, which no template wrote, installs too",
    () => {
      expect(json('tools/inventory/package.json')).toMatchObject({
        devDependencies: { cdktf: 'npm:cdktn@0.24.0', constructs: '10.7.2' },
      });
      npm(path.join(client, 'tools/inventory'), 'install', '--package-lock-only', '--prefer-offline');
      rmSync(path.join(client, 'tools/inventory/package-lock.json'));
    },
    5 * minutes,
  );

  test(
    'the way back leads to where it began',
    () => {
      commitAll(client, 'Fork');
      toltek('update', client, '--set', 'cdkLibrary=cdktf', '--yes');
      expect(owned.map(read)).toEqual(files);
      expect(synthesized()).toBe(before);
    },
    5 * minutes,
  );
});
