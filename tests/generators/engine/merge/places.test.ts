import { describe, expect, test } from '@jest/globals';
import { LINES, merge, mergeOne, mine, next, shown } from './sides.ts';

describe('something else in the place of a generated file', () => {
  const link = { kind: 'link', target: '/etc/passwd' } as const;

  test.each([
    ['a link', link],
    ['a folder', { kind: 'folder' } as const],
    ['a device', { kind: 'special' } as const],
  ])('stays, and nothing is written through it: %s', (_, found) => {
    const base = { a: LINES };
    expect(mergeOne({ base, ours: { a: found }, theirs: { a: LINES } }).status).toBe('kept');
    expect(mergeOne({ base, ours: { a: found } }).status).toBe('kept');
    for (const known of [base, {}]) {
      expect(mergeOne({ base: known, ours: { a: found }, theirs: { a: next } })).toEqual({
        path: 'a',
        status: 'conflict',
        conflict: 'link',
        writes: {},
      });
    }
  });

  test('gives way to nothing, but a file the templates had there leaves for a folder', () => {
    const outcomes = merge({
      base: { a: LINES },
      ours: { a: LINES, 'a/b': { kind: 'special' } },
      theirs: { 'a/b': next },
    });
    expect(outcomes.map(shown)).toEqual([
      { path: 'a', status: 'deleted', writes: { a: null } },
      { path: 'a/b', status: 'created', writes: { 'a/b': next } },
    ]);
  });

  test('and it stays where the person edited it', () => {
    const outcomes = merge({
      base: { a: LINES },
      ours: { a: mine, 'a/b': { kind: 'special' } },
      theirs: { 'a/b': next },
    });
    expect(outcomes.map(({ conflict }) => conflict?.kind)).toEqual(['edited-and-removed', 'link']);
  });

  test('a folder becomes a file only when nothing of the person’s is in it', () => {
    const sides = { base: { 'a/b': LINES }, theirs: { a: next } };
    const folder = { kind: 'folder' } as const;
    expect(merge({ ...sides, ours: { a: folder, 'a/b': LINES } }).map(({ status }) => status)).toEqual([
      'created',
      'deleted',
    ]);
    expect(
      merge({ ...sides, ours: { a: folder, 'a/b': LINES, 'a/mine': mine } }).map(({ status }) => status),
    ).toEqual(['conflict', 'deleted']);
  });
});

describe('a file the templates move', () => {
  const renames = [{ from: 'old', to: 'new' }];
  const sides = { base: { old: LINES }, theirs: { new: next }, renames };

  test('takes the person’s edits along', () => {
    expect(mergeOne({ ...sides, ours: { old: mine } })).toEqual({
      path: 'new',
      from: 'old',
      status: 'renamed',
      writes: { old: null, new: 'NEXT\ntwo\nthree\nfour\nMINE\n' },
    });
    expect(mergeOne({ ...sides, ours: { old: LINES } }).writes).toEqual({ old: null, new: next });
  });

  test('shows conflicts at its new place', () => {
    expect(mergeOne({ ...sides, ours: { old: LINES.replace('one', 'mine') } })).toMatchObject({
      path: 'new',
      from: 'old',
      conflict: 'content',
      writes: { old: null, new: expect.stringContaining('<<<<<<< yours\nmine\n') },
    });
  });

  test('stays deleted where the person deleted it', () => {
    expect(mergeOne(sides)).toEqual({ path: 'new', status: 'kept', writes: {} });
  });

  test('is merged where the person had moved it there already', () => {
    expect(mergeOne({ ...sides, ours: { new: mine } })).toEqual({
      path: 'new',
      status: 'merged',
      writes: { new: 'NEXT\ntwo\nthree\nfour\nMINE\n' },
    });
  });

  test('leaves both where the person has another file at the new place', () => {
    expect(mergeOne({ ...sides, ours: { old: mine, new: 'other\n' } })).toEqual({
      path: 'new',
      status: 'conflict',
      conflict: 'added-by-both',
      writes: {},
    });
  });

  test('stays where it is when it is a secret, and a new one comes', () => {
    const secret = (content: string) => ({ content, class: 'secret' }) as const;
    expect(
      mergeOne({ base: { old: secret('') }, ours: { old: mine }, theirs: { new: secret(next) }, renames }),
    ).toEqual({ path: 'new', status: 'created', writes: { new: next } });
  });

  test('through two versions is found in its last place', () => {
    const twice = [...renames, { from: 'new', to: 'newest' }];
    expect(
      mergeOne({ base: { old: LINES }, ours: { old: mine }, theirs: { newest: LINES }, renames: twice }),
    ).toEqual({ path: 'newest', from: 'old', status: 'renamed', writes: { old: null, newest: mine } });
  });

  test('into a folder of its own name takes its edits along', () => {
    expect(
      mergeOne({
        base: { a: LINES },
        ours: { a: mine, 'a/b': { kind: 'special' } },
        theirs: { 'a/b': LINES },
        renames: [{ from: 'a', to: 'a/b' }],
      }),
    ).toEqual({ path: 'a/b', from: 'a', status: 'renamed', writes: { a: null, 'a/b': mine } });
  });

  test('is removed where the new version does not have it at its new place', () => {
    expect(mergeOne({ base: { old: LINES }, ours: { old: LINES }, renames }).status).toBe('deleted');
  });
});
