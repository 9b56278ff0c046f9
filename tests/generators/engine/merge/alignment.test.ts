import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { mergeRegions } from '#generators/engine/merge/alignment.ts';

const lines = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/));

/** The merge as `git merge-file --diff3` writes it. */
function merged(base: string, ours: string, theirs: string): string {
  return mergeRegions(lines(ours), lines(base), lines(theirs))
    .map((region) => {
      if ('settled' in region) return region.settled.join('');
      const sides = [region.ours.join(''), region.base.join(''), region.theirs.join('')] as const;
      if (sides[0] === sides[2]) return sides[0];
      return `<<<<<<< o\n${sides[0]}||||||| b\n${sides[1]}=======\n${sides[2]}>>>>>>> t\n`;
    })
    .join('');
}

/** Texts of lines that look alike, as code and prose have them, and edits of them; the same in every run. */
function* examples(count: number): Generator<{ base: string; ours: string; theirs: string }> {
  let seed = 20_261_121;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((seed / 0x7fffffff) * below);
  };
  const words = [
    ...Array.from({ length: 40 }, (_, index) => `line ${index}\n`),
    ...Array.from({ length: 14 }, () => '\n'),
    ...Array.from({ length: 6 }, () => '}\n'),
  ];
  const word = (): string => words[random(words.length)] ?? '';
  const edited = (text: readonly string[]): string => {
    const result = [...text];
    for (let edit = 0; edit <= random(2); edit += 1) {
      const at = random(result.length);
      if (random(2) === 0) result.splice(at, 0, ...Array.from({ length: 1 + random(3) }, word));
      else result.splice(at, 1 + random(2), ...(random(2) === 0 ? [] : [`edit ${random(9)}\n`]));
    }
    return result.join('');
  };
  for (let index = 0; index < count; index += 1) {
    const base = Array.from({ length: 6 + random(24) }, word);
    yield { base: base.join(''), ours: edited(base), theirs: edited(base) };
  }
}

describe('three-way regions', () => {
  test('do not touch where a split line is followed by a blank one', () => {
    expect(
      merged(
        'Hello.\n\nA and B.\n\nBye.\n',
        'Hello.\n\nA and B.\n\nSee you.\n',
        'Hello.\n\nA.\n\nB.\n\nBye.\n',
      ),
    ).toBe('Hello.\n\nA.\n\nB.\n\nSee you.\n');
  });

  test('hold every line of both sides where both changed', () => {
    expect(merged('a\n', 'b\n', 'c\n')).toBe('<<<<<<< o\nb\n||||||| b\na\n=======\nc\n>>>>>>> t\n');
  });

  test('are those of git merge-file among lines that look alike', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'toltek-alignment-'));
    try {
      for (const { base, ours, theirs } of examples(50)) {
        const names = Object.entries({ o: ours, b: base, t: theirs }).map(([name, text]) => {
          writeFileSync(path.join(folder, name), text);
          return name;
        });
        const { stdout } = spawnSync(
          'git',
          ['merge-file', '-p', '--diff3', '-L', 'o', '-L', 'b', '-L', 't', ...names],
          {
            cwd: folder,
            encoding: 'utf8',
          },
        );
        expect({ base, ours, theirs, merged: merged(base, ours, theirs) }).toEqual({
          base,
          ours,
          theirs,
          merged: stdout,
        });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
