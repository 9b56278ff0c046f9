import { describe, expect, test } from '@jest/globals';
import { checkTypeScript } from '#generators/cli/adapters/typescript-check.ts';
import { inputOf, LINES, merge, mergeOne, shown } from './sides.ts';

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
