import { describe, expect, test } from '@jest/globals';
import { LINES, merge, mergeOne, mine, next, noteOf } from './sides.ts';

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
