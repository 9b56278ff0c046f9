import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeToyPackage } from '../../tools/toy-package.ts';
import { commitAll, git } from '../../tools/toy-versions.ts';
import { evolve } from '../fixtures/evolution.ts';
import { toyFolder, toyForecast, toySegments } from '../fixtures/toy.ts';
import { firstVersion } from './copier-templates.ts';
import { clientIn, lockOf, makeWorld, sides, situationTests, state } from './copier-world.ts';
import type { Client, World } from './copier-world.ts';

jest.setTimeout(120_000);

let world: World;
const { situation, expectAll } = situationTests('around');

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => {
  world.toy.remove();
});

describe('answers', () => {
  situation('test_update_with_answers_with_umlaut', () => {
    const client = world.newClient(['--set', 'town=Düsseldorf (Straße)']);
    expect(client.text('greeting.txt')).toContain('We bake in Düsseldorf (Straße), and');
    world.update(client, 0);
    expect(client.text('greeting.txt')).toContain('We bake in Düsseldorf (Straße).\n');
    expect(lockOf(client)).toMatchObject({ answers: { town: 'Düsseldorf (Straße)' } });
  });

  situation('test_update_with_skip_answered_and_new_answer', () => {
    const client = world.newClient();
    world.update(client, 0, '--set', 'evening=true');
    expect(lockOf(client)).toMatchObject({ answers: { evening: true, town: 'Lille', lights: false } });
    expect(client.text('content.txt')).toContain('seeds');
  });

  situation('test_update_vcs_ref_current', () => {
    const client = world.newClient();
    const { status, stderr } = world.toy.v1.runIn(client.folder, ['update', '--set', 'evening=true']);
    expect(`${status} ${stderr}`).toMatch(/^0 /);
    expect(lockOf(client)).toMatchObject({ answers: { evening: true }, toolbox: { version: '0.1.0' } });
    expect(client.text('content.txt')).toContain('seeds');
    expect(client.has('new.txt')).toBe(false);
  });

  situation('test_conditional_computed_value', () => {
    const client = world.newClient(['--set', 'evening=true']);
    world.update(client, 0);
    client.commit();
    const before = client.text('content.txt');
    world.update(client, 0, '--set', 'evening=false');
    expect(client.text('content.txt')).toBe('flour 🥐\nwater 🥐\n');
    client.commit();
    world.update(client, 0, '--set', 'evening=true');
    expect(client.text('content.txt')).toBe(before);
  });

  situation('test_disable_secret_validator_on_replay', () => {
    const client = world.newClient();
    const before = client.text('key.txt');
    world.update(client, 0, '--set', 'key=TILL_KEY');
    expect(lockOf(client)).toMatchObject({ answers: { key: { $env: 'TILL_KEY' } } });
    expect(client.text('key.txt')).toBe(before);
  });
});

