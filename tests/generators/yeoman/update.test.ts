import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { snapshotOf } from '../../tools/files.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';
import { toyEvolution } from '../fixtures/evolution.ts';
import { toyTemplate } from '../fixtures/toy.ts';
import { runYo } from './run-yo.ts';

// Builds two toolboxes and runs whole updates.
jest.setTimeout(60_000);

let toy: ToyVersions;
const { inputs } = toyTemplate('base');

beforeAll(async () => {
  toy = await makeToyVersions({
    evolution: {
      ...toyEvolution,
      manifests: {
        base: {
          ...toyEvolution.manifests?.['base'],
          inputs: {
            type: 'object',
            required: ['contact', 'region'],
            properties: { ...inputs?.properties, region: { type: 'string', title: 'Region' } },
          },
        },
      },
    },
  });
});
afterAll(() => {
  toy.remove();
});
// yeoman-test moves the process into the folder of a run; the next test file of this worker must not start there.
const home = process.cwd();

afterEach(() => {
  process.chdir(home);
  process.exitCode = undefined;
});

function yo(cwd: string, answers: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const generator = path.join(toy.v2.folder, 'dist/generators/update/index.js');
  return runYo({
    generator,
    namespace: 'toltek:update',
    answers: { region: 'north', write: true, ...answers },
    cwd,
  });
}

describe('yo toltek:update', () => {
  test('asks what is new, shows what would change, and writes what toltek update writes', async () => {
    const folder = toy.newClient();
    const said = await yo(folder);
    expect(said).toMatch(/^region\n[^]*breaking {2}base 1\.1\.0[^]*\nwrite\n[^]*git commit/);
    expect(said).not.toContain('motto');
    const same = toy.newClient();
    expect(toy.v2.runIn(same, ['update', '--set', 'region=north']).status).toBe(0);
    expect(snapshotOf(folder)).toEqual(snapshotOf(same));
    expect(process.exitCode).toBe(0);
  });

  test('works from a folder below, and says when there is nothing to do', async () => {
    const folder = toy.newClient();
    await yo(path.join(folder, 'app'));
    commitAll(folder, 'Updated');
    expect(await yo(folder)).toBe('Up to date: toltek 0.2.0, nothing to do.');
  });

  test('writes nothing when the person says no', async () => {
    const folder = toy.newClient();
    expect(await yo(folder, { write: false })).toMatch(/\nwrite\nNothing was written\.$/);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('explains the conflicts that are left, and ends with their exit code', async () => {
    const folder = toy.newClient();
    writeFileSync(path.join(folder, 'app/_version.py'), 'VERSION = "ours"\n');
    commitAll(folder, 'Our own work');
    const said = await yo(folder);
    expect(said).toMatch(
      /\nTo decide:\n {2}app\/_version\.py \(content\)\n {4}You and the templates changed/,
    );
    expect(said).toMatch(/toltek resolve[^]*toltek abort/);
    expect(process.exitCode).toBe(3);
    expect(readFileSync(path.join(folder, 'app/_version.py'), 'utf8')).toContain('VERSION = "ours"');
    process.exitCode = undefined;
    expect(await yo(folder)).toContain('[PENDING]');
    expect(process.exitCode).toBe(3);
  });

  test('refuses what toltek update refuses, without a stack trace', async () => {
    const folder = toy.newClient();
    writeFileSync(path.join(folder, 'segments.txt'), 'not committed\n');
    const said = await yo(folder);
    expect(said).toContain('[UNCOMMITTED]');
    expect(said).not.toMatch(/^\s+at .*:\d+:\d+/m);
    expect(process.exitCode).toBe(2);
    process.exitCode = undefined;
    expect(await yo(toy.work, { directory: 'nowhere' })).toMatch(/^directory\n.*\[NO_REPOSITORY\]/);
  });
});
