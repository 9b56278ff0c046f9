import { describe, expect, test } from '@jest/globals';
import { LINES, merge, mergeOne, mine, next, noteOf, shown } from './sides.ts';

describe('a file the person did not touch', () => {
  test('becomes the new version', () => {
    expect(mergeOne({ base: { a: LINES }, ours: { a: LINES }, theirs: { a: next } })).toEqual({
      path: 'a',
      status: 'updated',
      writes: { a: next },
    });
  });

  test('is left alone where the templates did not change it', () => {
    expect(mergeOne({ base: { a: LINES }, ours: { a: LINES }, theirs: { a: LINES } }).status).toBe(
      'unchanged',
    );
  });

  test('goes away with the templates', () => {
    expect(mergeOne({ base: { a: LINES }, ours: { a: LINES } })).toEqual({
      path: 'a',
      status: 'deleted',
      writes: { a: null },
    });
  });

  test('comes into being', () => {
    expect(mergeOne({ theirs: { a: { content: LINES, executable: true } } })).toEqual({
      path: 'a',
      status: 'created',
      writes: { a: `+x ${LINES}` },
    });
  });

  test('counts as untouched where only its line ends are those of another system, and keeps them', () => {
    const crlf = LINES.replaceAll('\n', '\r\n');
    const ours = { a: crlf };
    expect(mergeOne({ base: { a: LINES }, ours, theirs: { a: LINES } }).status).toBe('unchanged');
    expect(mergeOne({ base: { a: LINES }, ours, theirs: { a: next } })).toEqual({
      path: 'a',
      status: 'updated',
      writes: { a: next.replaceAll('\n', '\r\n') },
    });
    expect(mergeOne({ base: { a: LINES }, ours }).status).toBe('deleted');
    const once = { content: LINES, class: 'once' } as const;
    expect(mergeOne({ base: { a: once }, ours }).status).toBe('deleted');
  });
});

describe('a file the person edited', () => {
  test('has the changes of both sides', () => {
    expect(mergeOne({ base: { a: LINES }, ours: { a: mine }, theirs: { a: next } })).toEqual({
      path: 'a',
      status: 'merged',
      writes: { a: 'NEXT\ntwo\nthree\nfour\nMINE\n' },
    });
  });

  test('stays where the templates did not change it, and says so', () => {
    const sides = { base: { a: LINES }, ours: { a: mine }, theirs: { a: LINES } };
    expect(mergeOne(sides)).toEqual({ path: 'a', status: 'kept', writes: {} });
    expect(noteOf(sides)).toMatch(/yours stays/);
  });

  test('is unchanged where the person had made the same change already', () => {
    expect(mergeOne({ base: { a: LINES }, ours: { a: next }, theirs: { a: next } }).status).toBe('unchanged');
  });

  test('shows both sides and the base where both changed one place', () => {
    const outcome = merge({
      base: { a: LINES },
      ours: { a: LINES.replace('three', 'mine') },
      theirs: { a: LINES.replace('three', 'theirs') },
    })[0];
    expect(outcome && shown(outcome)).toEqual({
      path: 'a',
      status: 'conflict',
      conflict: 'content',
      writes: {
        a: 'one\ntwo\n<<<<<<< yours\nmine\n||||||| toltek 0.1.0\nthree\n=======\ntheirs\n>>>>>>> toltek 0.2.0\nfour\nfive\n',
      },
    });
    const { base, ours, theirs } = outcome?.conflict ?? {};
    const texts = [base, ours, theirs].map((side) => side && new TextDecoder().decode(side.bytes));
    expect(texts).toEqual([LINES, LINES.replace('three', 'mine'), LINES.replace('three', 'theirs')]);
  });

  test('stays when the templates remove it, as a conflict that leaves it where it is', () => {
    expect(mergeOne({ base: { a: LINES }, ours: { a: mine } })).toEqual({
      path: 'a',
      status: 'conflict',
      conflict: 'edited-and-removed',
      writes: {},
    });
  });

  test('stays deleted when the person deleted it, also where the templates changed it', () => {
    const sides = { base: { a: LINES }, theirs: { a: next } };
    expect(mergeOne(sides)).toEqual({ path: 'a', status: 'kept', writes: {} });
    expect(noteOf(sides)).toMatch(/stays deleted/);
    expect(mergeOne({ base: { a: LINES } }).status).toBe('unchanged');
  });
});

