import type { CatalogIndex } from '#catalog/catalog.ts';
import { isBuilt } from '#catalog/catalog.ts';
import type { CostInput, PlannedUseCase } from '#catalog/pricing/cost-table.ts';
import type { Diagnostic, Entry, Lock, Selection, Template } from '#catalog/schema/generated/types.ts';
import { templatesTogether } from '#catalog/template-parts.ts';
import { closest } from '#catalog/text/closest.ts';
import type { Language } from '#catalog/text/number.ts';
import { discussed, factsOf, languageOf, planUnasked } from '../engine/plan/facts.ts';
import { resolvePlan } from '../engine/plan/plan.ts';
import { refuseAny, wrong } from '../engine/problems.ts';

/** What a cost table is asked for: everything but the prices. */
export interface Costed extends Omit<CostInput, 'prices' | 'overridden'> {
  /** Name of the client. */
  readonly client: string;
  readonly language: Language;
}

/**
 * What a client repository costs, from its lock.
 * @param file the lock, as errors name it.
 * @throws InputError for templates that the catalog does not have.
 */
export function costedRepository(
  { facts, selection }: Pick<Lock, 'facts' | 'selection'>,
  { templates }: CatalogIndex,
  file: string,
): Costed {
  const manifests = templates.map(({ manifest }) => manifest);
  const ids = manifests.map(({ id }) => id);
  refuseAny(
    selection.flatMap(({ template }, index) =>
      ids.includes(template)
        ? []
        : [
            wrong('TEMPLATE_UNKNOWN', `The catalog has no template '${template}'.`, {
              file,
              pointer: `/selection/${index}/template`,
              value: template,
              expected: `one of: ${ids.join(', ')}`,
              action: 'Use the catalog that the repository was made with: --catalog DIR.',
            }),
          ],
    ),
  );
  return {
    ...ofFacts(facts),
    templates: templatesTogether(
      selection.flatMap(({ template }) => manifests.filter(({ id }) => id === template)),
    ),
  };
}

/**
 * What a diagnostic leads to would cost: the selection's choice, or the use cases asked for. What is planned counts
 * with the catalog's estimate.
 * @param asked ids of `--use-case`; empty for the selection's own choice.
 * @throws InputError for use cases that the catalog does not have, or data that no cloud region may hold.
 */
export function costedDiagnostic(
  diagnostic: Diagnostic,
  selection: Selection,
  catalog: CatalogIndex,
  asked: readonly string[],
): Costed {
  const ids = asked.length > 0 ? [...new Set(asked)] : selection.package.items.map(({ entryId }) => entryId);
  const entries = entriesOf(ids, catalog.entries);
  const built = entries.filter(isBuilt);
  const noBusiness = {
    answer: selection.answer,
    headline: '',
    benefitKEUR: null,
    costKEUR: null,
    runKEURPerYear: null,
    npvKEUR: null,
    paybackMonths: null,
  };
  const asks = (entry: Entry): boolean => discussed(entry, diagnostic) !== undefined;
  const known = factsOf(diagnostic, built.filter(asks), noBusiness, selection.asOf);
  const templates = catalog.templates.map(({ manifest }) => manifest);
  const facts = {
    ...known,
    useCases: [
      ...known.useCases,
      ...built.filter((entry) => !asks(entry)).flatMap((entry) => planUnasked(entry, known)),
    ],
    stacks: asked.length > 0 ? [] : foundationStacks(selection, catalog, templates),
  };
  return {
    ...ofFacts(facts),
    language: languageOf(diagnostic),
    templates: resolvePlan({ facts, templates, diagnostic }).templates.map(({ manifest }) => manifest),
    planned: entries.filter((entry) => !isBuilt(entry)).flatMap(plannedUseCase),
  };
}

function ofFacts({
  client,
  residency,
  sources,
  useCases,
}: Lock['facts']): Pick<Costed, 'client' | 'language' | 'volumes' | 'region' | 'currency'> {
  return {
    client: client.name,
    language: client.language,
    volumes: { sources, useCases },
    region: residency.region,
    currency: client.currency,
  };
}

function entriesOf(ids: readonly string[], entries: readonly Entry[]): readonly Entry[] {
  const known = entries.filter(({ kind }) => kind === 'use-case').map(({ id }) => id);
  refuseAny(
    ids
      .filter((id) => !known.includes(id))
      .map((id) => {
        const near = closest(id, known);
        return wrong('ENTRY_UNKNOWN', `The catalog has no use case '${id}'.`, {
          value: id,
          expected: 'an id that toltek catalog list shows',
          action: near === undefined ? `Try toltek catalog search ${id}.` : `Did you mean '${near}'?`,
        });
      }),
  );
  return ids.flatMap((id) => entries.filter((entry) => entry.id === id));
}

/** Where only foundations are advised, the stacks that give them are what runs. */
function foundationStacks(
  { package: { items, foundations } }: Selection,
  catalog: CatalogIndex,
  templates: readonly Template[],
): string[] {
  if (items.length > 0) return [];
  const wanted = foundations.filter(({ owned }) => !owned).map(({ id }) => id);
  const capabilities = catalog.foundations
    .filter(({ id }) => wanted.includes(id))
    .map(({ providedBy }) => providedBy);
  return templates
    .filter(({ defaultFor = [] }) => defaultFor.some((capability) => capabilities.includes(capability)))
    .map(({ id }) => id);
}

function plannedUseCase({ id, name, cost }: Entry): readonly PlannedUseCase[] {
  return cost === undefined ? [] : [{ id, name, runEURPerMonth: cost.runEURPerMonth }];
}
