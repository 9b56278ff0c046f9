import { expect, test } from '@jest/globals';
import { HELPERS_VERSION, writers } from '#generators/engine/helpers.ts';
import { hostileTexts } from '../fixtures/hostile.ts';

/** What every writer makes of a set of values; a refusal is shown as such. */
function corpus(): Readonly<Record<string, readonly string[]>> {
  const values = [
    ...hostileTexts,
    'plain-text',
    'Été',
    12,
    2.5,
    true,
    null,
    [1, 'a'],
    { a: 1, 'b c': ['d'], e: {} },
  ];
  return Object.fromEntries(
    Object.entries(writers).map(([name, write]) => [name, values.map((value) => written(write, value))]),
  );
}

function written(write: (...args: readonly unknown[]) => unknown, value: unknown): string {
  try {
    return String(write(value, { hash: {} }));
  } catch {
    return '<refused>';
  }
}

// If this fails because a writer writes something else: raise HELPERS_VERSION, then update the snapshot. Clients'
// locks name the version, so that an update can tell a changed helper from a changed template.
test('a version of the helpers always writes the same', () => {
  expect({ version: HELPERS_VERSION, corpus: corpus() }).toMatchSnapshot();
});
