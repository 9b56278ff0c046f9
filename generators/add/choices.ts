import { isBuilt } from '#catalog/catalog.ts';
import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Diagnostic, Lock } from '#catalog/schema/generated/types.ts';

/** Something that can be added. */
export interface Addition {
  /** As a person chooses it. */
  readonly name: string;
  /** The operand of `toltek add`. */
  readonly value: string;
}

/**
 * What a repository does not have yet: use cases that are built, stacks, and data sources of a diagnostic.
 * @param diagnostic default: it is not at hand, and no data source is offered.
 */
export function additions(
  { facts, selection }: Pick<Lock, 'facts' | 'selection'>,
  { entries, templates }: Pick<CatalogIndex, 'entries' | 'templates'>,
  diagnostic?: Diagnostic,
): readonly Addition[] {
  const { language } = facts.client;
  const useCases = entries
    .filter((entry) => entry.kind === 'use-case' && isBuilt(entry))
    .filter(({ id }) => facts.useCases.every((useCase) => useCase.id !== id))
    .map(({ id, name }) => ({ name: `${id}: ${name[language]}`, value: id }));
  const stacks = templates
    .map(({ manifest }) => manifest)
    .filter(({ id, kind }) => kind === 'stack' && selection.every(({ template }) => template !== id))
    .map(({ id, name }) => ({ name: `${id}: ${name}`, value: id }));
  const sources = (diagnostic?.dataSources ?? [])
    .filter(({ id }) => facts.sources.every((source) => source.id !== id))
    .map(({ id, name }) => ({ name: `${id}: ${name}`, value: id }));
  return [...useCases, ...stacks, ...sources];
}