describe('repositories that lie otherwise', () => {
  situation('test_update_in_repo_subdirectory', () => {
    const inner = clientIn(path.join(world.toy.work, 'larger/shops/lille'));
    move(world.newClient(), inner);
    git(path.join(world.toy.work, 'larger'), 'init', '--quiet', '--initial-branch=main');
    writeFileSync(path.join(world.toy.work, 'larger/README.md'), 'larger\n');
    inner.edit({ 'line.txt': 'mine\n' });
    commitAll(path.join(world.toy.work, 'larger'), 'Larger');
    world.update(inner, 3);
    expect(sides(inner.text('line.txt'))).toEqual({ ours: 'mine\n', base: 'first\n', theirs: 'second\n' });
    expect(inner.has('new.txt')).toBe(true);
    expect(state(inner)).toContain('UU shops/lille/cases/line.txt');
  });

  situation('test_update_with_separate_git_directory', () => {
    const client = world.newClient();
    const elsewhere = path.join(world.toy.work, 'separate.git');
    git(client.folder, 'init', '--quiet', '--separate-git-dir', elsewhere);
    expect(readFileSync(path.join(client.folder, '.git'), 'utf8')).toContain(elsewhere);
    client.edit({ 'line.txt': 'mine\n' });
    client.commit();
    world.update(client, 3);
    expect(client.text('new.txt')).toBe('new\n');
    expect(state(client)).toContain('UU cases/line.txt');
  });

  test('a second work tree of the same repository is updated, the first left alone', () => {
    const client = world.newClient();
    const second = clientIn(path.join(world.toy.work, 'second-tree'));
    git(client.folder, 'worktree', 'add', '--quiet', '-b', 'second', second.folder);
    world.update(second, 0);
    expect(second.text('new.txt')).toBe('new\n');
    expect(state(client)).toEqual([]);
  });

  situation('test_update_git_submodule', () => {
    const outer = path.join(world.toy.work, 'outer');
    mkdirSync(outer);
    git(outer, 'init', '--quiet', '--initial-branch=main');
    git(
      outer,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      world.newClient().folder,
      'shop',
    );
    git(outer, 'commit', '--quiet', '--message', 'Shop');
    const inner = clientIn(path.join(outer, 'shop'));
    world.update(inner, 0);
    expect(inner.text('line.txt')).toBe('second\n');
    expect(git(outer, 'diff', '--cached', '--name-only')).toBe('');
    expect(git(outer, 'submodule', 'status')).toMatch(/^ [0-9a-f]{40} shop/);
  });

  test('repositories and submodules inside a client repository are left alone', () => {
    const client = world.newClient();
    const library = path.join(world.toy.work, 'library');
    mkdirSync(library);
    git(library, 'init', '--quiet', '--initial-branch=main');
    writeFileSync(path.join(library, 'own.txt'), 'own\n');
    commitAll(library, 'Library');
    git(
      client.folder,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      library,
      'cases/partly/library',
    );
    client.commit();
    cpSync(library, path.join(client.folder, 'nested'), { recursive: true });
    world.update(client, 0, '--allow-untracked');
    for (const folder of ['cases/partly/library', 'nested']) {
      expect(readFileSync(path.join(client.folder, folder, 'own.txt'), 'utf8')).toBe('own\n');
      expect(state({ folder: path.join(client.folder, folder) })).toEqual([]);
    }
    expect(client.text('line.txt')).toBe('second\n');
  });

  test('with core.fileMode off a mode is set on disk and in the index', () => {
    const client = world.newClient();
    git(client.folder, 'config', 'core.fileMode', 'false');
    world.update(client, 0);
    expect(client.isExecutable('gains.sh')).toBe(true);
    expect(git(client.folder, 'ls-files', '--stage', 'cases/gains.sh')).toMatch(/^100755 /);
  });

  test('executable bits that the client changed stay as they have them', () => {
    const client = world.newClient();
    client.setExecutable('gains.sh', true);
    client.setExecutable('line.txt', true);
    client.commit();
    world.update(client, 0);
    expect(['gains.sh', 'line.txt', 'loses.sh'].map(client.isExecutable)).toEqual([true, true, false]);
  });
});

function move(from: Client, to: Client): void {
  mkdirSync(path.dirname(to.folder), { recursive: true });
  renameSync(from.folder, to.folder);
  rmSync(path.join(to.folder, '.git'), { recursive: true });
}

describe('what is refused, or is nothing to do', () => {
  test('a dirty work tree is refused, and nothing is written', () => {
    const client = world.newClient();
    client.edit({ 'same.txt': 'mine\n' });
    expect(world.update(client, 2).stderr).toContain('cases/same.txt');
    expect(state(client)).toEqual([' M cases/same.txt']);
  });

  test('a file that git does not know is refused, unless it is allowed', () => {
    const client = world.newClient();
    client.edit({ 'mine.txt': 'mine\n' });
    expect(world.update(client, 2).stderr).toContain('cases/mine.txt');
    world.update(client, 0, '--allow-untracked');
    expect(client.text('mine.txt')).toBe('mine\n');
  });

  test('an older toolbox is refused', () => {
    const client = world.newClient();
    world.update(client, 0);
    client.commit();
    const { status, stderr } = world.toy.v1.runIn(client.folder, ['update']);
    expect(`${status} ${stderr}`).toMatch(/^2 .*DOWNGRADE/);
    expect(state(client)).toEqual([]);
  });

  test('the same version changes nothing, not even a file that was edited', () => {
    const client = world.newClient();
    client.edit({ 'line.txt': 'mine\n', 'deleted.txt': null });
    client.commit();
    const { status, stdout } = world.toy.v1.runIn(client.folder, ['update']);
    expect(`${status} ${stdout}`).toMatch(/^0 Up to date/);
    expect(state(client)).toEqual([]);
  });

  situation('test_update_from_tagged_to_head', async () => {
    const start = evolve(toyFolder, firstVersion);
    const next = evolve(start.folder, { write: { 'templates/base/files/cases/line.txt': 'unreleased\n' } });
    const unreleased = await makeToyPackage(next.folder, [toyForecast, toySegments], {
      version: '0.1.0',
    });
    try {
      const client = world.newClient();
      const { status, stderr } = unreleased.runIn(client.folder, ['update']);
      expect(`${status} ${stderr}`).toMatch(/^0 /);
      expect(client.text('line.txt')).toBe('unreleased\n');
    } finally {
      for (const each of [start, next, unreleased]) each.remove();
    }
  });
});

expectAll();
