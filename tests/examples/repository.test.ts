import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generate, prepare } from '#generators/cli/generation.ts';

const example = path.resolve(import.meta.dirname, '../../examples/p1-online-retailer');
const repository = path.join(example, 'repository');

/** Every file below a folder, by its path with `/`. */
function filesBelow(folder: string): Map<string, { bytes: Buffer; executable: boolean }> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(path.join(folder, name)).isFile()).sort();
  return new Map(
    files.map((name) => [
      name.split(path.sep).join('/'),
      {
        bytes: readFileSync(path.join(folder, name)),
        executable: (statSync(path.join(folder, name)).mode & 0o100) !== 0,
      },
    ]),
  );
}

describe('the committed repository of the online retailer', () => {
  test('is what toltek new writes today (otherwise: npm run examples)', async () => {
    const prepared = await prepare({
      diagnosticFile: path.join(example, 'diagnostic.json'),
      useCases: [],
      onlyBuilt: false,
    });
    const fresh = generate(prepared, {}).files;
    const committed = filesBelow(repository);
    expect([...committed.keys()].sort()).toEqual([...fresh.keys()].sort());
    const different = [...fresh].filter(([name, file]) => {
      const there = committed.get(name);
      return there === undefined || !there.bytes.equals(file.bytes) || there.executable !== file.executable;
    });
    expect(different.map(([name]) => name)).toEqual([]);
  });
});
