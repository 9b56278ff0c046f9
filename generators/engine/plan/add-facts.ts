import { isBuilt } from '#catalog/catalog.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Diagnostic, Entry, Lock, Plan, Template } from '#catalog/schema/generated/types.ts';
import { closest } from '#catalog/text/closest.ts';
import { refusal, refuseAny, wrong } from '../problems.ts';
import { businessFor, chosenIds } from './business.ts';
import { planned } from './choose.ts';
import { notDiscussed, planUnasked, planUseCase } from './facts.ts';
import type { Facts } from './facts.ts';
import { planSources } from './sources.ts';

/** What a repository that changes is, and what there is to choose from. */
export interface FactsSource {
  readonly lock: Pick<Lock, 'facts' | 'selection'>;
  readonly entries: readonly Entry[];
  readonly templates: readonly Template[];
  /** The selection, as the client may see it. */
  readonly selection: unknown;
  /** Default: it is not at hand. */
  readonly diagnostic?: Diagnostic;
}

/** What a repository is for after something came in or went. */
export interface NewFacts {
  readonly facts: Facts;
  /** What came or went, as a person calls it. */
  readonly name: string;
  /** What the person should know, in sentences. */
  readonly notes: readonly string[];
}

/**
 * The facts with one more use case (catalog entry), stack (template id) or data source (of the diagnostic). Where it is
 * there already, a diagnostic renews what is known of it.
 * @throws InputError for what is unknown, cannot be generated, or may not be.
 */
export function withAddition(id: string, source: FactsSource): NewFacts {
  const { entries, templates, diagnostic } = source;
  const entry = entries.find((candidate) => candidate.id === id && candidate.kind === 'use-case');
  if (entry !== undefined) return withUseCase(entry, source);
  const template = templates.find((candidate) => candidate.id === id);
  if (template !== undefined) return withStack(template, source);
  if (diagnostic?.dataSources.some((candidate) => candidate.id === id) === true)
    return withSource(id, diagnostic, source.lock.facts);
  throw unknownAddition(id, source);
}

function unknownAddition(id: string, { entries, templates, diagnostic }: FactsSource): Error {
  const ids = [
    ...entries.filter((entry) => entry.kind === 'use-case' && isBuilt(entry)).map((entry) => entry.id),
    ...templates.filter(({ kind }) => kind === 'stack').map((template) => template.id),
    ...(diagnostic?.dataSources ?? []).map((dataSource) => dataSource.id),
  ];
  const near = closest(id, ids);
  const sources = diagnostic === undefined ? ' A data source needs --diagnostic FILE.' : '';
  return refusal(
    wrong('UNKNOWN_ADDITION', `There is no use case, stack or data source '${id}'.`, {
      value: id,
      expected: `one of: ${ids.join(', ')}`,
      action: `${near === undefined ? 'See toltek catalog list --built.' : `Did you mean '${near}'?`}${sources}`,
    }),
  );
}

function withUseCase(entry: Entry, { lock, diagnostic, selection }: FactsSource): NewFacts {
  const { facts } = lock;
  if (!isBuilt(entry)) throw refusal(planned(entry));
  const old = facts.useCases.find(({ id }) => id === entry.id);
  const [useCase] =
    diagnostic === undefined
      ? [old ?? planUnasked(entry, facts)[0]]
      : planUseCase(entry, diagnostic, facts.client.language, facts.asOf);
  if (useCase === undefined) throw refusal(notDiscussed(entry));
  refuseAny([...prohibited(useCase), ...missingDependencies(entry, facts)]);
  const useCases = [...facts.useCases.filter(({ id }) => id !== entry.id), useCase];
  const unmeasured = diagnostic === undefined && old === undefined;
  return {
    facts: withUseCases(facts, old === undefined ? useCases : replaced(facts.useCases, useCase), selection),
    name: entry.id,
    notes: unmeasured
      ? [
          `What the client said of ${entry.id} is not in it: no figure of today, no target, and only the duties that follow from the catalog. To put it in: toltek add ${entry.id} --diagnostic FILE`,
        ]
      : [],
  };
}

function replaced(useCases: Plan['useCases'], renewed: Plan['useCases'][number]): Plan['useCases'] {
  return useCases.map((useCase) => (useCase.id === renewed.id ? renewed : useCase));
}

function prohibited({ id, aiActClass }: Plan['useCases'][number]): readonly Problem[] {
  if (aiActClass !== 'prohibited') return [];
  return [
    wrong('PROHIBITED_USE', `'${id}' would be a prohibited use (AI Act, Art. 5).`, {
      value: id,
      action: 'Leave it out.',
    }),
  ];
}

function missingDependencies(entry: Entry, { useCases }: Facts): readonly Problem[] {
  return entry.requires.dependsOn
    .filter((needed) => !useCases.some(({ id }) => id === needed))
    .map((needed) =>
      wrong('DEPENDENCY', `'${entry.id}' needs '${needed}', which the repository does not have.`, {
        value: entry.id,
        expected: `'${needed}' beside it`,
        action: `Add it first: toltek add ${needed}`,
      }),
    );
}

/** Use cases stand in the order of the selection; what it did not choose comes behind, as it was added. */
export function withUseCases(facts: Facts, useCases: Plan['useCases'], selection: unknown): Facts {
  const chosen = chosenIds(selection);
  const rank = ({ id }: Plan['useCases'][number]): number =>
    chosen.includes(id) ? chosen.indexOf(id) : chosen.length;
  const ordered = [...useCases].sort((a, b) => rank(a) - rank(b));
  return {
    ...facts,
    useCases: ordered,
    business: businessFor(ordered, selection, facts.client.language),
  };
}

function withStack(template: Template, { lock, entries }: FactsSource): NewFacts {
  const { facts, selection } = lock;
  if (template.kind === 'use-case') throw refusal(notAStack(template, entries));
  const present = selection.some((chosen) => chosen.template === template.id);
  return {
    facts: present ? facts : { ...facts, stacks: [...facts.stacks, template.id] },
    name: template.id,
    notes: [],
  };
}

function notAStack(template: Template, entries: readonly Entry[]): Problem {
  const ids = entries
    .filter(({ implementedBy }) => implementedBy?.template === template.id)
    .map(({ id }) => id);
  return wrong('NOT_A_STACK', `${template.id} is written for use cases of the catalog.`, {
    value: template.id,
    expected: ids.length === 0 ? 'a catalog entry' : `one of: ${ids.join(', ')}`,
    action: 'Name the use case.',
  });
}

function withSource(id: string, diagnostic: Diagnostic, facts: Facts): NewFacts {
  const known = planSources(diagnostic.dataSources);
  const omitted = known.omittedSources.find((source) => source.id === id);
  if (omitted !== undefined)
    throw refusal(
      wrong('NO_PIPELINE', `'${id}' (${omitted.name}) cannot get a pipeline. ${omitted.because}`, {
        value: id,
        expected: 'a source that can and may be read',
        action: 'Correct the diagnostic once that has changed.',
      }),
    );
  const renewed = known.sources.filter((source) => source.id === id);
  const order = diagnostic.dataSources.map((source) => source.id);
  const rank = (source: { readonly id: string }): number =>
    order.includes(source.id) ? order.indexOf(source.id) : order.length;
  const sources = [...facts.sources.filter((source) => source.id !== id), ...renewed];
  return {
    facts: {
      ...facts,
      sources: sources.sort((a, b) => rank(a) - rank(b)),
      omittedSources: facts.omittedSources.filter((source) => source.id !== id),
    },
    name: id,
    notes: [],
  };
}
