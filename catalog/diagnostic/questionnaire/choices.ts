import type { Entry } from '../../schema/generated/entry.ts';
import type { Choices } from './question.ts';

/**
 * What a catalog offers to choose from: its use cases, those that can be generated first, then those of a named
 * package, then the rest, each in the order of the catalog.
 */
export function choicesFrom(entries: readonly Entry[]): Choices {
  const rank = ({ implementedBy, packages }: Entry): number => {
    if (implementedBy !== undefined) return 0;
    return packages.some((name) => name !== 'custom') ? 1 : 2;
  };
  const useCases = entries.filter(({ kind }) => kind === 'use-case');
  return {
    useCases: [0, 1, 2].flatMap((wanted) =>
      useCases.filter((entry) => rank(entry) === wanted).map(({ id, name }) => ({ value: id, text: name })),
    ),
  };
}
