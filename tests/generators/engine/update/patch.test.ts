import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { patchOf } from '#generators/engine/update/patch.ts';
import type { FileChange } from '#generators/engine/update/patch.ts';
import type { FileContent } from '#generators/engine/update/types.ts';

const file = (text: string, executable = false): FileContent => ({
  bytes: new TextEncoder().encode(text),
  executable,
});

/** A patch that must exist. */
function shown(change: FileChange): string {
  const patch = patchOf(change);
  if (patch === undefined) throw new Error('no patch');
  return patch.text;
}

describe('a patch', () => {
  test('shows changed lines with three lines around them', () => {
    const before = file('1\n2\n3\n4\n5\n6\n7\n8\n');
    const after = file('1\n2\n3\n4\nfive\n6\n7\n8\n');
    expect(shown({ path: 'a.txt', before, after })).toBe(
      'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
    );
    expect(patchOf({ path: 'a.txt', before, after })).toMatchObject({ added: 1, removed: 1, binary: false });
  });

  test('is nothing where nothing changed', () => {
    expect(patchOf({ path: 'a', before: file('x'), after: file('x') })).toBeUndefined();
  });

  test('shows an executable bit, a move, a deletion and a new file', () => {
    const text = file('x\n');
    expect(shown({ path: 'a', before: text, after: file('x\n', true) })).toBe(
      'diff --git a/a b/a\nold mode 100644\nnew mode 100755\n',
    );
    expect(shown({ path: 'b', from: 'a', before: text, after: text })).toBe(
      'diff --git a/a b/b\nrename from a\nrename to b\n',
    );
    expect(shown({ path: 'a', before: text })).toContain(
      'deleted file mode 100644\n--- a/a\n+++ /dev/null\n',
    );
    expect(shown({ path: 'a', after: file('x\n', true) })).toContain('new file mode 100755\n');
  });

  test('names bytes that are no text', () => {
    const bytes = { bytes: Uint8Array.of(1, 0, 2), executable: false };
    expect(shown({ path: 'a.png', before: file('x'), after: bytes })).toBe(
      'diff --git a/a.png b/a.png\nBinary files a/a.png and b/a.png differ\n',
    );
  });

  test('stays quick where two long files have nothing in common', () => {
    const lines = (word: string): FileContent =>
      file(Array.from({ length: 20_000 }, (_, at) => `${word} ${at}\n`).join(''));
    expect(patchOf({ path: 'a', before: lines('old'), after: lines('new') })).toMatchObject({
      added: 20_000,
      removed: 20_000,
    });
  });
});

describe('patches that git takes back', () => {
  const line = fc.constantFrom('a', 'b', 'c', '', 'é', '\\ No newline', '-- x', '++ y', 'd\r');
  const content = fc
    .record({ lines: fc.array(line, { maxLength: 12 }), ended: fc.boolean(), executable: fc.boolean() })
    .map(({ lines, ended, executable }) => file(lines.join('\n') + (ended ? '\n' : ''), executable));
  const side = fc.option(content, { nil: undefined, freq: 5 });
  const changes = fc.array(fc.tuple(side, side, fc.boolean()), { minLength: 150, maxLength: 150 });

  test('apply -R gives the first tree for any two trees', () => {
    fc.assert(
      fc.property(changes, (pairs) => {
        const tree = pairs.flatMap(([before, after, moved], at): FileChange[] => {
          if (before === undefined && after === undefined) return [];
          const name = `folder ${at % 7}/é${at}.txt`;
          const from = moved && before && after ? { from: `moved/${at}.txt` } : {};
          return [{ path: name, ...from, ...(before && { before }), ...(after && { after }) }];
        });
        expectUndone(tree);
      }),
      { numRuns: 4, seed: 7 },
    );
  });
});

/** Writes the trees' second side, applies all patches backwards with git, and compares with the first side. */
function expectUndone(tree: readonly FileChange[]): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-patch-'));
  try {
    for (const { path: name, after } of tree) if (after !== undefined) write(folder, name, after);
    const patch = tree.map((change) => patchOf(change)?.text ?? '').join('');
    const { status, stderr } = spawnSync('git', ['apply', '-R', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: patch,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const expected = tree.flatMap(({ path: name, from, before }) =>
      before === undefined ? [] : [[from ?? name, show(before)]],
    );
    expect(Object.fromEntries(read(folder))).toEqual(Object.fromEntries(expected));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder: string, name: string, { bytes, executable }: FileContent): void {
  mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
  writeFileSync(path.join(folder, name), bytes, { mode: executable ? 0o755 : 0o644 });
}

function read(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => {
      const executable = (statSync(path.join(folder, name)).mode & 0o100) !== 0;
      return [name, show({ bytes: readFileSync(path.join(folder, name)), executable })];
    });
}

const show = ({ bytes, executable }: FileContent): string =>
  `${executable ? 'x' : '-'} ${new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)}`;
