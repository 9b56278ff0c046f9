import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gzipStored, tar } from '#generators/engine/archive.ts';

const file = (path: string, text = 'x', executable = false) => ({
  path,
  bytes: new TextEncoder().encode(text),
  executable,
});

describe('an archive', () => {
  test('does not depend on the order of its files', () => {
    expect(tar([file('b'), file('a')])).toEqual(tar([file('a'), file('b')]));
  });

  test('holds paths of every length that a repository may have', () => {
    const paths = [99, 100, 101, 150].map((length) => 'a/'.repeat(length).slice(0, length - 1) + 'z');
    const long = `${'d'.repeat(49)}/${'e'.repeat(100)}`;
    const listed = spawnSync('tar', ['-tvf', '-'], {
      input: tar([...paths, long].map((path) => file(path))),
      encoding: 'utf8',
    });
    expect(listed.stderr).toBe('');
    for (const path of [...paths, long]) expect(listed.stdout).toContain(path);
  });

  test('keeps the executable bit and no time, owner or group', () => {
    const { stdout } = spawnSync('tar', ['--numeric-owner', '--utc', '-tvf', '-'], {
      input: tar([file('run', 'x', true), file('read')]),
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^-rw-r--r-- 0\/0 +1 1970-01-01 00:00 read$/),
      expect.stringMatching(/^-rwxr-xr-x 0\/0 +1 1970-01-01 00:00 run$/),
    ]);
  });
});

test('gzip without compression reads back as it was', () => {
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc
      .constantFrom(0, 1, 0xfffe, 0xffff, 0x10000, 0x1ffff, 200_000)
      .map((length) => new Uint8Array(length).fill(7)),
  );
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(gunzipSync(gzipStored(bytes)).equals(bytes)).toBe(true);
    }),
  );
});
