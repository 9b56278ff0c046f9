import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { CliResult } from '../../tools/toy-package.ts';
import { commitAll, git } from '../../tools/toy-versions.ts';
import { blocks } from './copier-templates.ts';
import {
  clientIn,
  failingHooks,
  hooks,
  lockOf,
  makeWorld,
  sides,
  situationTests,
  state,
} from './copier-world.ts';
import type { Client, World } from './copier-world.ts';

jest.setTimeout(120_000);

let world: World;
const { situation, expectAll } = situationTests('merge');

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => {
  world.toy.remove();
});

describe('an update of everything that needs no decision', () => {
  const odd = [
    'white space',
    ' leading',
    'trailing ',
    'tab\there',
    'new\nline',
    'back\\slash',
    '!bang',
    'star*',
    'âñ',
    '"q`',
  ];
  let client: Client;
  let result: CliResult;

  beforeAll(() => {
    client = world.newClient();
    client.edit({
      'greeting.txt': (text) => text.replace('your coming', '').replace('for coming', 'for your patience'),
      'opening.yml': 'hours: {from: 7, to: 12}\ndays: 5\n',
      'once.txt': 'mine\n',
      'once-deleted.txt': null,
      'key.txt': 'KEY=mine\n',
      'deleted.txt': null,
      'notes.txt': null,
      'mine.txt': 'mine\n',
      'partly/stays/mine.txt': 'mine\n',
      'gone-not.txt': 'mine\n',
      'blocks.py': blocks.edited,
      'same.txt': 'second\n',
      'later-once.txt': 'mine\n',
      'no-newline.txt': (text) => text.replace('five', 'FIVE'),
      'windows.txt': (text) => text.replace('five', 'FIVE').replaceAll('\n', '\r\n'),
      ...Object.fromEntries(odd.map((name) => [`odd/${name}`, 'mine\n'])),
    });
    writeFileSync(path.join(client.folder, '.git/info/exclude'), 'cases/unknown-to-git.txt\n');
    git(client.folder, 'rm', '--quiet', '--cached', 'cases/unknown-to-git.txt');
    client.commit();
    result = world.toy.v2.runIn(client.folder, ['update']);
  });

  test('ends well', () => {
    expect(`${result.status} ${result.stderr}`).toMatch(/^0 /);
    expect(state(client).filter((line) => line.includes('U'))).toEqual([]);
  });

  situation('test_updatediff', () => {
    expect(client.text('greeting.txt')).toBe(
      'Welcome.\n\nWe bake in Lille.\n\nOur oven is old.\n\nThank you for your patience.\n',
    );
    commitAll(client.folder, 'Updated');
    world.update(client, 0);
    expect(state(client)).toEqual([]);
    world.update(client, 0, '--set', 'town=Arras');
    expect(client.text('greeting.txt')).toBe(
      'Welcome.\n\nWe bake in Arras.\n\nOur oven is old.\n\nThank you for your patience.\n',
    );
    git(client.folder, 'checkout', '--quiet', '.');
  });

  situation('test_commit_hooks_respected', () => {
    expect(client.text('opening.yml')).toBe('hours: {from: 6, to: 12}\ndays: 5\nclosed:\n  - sunday\n');
  });

  situation('test_skip_update', () => {
    expect(client.text('once.txt')).toBe('mine\n');
    expect(result.stdout).toContain('cases/once.txt');
  });

  situation('test_skip_update_deleted', () => {
    expect(client.has('once-deleted.txt')).toBe(false);
  });

  situation('test_update_deleted_path', () => {
    expect(client.has('deleted.txt')).toBe(false);
    for (const name of odd) expect(client.text(`odd/${name}`)).toBe('mine\n');
  });

  situation('test_update_deleted_path_not_used_as_pattern', () => {
    expect(client.has('notes.txt')).toBe(false);
    expect(client.text('a/notes.txt')).toBe('keep and more\n');
    expect(client.text('a/b/notes.txt')).toBe('keep\n');
  });

  situation('test_overwrite_answers_file_always', () => {
    expect(lockOf(client)).toMatchObject({ answers: { town: 'Lille' }, toolbox: { version: '0.2.0' } });
    expect(client.text('greeting.txt')).toContain('Lille');
  });

  situation('test_file_removed', () => {
    for (const name of ['gone.txt', 'gone', 'partly/gone', 'partly/stays/two.txt'])
      expect([name, client.has(name)]).toEqual([name, false]);
    for (const name of ['mine.txt', 'partly/stays/mine.txt', 'gone-not.txt', 'new.txt', 'unknown-to-git.txt'])
      expect([name, client.has(name)]).toEqual([name, true]);
  });

  situation('test_update_needs_more_context', () => {
    expect(client.text('blocks.py')).toBe(blocks.both);
  });

  situation('test_3way_merged_files_without_conflicts_are_not_marked_unmerged', () => {
    expect(client.text('same.txt')).toBe('second\n');
    expect(state(client)).not.toContainEqual(expect.stringContaining('same.txt'));
  });

  situation('test_gitignore_file_unignored', () => {
    expect(client.text('ignored-before.txt')).toBe('second\n');
    expect(client.text('ignored-after.txt')).toBe('second\n');
    const ignored = readFileSync(path.join(client.folder, '.gitignore'), 'utf8');
    expect(ignored).toBe('.venv/\ncases/ignored-after.txt\n');
  });

  situation('test_update_keeps_template_generated_gitignored_file', () => {
    expect(client.text('unknown-to-git.txt')).toBe('second\n');
  });

  situation('test_exclude_added_in_new_version', () => {
    expect(client.text('later-once.txt')).toBe('mine\n');
  });

  situation('test_update_propagates_executable_bit_addition', () => {
    expect(client.isExecutable('gains.sh')).toBe(true);
  });

  situation('test_update_propagates_executable_bit_removal', () => {
    expect(client.isExecutable('loses.sh')).toBe(false);
  });

  test('leaves what the repository says of its origin in step', () => {
    const verified = world.toy.v2.runIn(client.folder, ['verify-provenance', '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({
      ok: true,
      generated: { version: '0.2.0' },
      files: { missing: ['cases/deleted.txt', 'cases/notes.txt', 'cases/once-deleted.txt'] },
    });
  });

  test('a last line without an end stays one, and line ends of Windows stay', () => {
    expect(client.text('no-newline.txt')).toBe('ONE\ntwo\nthree\nfour\nFIVE');
    expect(client.text('windows.txt')).toBe('ONE\r\ntwo\r\nthree\r\nfour\r\nFIVE\r\n');
  });
});

