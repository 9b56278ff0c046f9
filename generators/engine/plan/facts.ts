import { assessCompliance } from '#catalog/compliance/obligations.ts';
import { assessUnasked } from '#catalog/compliance/unasked.ts';
import { placesOf } from '#catalog/compliance/residency.ts';
import { useCaseVolume } from '#catalog/pricing/volumes.ts';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Diagnostic, Entry, Plan } from '#catalog/schema/generated/types.ts';
import { refuseAny, wrong } from '../problems.ts';
import { planSources } from './sources.ts';

/**
 * What a plan knows of the client and of what was chosen, before any template is looked at. The lock keeps it, so that
 * a later update can plan again without the diagnostic.
 */
export type Facts = Pick<
  Plan,
  | 'asOf'
  | 'client'
  | 'residency'
  | 'sources'
  | 'omittedSources'
  | 'useCases'
  | 'business'
  | 'maturity'
  | 'stacks'
  | 'forgotten'
>;

type UseCase = Diagnostic['useCases'][number];
type Kpi = Plan['useCases'][number]['kpis'][number];
type Language = Plan['client']['language'];

/** The language of what the client is given: French where it asked for that, else English. */
export function languageOf({ meta }: Diagnostic): Language {
  return /^fr\b/i.test(meta.language ?? '') ? 'fr' : 'en';
}

/**
 * Reads the facts out of a diagnostic.
 * @param entries the chosen entries of the catalog, all of them built.
 * @param asOf the day of the advice, YYYY-MM-DD.
 * @throws InputError where the diagnostic cannot be served: its residency, or a use case it does not discuss.
 */
export function factsOf(
  diagnostic: Diagnostic,
  entries: readonly Entry[],
  business: Plan['business'],
  asOf: string,
): Facts {
  const { meta, company } = diagnostic;
  const language = languageOf(diagnostic);
  const residency = placesOf(diagnostic.constraints.residency);
  const unknown = entries.filter((entry) => discussed(entry, diagnostic) === undefined).map(notDiscussed);
  if (!residency.ok) throw new InputError([residency.problem, ...unknown]);
  refuseAny(unknown);
  const { rule, region, multiRegion, allowedLocations } = residency.residency;
  return {
    asOf,
    client: {
      id: meta.clientId,
      snake: meta.clientId.replaceAll('-', '_'),
      name: company.legalName,
      country: company.country,
      sector: company.sector,
      language,
      currency: company.currency ?? 'EUR',
    },
    residency: { rule, region, multiRegion, allowedLocations: [...allowedLocations] },
    ...planSources(diagnostic.dataSources),
    useCases: entries.flatMap((entry) => planUseCase(entry, diagnostic, language, asOf)),
    business,
    maturity: maturityOf(diagnostic),
    stacks: [],
    forgotten: [],
  };
}

/** The use case of a diagnostic that a catalog entry stands for, if the client was asked about it. */
export function discussed(entry: Entry, diagnostic: Diagnostic): UseCase | undefined {
  return diagnostic.useCases.find(({ id }) => id === entry.id);
}

/** A chosen entry with what the client said of it; none where the client was not asked, or nothing is built. */
export function planUseCase(
  entry: Entry,
  diagnostic: Diagnostic,
  language: Language,
  asOf: string,
): Plan['useCases'] {
  const useCase = discussed(entry, diagnostic);
  if (useCase === undefined || entry.implementedBy === undefined) return [];
  const { aiAct, dpia, obligations } = assessCompliance(entry, useCase, diagnostic, asOf);
  return [
    {
      ...identity(entry, entry.implementedBy, language),
      kpis: [...measuredKpi(useCase), ...entryKpis(entry, language)],
      aiActClass: aiAct.class,
      dpia: dpia.required,
      obligations: obligations.map(({ text }) => text[language]),
      ...useCaseVolume(useCase),
    },
  ];
}

/** A chosen entry as far as it is known without asking the client: from the catalog and the facts at hand. */
export function planUnasked(
  entry: Entry,
  { client, residency, sources, asOf }: Pick<Facts, 'client' | 'residency' | 'sources' | 'asOf'>,
): Plan['useCases'] {
  if (entry.implementedBy === undefined) return [];
  const { language, country } = client;
  const known = { country, residency: residency.rule, sources };
  const { aiActClass, dpia, obligations } = assessUnasked(entry, known, asOf);
  return [
    {
      ...identity(entry, entry.implementedBy, language),
      kpis: entryKpis(entry, language),
      aiActClass,
      dpia,
      obligations: obligations.map(({ text }) => text[language]),
      ...useCaseVolume({}),
    },
  ];
}

function identity(
  { id, name, family }: Entry,
  { template, option }: NonNullable<Entry['implementedBy']>,
  language: Language,
): Pick<Plan['useCases'][number], 'id' | 'name' | 'family' | 'template' | 'option'> {
  return { id, name: name[language], family, template, option: option ?? null };
}

/** What is said of an entry that a diagnostic leaves out. */
export function notDiscussed(entry: Entry): Problem {
  return wrong('NOT_ASSESSED', `The diagnostic does not discuss '${entry.id}' (${entry.name.en}).`, {
    pointer: '/useCases',
    value: entry.id,
    expected: 'a use case of the diagnostic',
    action: 'Ask the client about it and add it to useCases, or choose another with --use-case.',
  });
}

function entryKpis(entry: Entry, language: Language): Kpi[] {
  return entry.kpis.map(({ id, name, unit, direction }) => ({
    id,
    name: name[language],
    unit,
    direction,
    baseline: null,
    target: null,
  }));
}

/** The KPI that the client measured, in the client's own words. */
function measuredKpi({ baselineKpi, targetKpi }: UseCase): Kpi[] {
  if (baselineKpi === undefined) return [];
  const target = targetKpi?.mid ?? null;
  return [
    {
      id: 'client',
      name: baselineKpi.name,
      unit: baselineKpi.unit,
      direction: target !== null && target < baselineKpi.value ? 'down' : 'up',
      baseline: baselineKpi.value,
      target,
    },
  ];
}

function maturityOf(diagnostic: Diagnostic): Plan['maturity'] {
  const levels = Object.entries(diagnostic.maturity?.axes ?? {}).map(
    ([axis, answer]): [string, number | null] => [axis, answer.value],
  );
  return Object.fromEntries(levels.filter((level): level is [string, number] => level[1] !== null));
}