describe('a file that both sides added', () => {
  test('is left alone where it is the same', () => {
    expect(mergeOne({ ours: { a: LINES }, theirs: { a: LINES } }).status).toBe('unchanged');
  });

  test('shows both where they differ, and once what they have in common', () => {
    expect(mergeOne({ ours: { a: 'same\nmine\n' }, theirs: { a: 'same\ntheirs\n' } })).toEqual({
      path: 'a',
      status: 'conflict',
      conflict: 'added-by-both',
      writes: { a: 'same\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> toltek 0.2.0\n' },
    });
  });

  test('is that of the side that has anything in it', () => {
    expect(mergeOne({ ours: { a: 'mine\n' }, theirs: { a: '' } }).status).toBe('kept');
    expect(mergeOne({ ours: { a: '' }, theirs: { a: 'theirs\n' } }).writes).toEqual({ a: 'theirs\n' });
  });

  test('stays as the person has it where only the line ends differ', () => {
    expect(mergeOne({ ours: { a: 'same\r\n' }, theirs: { a: 'same\n' } }).status).toBe('kept');
  });
});

describe('the class of a file', () => {
  const of = (fileClass: 'managed' | 'once' | 'secret' | 'merged') => (content: string) =>
    ({ content, class: fileClass }) as const;

  test('managed: an edit and a change are a conflict even where they merge, with both in the file', () => {
    const managed = of('managed');
    expect(
      mergeOne({ base: { a: managed(LINES) }, ours: { a: mine }, theirs: { a: managed(next) } }),
    ).toEqual({
      path: 'a',
      status: 'conflict',
      conflict: 'managed',
      writes: { a: 'NEXT\ntwo\nthree\nfour\nMINE\n' },
    });
    expect(
      mergeOne({ base: { a: managed(LINES) }, ours: { a: mine }, theirs: { a: managed(LINES) } }).status,
    ).toBe('kept');
  });

  test('once: the person’s from then on, updated and removed only while untouched', () => {
    const once = of('once');
    const base = { a: once(LINES) };
    expect(mergeOne({ base, ours: { a: LINES }, theirs: { a: once(next) } }).writes).toEqual({ a: next });
    expect(mergeOne({ base, ours: { a: LINES } }).status).toBe('deleted');
    expect(mergeOne({ base, ours: { a: mine }, theirs: { a: once(next) } })).toEqual({
      path: 'a',
      status: 'kept',
      writes: {},
    });
    expect(noteOf({ base, ours: { a: mine } })).toMatch(/no longer have it/);
    expect(mergeOne({ base, theirs: { a: once(next) } }).status).toBe('kept');
  });

  test('secret: never touched once it is there', () => {
    const secret = of('secret');
    const base = { a: secret(LINES) };
    for (const ours of [LINES, mine]) {
      expect(mergeOne({ base, ours: { a: ours }, theirs: { a: secret(next) } }).status).toBe('kept');
      expect(mergeOne({ base, ours: { a: ours } }).status).toBe('kept');
    }
    expect(mergeOne({ base, theirs: { a: secret(next) } }).status).toBe('kept');
    expect(mergeOne({ ours: { a: mine }, theirs: { a: secret(next) } }).status).toBe('kept');
    expect(mergeOne({ theirs: { a: secret(next) } }).status).toBe('created');
  });

  test('that of the new version counts where it changed', () => {
    const sides = { base: { a: LINES }, ours: { a: mine } };
    expect(mergeOne({ ...sides, theirs: { a: of('managed')(next) } }).conflict).toBe('managed');
    expect(mergeOne({ ...sides, theirs: { a: of('once')(next) } }).status).toBe('kept');
    expect(mergeOne({ ...sides, theirs: { a: of('secret')(next) } }).status).toBe('kept');
  });

  test('once, then merged: with nothing kept to merge from, an edited file is compared with the new one', () => {
    const base = { a: of('once')(LINES) };
    expect(mergeOne({ base, ours: { a: LINES }, theirs: { a: next } }).writes).toEqual({ a: next });
    expect(mergeOne({ base, ours: { a: mine }, theirs: { a: LINES } }).status).toBe('kept');
    expect(mergeOne({ base, ours: { a: mine }, theirs: { a: next } }).conflict).toBe('added-by-both');
  });
});
