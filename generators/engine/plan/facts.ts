import { assessCompliance } from '#catalog/compliance/obligations.ts';
import { resolveResidency } from '#catalog/compliance/residency.ts';
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
  const residency = resolveResidency(diagnostic.constraints.residency);
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

function discussed(entry: Entry, diagnostic: Diagnostic): UseCase | undefined {
  return diagnostic.useCases.find(({ id }) => id === entry.id);
}

function planUseCase(
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
      id: entry.id,
      name: entry.name[language],
      family: entry.family,
      template: entry.implementedBy.template,
      option: entry.implementedBy.option ?? null,
      kpis: kpisOf(entry, useCase, language),
      aiActClass: aiAct.class,
      dpia: dpia.required,
      obligations: obligations.map(({ text }) => text[language]),
    },
  ];
}

function notDiscussed(entry: Entry): Problem {
  return wrong('NOT_ASSESSED', `The diagnostic does not discuss '${entry.id}' (${entry.name.en}).`, {
    pointer: '/useCases',
    value: entry.id,
    expected: 'a use case of the diagnostic',
    action: 'Ask the client about it and add it to useCases, or choose another with --use-case.',
  });
}

/** The KPIs of the entry, after the one the client measured, which keeps the client's own words. */
function kpisOf(entry: Entry, useCase: UseCase, language: Language): Kpi[] {
  const kpis = entry.kpis.map(({ id, name, unit, direction }): Kpi => ({
    id,
    name: name[language],
    unit,
    direction,
    baseline: null,
    target: null,
  }));
  const { baselineKpi, targetKpi } = useCase;
  if (baselineKpi === undefined) return kpis;
  const target = targetKpi?.mid ?? null;
  const measured: Kpi = {
    id: 'client',
    name: baselineKpi.name,
    unit: baselineKpi.unit,
    direction: target !== null && target < baselineKpi.value ? 'down' : 'up',
    baseline: baselineKpi.value,
    target,
  };
  return [measured, ...kpis];
}

function maturityOf(diagnostic: Diagnostic): Plan['maturity'] {
  const levels = Object.entries(diagnostic.maturity?.axes ?? {}).map(
    ([axis, answer]): [string, number | null] => [axis, answer.value],
  );
  return Object.fromEntries(levels.filter((level): level is [string, number] => level[1] !== null));
}
