import type { Problem } from '#catalog/problem.ts';
import { closest } from '#catalog/text/closest.ts';
import { refusal, refuseAny, wrong } from '../problems.ts';
import { withUseCases } from './add-facts.ts';
import type { FactsSource, NewFacts } from './add-facts.ts';
import type { Facts } from './facts.ts';

/**
 * The facts without one use case, stack or data source.
 * @throws InputError for what the repository does not have, or something else of it needs.
 */
export function withRemoval(id: string, source: FactsSource): NewFacts {
  const { facts, selection } = source.lock;
  if (facts.useCases.some((useCase) => useCase.id === id)) return withoutUseCase(id, source);
  if (facts.stacks.includes(id))
    return { facts: { ...facts, stacks: facts.stacks.filter((stack) => stack !== id) }, name: id, notes: [] };
  if (facts.sources.some((dataSource) => dataSource.id === id)) return withoutSource(id, facts);
  if (selection.some(({ template }) => template === id)) throw refusal(stillNeeded(id, source));
  throw unknownRemoval(id, facts);
}

function withoutUseCase(id: string, { lock, entries, selection }: FactsSource): NewFacts {
  const { facts } = lock;
  const left = facts.useCases.filter((useCase) => useCase.id !== id);
  const needing = entries.filter(
    (entry) => entry.requires.dependsOn.includes(id) && left.some((useCase) => useCase.id === entry.id),
  );
  refuseAny(needing.map((entry) => neededBy(id, entry.id)));
  return {
    facts: withUseCases(facts, left, selection),
    name: id,
    notes:
      left.length > 0
        ? []
        : [
            'It was the last use case: what is left is the base, the stacks asked for by name, and the data sources.',
          ],
  };
}

function neededBy(id: string, other: string): Problem {
  return wrong('NEEDED', `'${other}' of this repository needs '${id}'.`, {
    value: id,
    expected: 'something that nothing else needs',
    action: `Remove that first: toltek remove ${other}`,
  });
}

function withoutSource(id: string, facts: Facts): NewFacts {
  const left = facts.sources.filter((source) => source.id !== id);
  return {
    facts: { ...facts, sources: left },
    name: id,
    notes: left.length > 0 ? [] : ['It was the last data source: nothing is loaded any more.'],
  };
}

/** A template that nobody asked for by name is there because something needs it. */
function stillNeeded(id: string, { lock, templates }: FactsSource): Problem {
  const provides = templates.find((template) => template.id === id)?.provides ?? [];
  const present = templates.filter((template) =>
    lock.selection.some((chosen) => chosen.template === template.id),
  );
  const needing = present
    .filter(({ requires }) => (requires ?? []).some((capability) => provides.includes(capability)))
    .map((template) => template.id);
  const useCases = lock.facts.useCases
    .filter(({ template }) => template === id)
    .map((useCase) => `toltek remove ${useCase.id}`);
  if (useCases.length > 0)
    return wrong('NEEDED', `${id} is written for use cases of this repository.`, {
      value: id,
      expected: 'a use case, a stack asked for by name, or a data source',
      action: `Remove those: ${useCases.join(', ')}`,
    });
  return wrong(
    'NEEDED',
    needing.length === 0 ? `Every repository has ${id}.` : `${id} is needed by ${needing.join(', ')}.`,
    {
      value: id,
      expected: 'something that nothing else needs',
      action:
        needing.length === 0
          ? 'Leave it.'
          : 'It goes by itself when the last use case that needs it is removed.',
    },
  );
}

function unknownRemoval(id: string, { useCases, stacks, sources }: Facts): Error {
  const ids = [...useCases.map((useCase) => useCase.id), ...stacks, ...sources.map((source) => source.id)];
  const near = closest(id, ids);
  return refusal(
    wrong('UNKNOWN_REMOVAL', `The repository has no use case, stack or data source '${id}'.`, {
      value: id,
      expected: ids.length === 0 ? 'nothing: there is nothing left to remove' : `one of: ${ids.join(', ')}`,
      action: near === undefined ? 'See toltek status.' : `Did you mean '${near}'?`,
    }),
  );
}