describe('an update that leaves conflicts', () => {
  const ignored = '*.rej\n*.orig\n*.toltek-new\n';
  let client: Client;
  let result: CliResult;

  beforeAll(() => {
    client = world.newClient(['--set', 'evening=true']);
    client.edit({
      'content.txt': (text) => text.replace('seeds 🥐\n', 'seeds 🥐\nraisins 🥐 äöü\n'),
      'line.txt': 'first and mine\n',
      'added.yml': 'test:\n  - run: test\n\npages:\n  - run: deploy\n',
      'ci.yml': (text) => `${text}deploy:\n  - run: deploy\n`,
      'both.sh': 'mine\n',
    });
    writeFileSync(path.join(client.folder, '.git/info/exclude'), ignored);
    client.commit();
    failingHooks(client.folder);
    result = world.toy.v2.runIn(client.folder, ['update', '--set', 'lights=true']);
  });

  test('ends with 3 and names every conflict', () => {
    expect(`${result.status} ${result.stderr}`).toMatch(/^3 /);
    for (const name of ['content.txt', 'line.txt', 'added.yml', 'ci.yml', 'both.sh'])
      expect(result.stdout).toContain(`cases/${name} (`);
  });

  situation('test_post_checkout_hook_ignored', () => {
    expect(existsSync(path.join(client.folder, '.git/hook-ran'))).toBe(false);
    expect(client.text('line.txt')).toContain('<<<<<<< ');
  });

  situation('test_update_inline_changed_answers_and_questions', () => {
    expect(client.text('content.txt')).toMatch(/^flour 🥐\nseeds 🥐\n<<<<<<< yours\n/);
    expect(client.text('content.txt')).toMatch(/\n>>>>>>> toltek 0\.2\.0\nwater 🥐\n$/);
    expect(sides(client.text('content.txt'))).toEqual({
      ours: 'raisins 🥐 äöü\n',
      base: '',
      theirs: 'salt 🥐\n',
    });
  });

  situation('test_conflict_on_update_with_unicode_in_content', () => {
    const stages = ['1', '2', '3'].map((stage) => git(client.folder, 'show', `:${stage}:cases/content.txt`));
    expect(stages).toEqual([
      'flour 🥐\nseeds 🥐\nwater 🥐\n',
      'flour 🥐\nseeds 🥐\nraisins 🥐 äöü\nwater 🥐\n',
      'flour 🥐\nseeds 🥐\nsalt 🥐\nwater 🥐\n',
    ]);
  });

  situation('test_conflicted_files_are_marked_unmerged', () => {
    expect(sides(client.text('line.txt'))).toEqual({
      ours: 'first and mine\n',
      base: 'first\n',
      theirs: 'second\n',
    });
    expect(state(client)).toContain('UU cases/line.txt');
    expect(
      git(client.folder, 'ls-files', '--unmerged', '--', 'cases/line.txt').trim().split('\n'),
    ).toHaveLength(3);
    const beside = git(client.folder, 'ls-files', '--others', '--ignored', '--exclude-standard');
    expect(beside.split('\n').filter((name) => name.startsWith('cases/'))).toEqual([]);
  });

  situation('test_update_with_new_file_in_template_and_project', () => {
    const text = client.text('added.yml');
    expect(text).toContain('<<<<<<< yours');
    for (const line of ['  - run: test\n', 'pages:\n', '  - run: deploy\n', '  - run: test --slow\n'])
      expect(text).toContain(line);
    expect(state(client)).toContain('AA cases/added.yml');
  });

  situation('test_update_with_new_file_in_template_and_project_via_migration', () => {
    expect(sides(client.text('ci.yml'))).toMatchObject({
      ours: 'test:\n  - run: test\ndeploy:\n  - run: deploy\n',
      theirs: 'include: cases/ci/main.yml\n',
    });
    expect(client.text('ci/main.yml')).toBe('test:\n  - run: test --slow\n');
  });

  situation('test_update_with_exec_bit_change_and_merge_conflict', () => {
    expect(sides(client.text('both.sh'))).toEqual({ ours: 'mine\n', base: 'first\n', theirs: 'second\n' });
    expect(client.isExecutable('both.sh')).toBe(true);
    const unmerged = git(client.folder, 'ls-files', '--unmerged', '--', 'cases/both.sh').trim().split('\n');
    expect(unmerged.map((line) => line.replace(/ [0-9a-f]+ /, ' ').split('\t')[0])).toEqual([
      '100644 1',
      '100644 2',
      '100755 3',
    ]);
  });

  test('is open for git mergetool: it is given all three sides of each file', () => {
    const tool = 'cat "$LOCAL" "$BASE" "$REMOTE" > "$MERGED"';
    const copy = clientIn(`${client.folder}-mergetool`);
    cpSync(client.folder, copy.folder, { recursive: true, verbatimSymlinks: true });
    for (const hook of hooks) rmSync(path.join(copy.folder, '.git/hooks', hook));
    git(
      copy.folder,
      '-c',
      'merge.tool=cat',
      '-c',
      `mergetool.cat.cmd=${tool}`,
      '-c',
      'mergetool.cat.trustExitCode=true',
      '-c',
      'mergetool.keepBackup=false',
      'mergetool',
      '--no-prompt',
      'cases/line.txt',
    );
    expect(copy.text('line.txt')).toBe('first and mine\nfirst\nsecond\n');
    expect(state(copy)).toContain('M  cases/line.txt');
  });

  test('is settled by resolve once the markers are gone, or taken back whole by abort', () => {
    const copy = clientIn(`${client.folder}-abort`);
    cpSync(client.folder, copy.folder, { recursive: true, verbatimSymlinks: true });
    const aborted = world.toy.v2.runIn(copy.folder, ['abort']);
    expect(`${aborted.status} ${aborted.stderr}`).toMatch(/^0 /);
    expect(state(copy)).toEqual([]);
    for (const name of ['content.txt', 'line.txt', 'added.yml', 'ci.yml', 'both.sh'])
      client.edit({ [name]: 'decided: true\n' });
    const resolved = world.toy.v2.runIn(client.folder, ['resolve']);
    expect(`${resolved.status} ${resolved.stderr}`).toMatch(/^0 /);
    expect(state(client).filter((line) => line.includes('U') || line.startsWith('AA'))).toEqual([]);
    for (const folder of [copy.folder, client.folder])
      expect(world.toy.v2.runIn(folder, ['verify-provenance']).status).toBe(0);
  });
});

expectAll();
