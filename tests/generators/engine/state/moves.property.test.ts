import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Template } from '#catalog/schema/generated/types.ts';
import { movedFrom, movedTo, movesOf } from '#generators/engine/state/moves.ts';
import { toyPlan, toyTemplate } from '../../fixtures/toy.ts';

/** The addresses one resource stands at, version by version; it may come back to an earlier one. */
const addresses = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 7 });
const resources = fc.array(addresses, { minLength: 1, maxLength: 4 });

const lake = toyTemplate('stacks/toy-lake');

/** A template with the moves that these histories need, one version after another. */
function declaring(histories: readonly (readonly string[])[]): Template {
  const versions = Math.max(...histories.map(({ length }) => length));
  const moved = Object.fromEntries(
    Array.from({ length: versions - 1 }, (_, index) => [
      `0.${index + 1}.0`,
      Object.fromEntries(
        histories.flatMap((history) => {
          const [from, to] = [history[index], history[index + 1]];
          return from === undefined || to === undefined || from === to ? [] : [[from, to]];
        }),
      ),
    ]),
  );
  const stateful = histories.map((history) => ({ address: history.at(-1) ?? '' }));
  return { ...lake, stateful, moved };
}

test('a state of any age finds its resource, and no engine has to choose between two ways', () => {
  const plan = toyPlan();
  fc.assert(
    fc.property(resources, (drawn) => {
      const histories = drawn.map((steps, resource) =>
        steps.map((step) => `bucket.r${resource}_${String(step)}`),
      );
      const moved = movesOf(plan, [declaring(histories)]);
      for (const history of histories) {
        const today = history.at(-1) ?? '';
        for (const address of history) expect(movedTo(address, moved)).toBe(today);
        expect(new Set([today, ...movedFrom(today, moved)])).toEqual(new Set(history));
      }
      for (const end of ['from', 'to'] as const)
        expect(new Set(moved.map((move) => move[end])).size).toBe(moved.length);
    }),
    { numRuns: 300 },
  );
});
