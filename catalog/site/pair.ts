import type { Diagnostic, Selection } from '../schema/generated/types.ts';
import { packageBlock } from '../selection/advice.ts';
import type { Catalog } from '../selection/assess.ts';
import { goTogether, pair } from '../selection/packages.ts';
import { rank } from '../selection/ranked.ts';
import { euros, number, text } from '../selection/text.ts';
import type { Text } from '../selection/text.ts';
import { explore } from '../selection/world.ts';
import type { World } from '../selection/world.ts';

/** What two use cases are together. */
export interface PairAdvice {
  /** Both, with their foundations and costs; each foundation once. */
  readonly block: Selection['package'];
  /** Euros saved by sharing foundations. */
  readonly sharedEUR: number;
  /** Why it cannot be bought as it is; empty where nothing is known against it. */
  readonly obstacles: readonly Text[];
  /** What each of the two does not pass, of what the diagnostic says; none without one. */
  readonly gates: readonly { readonly name: Text; readonly gates: Selection['ranked'][number]['gates'] }[];
}

/** What a visitor can spend and wait; absent for no limit. */
export interface PairLimits {
  readonly capex?: number;
  readonly run?: number;
  readonly weeks?: number;
}

type UseCase = Diagnostic['useCases'][number];

/**
 * Puts two use cases together with the functions that choose packages.
 * @param diagnostic what is known of the client; without one only money, time and what belongs together count.
 * @returns undefined where one of them cannot be ranked.
 */
export function describePair(
  ids: readonly [string, string],
  catalog: Catalog,
  limits: PairLimits,
  diagnostic?: Diagnostic,
): PairAdvice | undefined {
  const client = limited(asking(diagnostic ?? unknownClient, ids), limits, diagnostic === undefined);
  const world = explore(client, catalog, {}, ({ id }) => ids.includes(id));
  const [first, second] = ids.map((id) => world.candidates.find((candidate) => candidate.id === id));
  if (first === undefined || second === undefined) return undefined;
  const both = pair(first, second);
  const block = packageBlock(world, { answer: 'package', chosen: both, byTolerance: false }, false);
  const known = new Set(diagnostic?.useCases.map(({ id }) => id));
  return {
    block: diagnostic === undefined ? withoutAnswers(block, world) : block,
    sharedEUR: first.alone + second.alone - both.cost,
    obstacles: [...(goTogether(first, second) ? [] : [apart]), ...over(block.costs, client.constraints)],
    gates:
      diagnostic === undefined
        ? []
        : rank(world).map(({ id, name, gates }) => ({
            name,
            gates: known.has(id) ? gates : gates.filter(({ code }) => !aboutAnswers.has(code)),
          })),
  };
}

/** Of what is to be settled, what the entries say by themselves: the rest comes of answers that nobody gave. */
function withoutAnswers(block: PairAdvice['block'], { candidates }: World): PairAdvice['block'] {
  const conditionsOf = (id: string): PairAdvice['block']['items'][number]['conditions'] =>
    candidates.find((candidate) => candidate.id === id)?.entry.requires.conditions ?? [];
  return {
    ...block,
    items: block.items.map((item) => ({ ...item, conditions: conditionsOf(item.entryId) })),
  };
}

/** Gates that rest on what was said about the use case itself: nothing was, where nobody asked. */
const aboutAnswers: ReadonlySet<string> = new Set(['PROHIBITED_USE', 'HIGH_RISK', 'LEGAL_BASIS']);

const apart: Text = {
  en: 'They cannot be bought together: one excludes the other, or needs a third.',
  fr: "Ils ne peuvent pas être achetés ensemble : l'un exclut l'autre, ou dépend d'un troisième.",
};

/** The limits that the two break together. */
function over(
  { totalEUR, runEURPerMonth, weeks }: Selection['package']['costs'],
  { capexEUR, opexEURPerMonth, weeksAvailable }: Diagnostic['constraints'],
): readonly Text[] {
  const { max: capex } = capexEUR;
  const { max: opex } = opexEURPerMonth;
  return [
    ...(typeof capex === 'number' && totalEUR.mid > capex
      ? [
          text((language) =>
            language === 'en'
              ? `Together they cost ${euros(totalEUR.mid, 'en')}; the budget is ${euros(capex, 'en')}.`
              : `Ensemble, ils coûtent ${euros(totalEUR.mid, 'fr')} ; le budget est de ${euros(capex, 'fr')}.`,
          ),
        ]
      : []),
    ...(typeof opex === 'number' && runEURPerMonth.mid > opex
      ? [
          text((language) =>
            language === 'en'
              ? `Together they cost ${euros(runEURPerMonth.mid, 'en')} a month to run; the limit is ${euros(opex, 'en')}.`
              : `Ensemble, ils coûtent ${euros(runEURPerMonth.mid, 'fr')} par mois en exploitation ; la limite est de ${euros(opex, 'fr')}.`,
          ),
        ]
      : []),
    ...(typeof weeksAvailable === 'number' && weeks > weeksAvailable
      ? [
          text((language) =>
            language === 'en'
              ? `Together they take ${number(weeks, 'en')} weeks; ${number(weeksAvailable, 'en')} are available.`
              : `Ensemble, ils demandent ${number(weeks, 'fr')} semaines ; ${number(weeksAvailable, 'fr')} sont disponibles.`,
          ),
        ]
      : []),
  ];
}

/** The diagnostic with both use cases asked about, if only by name. */
function asking(diagnostic: Diagnostic, ids: readonly string[]): Diagnostic {
  const missing = ids.filter((id) => !diagnostic.useCases.some((useCase) => useCase.id === id));
  return { ...diagnostic, useCases: [...diagnostic.useCases, ...missing.map(unasked)] };
}

function unasked(id: string): UseCase {
  return {
    id,
    benefitEURPerYear: { low: null, mid: null, high: null },
    decisionEffect: 'unknown',
    affectsPersons: 'unknown',
    contextFlags: [],
  };
}

/** @param all the limits replace what the diagnostic says, absent ones too. */
function limited(diagnostic: Diagnostic, { capex, run, weeks }: PairLimits, all: boolean): Diagnostic {
  const { constraints } = diagnostic;
  return {
    ...diagnostic,
    constraints: {
      ...constraints,
      capexEUR: capex === undefined && !all ? constraints.capexEUR : { max: capex ?? null },
      opexEURPerMonth: run === undefined && !all ? constraints.opexEURPerMonth : { max: run ?? null },
      weeksAvailable: weeks === undefined && !all ? constraints.weeksAvailable : (weeks ?? null),
    },
  };
}

const noAnswer: Diagnostic['team']['levels']['sql'] = {
  value: null,
  status: 'unknown',
  confidence: 'D',
  evidence: [],
};

/** A client of whom nothing is known. */
const unknownClient: Diagnostic = {
  meta: {
    schemaVersion: '1.0.0',
    diagnosticId: '00000000-0000-4000-8000-000000000000',
    clientId: 'unknown',
  },
  company: { legalName: '–', country: 'FR', sector: 'other', employees: 50 },
  strategy: { objectives: [] },
  dataSources: [],
  team: {
    levels: {
      sql: noAnswer,
      python: noAnswer,
      cloud: noAnswer,
      ml: noAnswer,
      genai: noAnswer,
      ops: noAnswer,
    },
    managedServicesWanted: true,
  },
  useCases: [],
  constraints: {
    capexEUR: { max: null },
    opexEURPerMonth: { max: null },
    weeksAvailable: null,
    residency: 'eu',
  },
};
