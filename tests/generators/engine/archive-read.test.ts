import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ArchiveError, gunzipLimited, readTar } from '#generators/engine/archive-read.ts';
import { gzipStored, tar } from '#generators/engine/archive.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (path: string, text = 'text') => ({ path, bytes: bytes(text), executable: false });

/** Why an archive is not read. */
function refusal(read: () => unknown): string {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof ArchiveError) return error.message;
    throw error;
  }
}

describe('what was archived', () => {
  test('is read as it was, whatever its names and bytes', () => {
    const segment = fc.string({
      unit: fc.constantFrom(...Array.from('abcXYZ019._@+-')),
      minLength: 1,
      maxLength: 60,
    });
    const path = fc
      .array(
        segment.filter((part) => part !== '.' && part !== '..'),
        { minLength: 1, maxLength: 3 },
      )
      .map((parts) => parts.join('/'))
      .filter((text) => text.length <= 150 && !text.startsWith('/'));
    const files = fc.uniqueArray(
      fc.record({ path, bytes: fc.uint8Array({ maxLength: 1100 }), executable: fc.boolean() }),
      { selector: (item) => item.path, maxLength: 8 },
    );
    fc.assert(
      fc.property(files, (archived) => {
        const read = readTar(gunzipLimited(gzipStored(tar(archived))));
        const sorted = [...archived].sort((a, b) => (a.path < b.path ? -1 : 1));
        expect(read.map((item) => ({ ...item, bytes: Uint8Array.from(item.bytes) }))).toEqual(sorted);
      }),
      { numRuns: 50 },
    );
  });

  test('damaged anywhere, is read as other files or refused, never as an error of ours', () => {
    const archive = tar([file('a/b', 'x'.repeat(600)), file('c')]);
    const place = fc.nat({ max: archive.length - 1 });
    fc.assert(
      fc.property(place, fc.nat({ max: 255 }), place, (offset, byte, length) => {
        const damaged = Uint8Array.from(archive);
        damaged[offset] = byte;
        refusal(() => readTar(damaged));
        refusal(() => readTar(archive.subarray(0, length)));
      }),
    );
  });
});

/** Changes a header field and makes the checksum right again, as an attacker would. */
function forged(change: (header: Uint8Array) => void): Uint8Array {
  const archive = tar([file('name')]);
  const header = archive.subarray(0, 512);
  change(header);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(bytes(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return archive;
}

const field =
  (offset: number, text: string) =>
  (header: Uint8Array): void => {
    header.set(bytes(text), offset);
  };

describe('an archive is refused', () => {
  test.each([
    ['a path out of the repository', '../escape'],
    ['a path out of it, deeper', 'a/../../escape'],
    ['an absolute path', '/etc/passwd'],
    ['an empty part', 'a//b'],
    ['a path of Windows', 'a\\..\\b'],
    ['a control character', 'a\u0001'],
  ])('for %s', (_, name) => {
    expect(refusal(() => readTar(forged(field(0, `${name}\0`))))).toMatch(/does not stay within|ASCII/);
  });

  test.each([
    ['a hard link', '1'],
    ['a symbolic link', '2'],
    ['a device', '3'],
    ['a folder', '5'],
    ['an extended header', 'x'],
    ['a long name of GNU', 'L'],
    ['a sparse file', 'S'],
  ])('for %s', (_, type) => {
    expect(refusal(() => readTar(forged(field(156, type))))).toBe("'name' is no regular file");
  });

  test.each([
    ['larger than the archive', '77777777777'],
    ['negative', '-0000000001'],
    ['no number', 'abc'],
    ['hexadecimal', '0x000000010'],
  ])('for a size that is %s', (_, size) => {
    expect(refusal(() => readTar(forged(field(124, `${size}\0`.padEnd(12, '\0')))))).toMatch(
      /larger than the archive|octal digits/,
    );
  });

  test('for a size in base 256, which may be negative or huge', () => {
    for (const first of [0x80, 0xff])
      expect(refusal(() => readTar(forged((header) => header.fill(first, 124, 136))))).toMatch(/ASCII/);
  });

  test('for a file twice, for what follows its end, for an end that is missing', () => {
    const archive = tar([file('a')]);
    const twice = Buffer.concat([archive.subarray(0, 1024), archive]);
    expect(refusal(() => readTar(twice))).toBe('it holds a twice');
    expect(refusal(() => readTar(Buffer.concat([archive, archive])))).toMatch(/follows/);
    expect(refusal(() => readTar(archive.subarray(0, 1024)))).toMatch(/closing blocks/);
    expect(refusal(() => readTar(new Uint8Array()))).toMatch(/closing blocks/);
  });

  test('for a checksum that is wrong, or no ustar header', () => {
    const archive = tar([file('a')]);
    archive[0] = 'b'.charCodeAt(0);
    expect(refusal(() => readTar(archive))).toMatch(/checksum/);
    expect(refusal(() => readTar(forged(field(257, 'other\0'))))).toMatch(/ustar/);
  });
});

describe('a gzip file is refused', () => {
  test('that unpacks to more than the limit, without unpacking it', () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 });
    expect(bomb.length).toBeLessThan(2_000_000);
    const before = process.memoryUsage.rss();
    expect(refusal(() => gunzipLimited(bomb))).toMatch(/unpacks to more than/);
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('that is cut off, damaged, empty, or none', () => {
    const whole = gzipStored(tar([file('a')]));
    const damaged = Uint8Array.from(whole);
    damaged[600] = 1;
    for (const wrong of [whole.subarray(0, 1000), damaged, new Uint8Array(), bytes('PK\u0003\u0004')])
      expect(refusal(() => gunzipLimited(wrong))).toBe('it is no gzip file, or a damaged one');
  });
});
