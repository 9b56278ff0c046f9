import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Lock } from '#catalog/schema/generated/types.ts';
import type { CliResult } from '../../tools/toy-package.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';

let toys: ToyVersions;
let client = '';

beforeAll(async () => {
  toys = await makeToyVersions({
    evolution: {
      manifests: {
        base: {
          version: '1.1.0',
          changes: [{ version: '1.1.0', kind: 'changed', description: 'The engine has a new name.' }],
          migrations: [
            {
              id: 'engine',
              version: '1.1.0',
              description: 'Jobs name the engine anew.',
              steps: [
                { do: 'set', files: 'jobs/**', pointer: '/engine', value: 'new' },
                { do: 'replace', files: '**/*.md', find: 'old engine', with: 'new engine' },
              ],
            },
            {
              id: 'quick',
              version: '1.1.0',
              description: 'Jobs are quick.',
              when: { input: 'motto', equals: 'quick' },
              steps: [{ do: 'add', files: 'jobs/**', where: '/engine', pointer: '/quick', value: true }],
            },
          ],
        },
      },
    },
  });
  client = toys.newClient();
  write('jobs/nightly.yaml', '# Ours\nengine: old   # for now\nretries: 3\n');
  write('jobs/broken.json', '{ "engine": \n');
  write('NOTES.md', 'Runs on the old engine.\n');
  commitAll(client, 'Ours');
}, 60_000);

afterAll(() => {
  toys.remove();
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(client, file)), { recursive: true });
  writeFileSync(path.join(client, file), text);
}

const read = (file: string): string => readFileSync(path.join(client, file), 'utf8');
const applied = (): readonly string[] => (JSON.parse(read('.toltek/lock.json')) as Lock).migrations;
const update = (...words: string[]): CliResult => toys.v2.runIn(client, ['update', '--yes', ...words]);

describe('migrations in an update', () => {
  test('edit what a person wrote, and say what they did and could not do', () => {
    const { status, stdout, stderr } = update();
    expect([status, stderr]).toEqual([0, '']);
    expect(read('jobs/nightly.yaml')).toBe('# Ours\nengine: new   # for now\nretries: 3\n');
    expect(read('NOTES.md')).toBe('Runs on the new engine.\n');
    expect(read('jobs/broken.json')).toBe('{ "engine": \n');
    expect(stdout).toContain('Jobs name the engine anew.');
    expect(stdout).toMatch(/jobs\/broken\.json.*not valid JSON/);
    expect(applied()).toEqual(['base#engine']);
    commitAll(client, 'Updated');
    expect(update().status).toBe(0);
    expect(git(client, 'status', '--porcelain')).toBe('');
  });

  test('run when an answer becomes theirs, once', () => {
    expect(update('--set', 'motto=quick').status).toBe(0);
    expect(parse(read('jobs/nightly.yaml'))).toEqual({ engine: 'new', retries: 3, quick: true });
    expect(applied()).toEqual(['base#engine', 'base#quick']);
    write('jobs/nightly.yaml', 'engine: new\n');
    commitAll(client, 'Slow after all');
    expect(update('--set', 'motto=quick').status).toBe(0);
    expect(read('jobs/nightly.yaml')).toBe('engine: new\n');
  });
});
