import { describe, expect, test } from '@jest/globals';
import { checkTypeScript } from '#generators/cli/adapters/typescript-check.ts';
import { inputOf, merge, mergeOne, noteOf, shown } from './sides.ts';

const LINES = 'one\ntwo\nthree\nfour\nfive\n';
const mine = LINES.replace('five', 'MINE');
const next = LINES.replace('one', 'NEXT');

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

describe('the executable bit', () => {
  const plain = { content: LINES };
  const executable = { content: LINES, executable: true };

  test.each([
    [
      'of the templates comes to a file that is not edited',
      plain,
      plain,
      executable,
      'updated',
      `+x ${LINES}`,
    ],
    [
      'of the templates comes to a file that is edited',
      plain,
      { content: mine },
      executable,
      'merged',
      `+x ${mine}`,
    ],
    [
      'that a person set stays when the content is updated',
      plain,
      executable,
      { content: next },
      'merged',
      `+x ${next}`,
    ],
  ])('%s', (_, base, ours, theirs, status, written) => {
    expect(mergeOne({ base: { a: base }, ours: { a: ours }, theirs: { a: theirs } })).toEqual({
      path: 'a',
      status,
      writes: { a: written },
    });
  });

  test('that a person set is a reason not to delete the file', () => {
    expect(mergeOne({ base: { a: plain }, ours: { a: executable } }).conflict).toBe('edited-and-removed');
  });

  test('is the person’s where both sides have the same new file', () => {
    const sides = { ours: { a: executable }, theirs: { a: plain } };
    expect(mergeOne(sides).status).toBe('kept');
    expect(noteOf(sides)).toMatch(/executable/);
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

describe('bytes that are no text', () => {
  const [old, ours, theirs] = [1, 2, 3].map((byte) => Uint8Array.of(0, byte));
  const sides = { base: { a: old ?? '' }, ours: { a: ours ?? '' }, theirs: { a: theirs ?? '' } };

  test('stay as the person has them, with the templates’ beside', () => {
    expect(mergeOne(sides)).toEqual({
      path: 'a',
      status: 'conflict',
      conflict: 'binary',
      writes: { 'a.toltek-new': '\0\u0003' },
    });
  });

  test('are never written over a file that lies beside already', () => {
    const [outcome] = merge({ ...sides, ours: { ...sides.ours, 'a.toltek-new': 'mine' } });
    expect(outcome?.writes.size).toBe(0);
    expect(outcome?.conflict?.message).toContain('git show :3:a');
  });

  test('are known by an invalid UTF-8 sequence, too', () => {
    expect(mergeOne({ ...sides, ours: { a: Uint8Array.of(0xc3, 0x28) } }).conflict).toBe('binary');
  });

  test('are updated and deleted like any file where the person did not touch them', () => {
    expect(mergeOne({ ...sides, ours: sides.base }).status).toBe('updated');
    expect(mergeOne({ base: sides.base, ours: sides.base }).status).toBe('deleted');
  });
});

describe('how a text is stored', () => {
  test.each([
    [
      'line ends that the person changed',
      mine.replaceAll('\n', '\r\n'),
      'NEXT\r\ntwo\r\nthree\r\nfour\r\nMINE\r\n',
    ],
    ['a byte order mark that the person added', `\ufeff${mine}`, '\ufeffNEXT\ntwo\nthree\nfour\nMINE\n'],
    ['a missing line end at the end', mine.trimEnd(), 'NEXT\ntwo\nthree\nfour\nMINE'],
    [
      'one line with another line end',
      mine.replace('MINE\n', 'MINE\r\n'),
      'NEXT\ntwo\nthree\nfour\nMINE\r\n',
    ],
  ])('stays with a merge: %s', (_, ours, merged) => {
    expect(mergeOne({ base: { a: LINES }, ours: { a: ours }, theirs: { a: next } })).toEqual({
      path: 'a',
      status: 'merged',
      writes: { a: merged },
    });
  });

  test('follows the templates where the person did not change it', () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    expect(mergeOne({ base: { a: LINES }, ours: { a: mine }, theirs: { a: crlf(next) } }).writes).toEqual({
      a: crlf('NEXT\ntwo\nthree\nfour\nMINE\n'),
    });
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

describe('a merge that no longer parses', () => {
  test('is a conflict that shows both sides, in JSON, YAML and TOML', () => {
    const outcome = mergeOne({
      base: { 'a.json': '{\n  "a": 1\n}\n' },
      ours: { 'a.json': '{\n  "b": 2,\n  "a": 1\n}\n' },
      theirs: { 'a.json': '{\n  "a": 1\n}\n' },
    });
    expect(outcome.status).toBe('kept');
    const yaml = mergeOne({
      base: { 'a.yml': 'a: 1\nx: 1\ny: 2\nz: 3\n' },
      ours: { 'a.yml': 'mine: 1\na: 1\nx: 1\ny: 2\nz: 3\n' },
      theirs: { 'a.yml': 'a: 1\nx: 1\ny: 2\nz: 3\nmine: 2\n' },
    });
    expect(yaml.conflict).toBe('content');
    expect(yaml.writes['a.yml']).toMatch(/^<<<<<<< yours\nmine: 1\n/);
  });

  test('is none where the person’s file did not parse before', () => {
    const broken = `: :\n- ${LINES}`;
    const outcome = mergeOne({
      base: { 'a.yml': LINES },
      ours: { 'a.yml': broken },
      theirs: { 'a.yml': LINES.replace('five', 'NEXT') },
    });
    expect(outcome.status).toBe('merged');
  });

  test('is found in TypeScript by its compiler', async () => {
    const base = 'if (x) {\n  a();\n}\n\nb();\n\nc();\n';
    const sides = {
      base: { 'broken.ts': base, 'sound.ts': base },
      ours: {
        'broken.ts': 'if (x) {\n  a();\n\nb();\n}\n\nc();\n',
        'sound.ts': base.replace('c();', 'mine();'),
      },
      theirs: {
        'broken.ts': '  a();\n\nb();\n\nc();\n',
        'sound.ts': base.replace('if (x)', 'if (y)'),
      },
    };
    const outcomes = merge(sides);
    expect(outcomes.map(({ status }) => status)).toEqual(['merged', 'merged']);
    const [broken, sound] = (await checkTypeScript(outcomes, inputOf(sides))).map(shown);
    expect(broken?.conflict).toBe('content');
    expect(broken?.writes['broken.ts']).toMatch(/^<<<<<<< yours\nif \(x\) \{\n/);
    expect(sound?.status).toBe('merged');
  });
});
