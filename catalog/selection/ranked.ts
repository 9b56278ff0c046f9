import { isBuilt } from '../catalog.ts';
import type { Selection } from '../schema/generated/types.ts';
import type { Candidate } from './candidate.ts';
import type { Scores } from './criteria.ts';
import { criteria, perCriterion } from './criteria.ts';
import { eligibleOf, limitsFailed } from './decide.ts';
import { entryNames } from './describe.ts';
import { limitFields } from './edits.ts';
import type { LimitName } from './edits.ts';
import type { Gate, GateCode } from './gates.ts';
import { compareText, roundParts } from './numbers.ts';
import type { Limits } from './profile.ts';
import { euros, number, text } from './text.ts';
import type { Text } from './text.ts';
import type { World } from './world.ts';

type Ranked = Selection['ranked'][number];

/** Everything assessed: eligible entries by rank, then the others in the same order. */
export function rank(world: World): Ranked[] {
  const { candidates, profile } = world;
  const eligible = new Set(eligibleOf(candidates, profile.limits));
  const sorted = [...candidates].sort(
    (a, b) => Number(eligible.has(b)) - Number(eligible.has(a)) || compareCandidates(a, b),
  );
  const open = idsOf(eligible);
  return sorted.map((candidate, index) =>
    rankedEntry(candidate, eligible.has(candidate) ? index + 1 : null, world, open),
  );
}

/** U, then the U that is sure, then cost, then id. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return b.U - a.U || b.ULow - a.ULow || a.alone - b.alone || compareText(a.id, b.id);
}

function rankedEntry(
  candidate: Candidate,
  place: number | null,
  world: World,
  eligible: ReadonlySet<string>,
): Ranked {
  const { entry, mid, low, high, served, risk } = candidate;
  const { weights } = world.profile;
  return {
    rank: place,
    id: candidate.id,
    name: entry.name,
    family: entry.family,
    built: isBuilt(entry),
    eligible: place !== null,
    U: candidate.U,
    ULow: candidate.ULow,
    UHigh: candidate.UHigh,
    v: mid,
    vLow: low,
    vHigh: high,
    contributions: contributions(candidate, weights),
    gates: gatesOf(candidate, world, eligible).map(({ code, status, because, evidence }) => ({
      code,
      status,
      because,
      evidence: [...evidence],
    })),
    matrix: { x: mid.V, y: feasibility(mid) },
    bottleneck: bottleneckOf(served),
    costEUR: candidate.alone,
    runEURPerMonth: candidate.run,
    weeks: candidate.path,
    aiActClass: risk.aiAct.class,
    dpia: dpiaStatus(candidate),
  };
}

/** Weight times score, rounded so that they add up to the rounded U. */
function contributions({ mid, U }: Candidate, weights: Scores): Scores {
  const parts = roundParts(
    criteria.map((criterion) => weights[criterion] * mid[criterion]),
    U,
  );
  return perCriterion((criterion) => parts[criteria.indexOf(criterion)] ?? 0);
}

/** Second axis of the value–feasibility matrix: data, team and quickness by their default weights. */
function feasibility({ D, T, Q }: Scores): number {
  return (0.25 * D + 0.1 * T + 0.1 * Q) / 0.45;
}

function bottleneckOf(served: Candidate['served']): string | null {
  const weakest = [...served].sort((a, b) => a.readiness.mid - b.readiness.mid)[0];
  return weakest === undefined || weakest.readiness.mid === 1 ? null : (weakest.bottleneck ?? '/dataSources');
}

export function dpiaStatus({ risk: { dpia } }: Candidate): Ranked['dpia'] {
  if (dpia.required) return dpia.done ? 'done' : 'required';
  return dpia.unclear ? 'unclear' : 'not_required';
}

export function idsOf(candidates: Iterable<Candidate>): ReadonlySet<string> {
  return new Set([...candidates].map(({ id }) => id));
}

/**
 * Every gate a candidate does not simply pass, limits and dependencies included.
 * @param eligible ids of the eligible candidates.
 */
export function gatesOf(candidate: Candidate, world: World, eligible: ReadonlySet<string>): Gate[] {
  return [
    ...candidate.gates,
    ...limitGates(candidate, world.profile.limits),
    ...dependencyGates(candidate, world, eligible),
  ];
}

interface LimitGate {
  readonly code: GateCode;
  readonly limit: LimitName;
  readonly needs: (candidate: Candidate) => number;
  readonly over: (needs: number, limit: number) => Text;
  readonly open: Text;
}

const limitGateRules: readonly LimitGate[] = [
  {
    code: 'CAPEX',
    limit: 'capex',
    needs: ({ alone }) => alone,
    over: (needs, limit) => ({
      en: `Costs ${euros(needs, 'en')} with its foundations; the budget is ${euros(limit, 'en')}.`,
      fr: `Coûte ${euros(needs, 'fr')} avec ses fondations ; le budget est de ${euros(limit, 'fr')}.`,
    }),
    open: { en: 'The budget is unknown.', fr: 'Le budget est inconnu.' },
  },
  {
    code: 'OPEX',
    limit: 'opex',
    needs: ({ run }) => run,
    over: (needs, limit) => ({
      en: `Costs ${euros(needs, 'en')} a month to run; the limit is ${euros(limit, 'en')}.`,
      fr: `Coûte ${euros(needs, 'fr')} par mois en exploitation ; la limite est de ${euros(limit, 'fr')}.`,
    }),
    open: { en: 'The monthly budget is unknown.', fr: 'Le budget mensuel est inconnu.' },
  },
  {
    code: 'TIME',
    limit: 'weeks',
    needs: ({ path }) => path,
    over: (needs, limit) => ({
      en: `Takes ${number(needs, 'en')} weeks; ${number(limit, 'en')} are available.`,
      fr: `Demande ${number(needs, 'fr')} semaines ; ${number(limit, 'fr')} sont disponibles.`,
    }),
    open: { en: 'The weeks available are unknown.', fr: 'Les semaines disponibles sont inconnues.' },
  },
];

function limitGates(candidate: Candidate, limits: Limits): Gate[] {
  const failed = limitsFailed(candidate, limits);
  return limitGateRules.flatMap(({ code, limit, needs, over, open }): Gate[] => {
    const evidence = [limitFields[limit].pointer];
    if (failed.includes(code)) {
      return [{ code, status: 'fail', because: over(needs(candidate), limits[limit]), evidence }];
    }
    return Number.isFinite(limits[limit]) ? [] : [{ code, status: 'conditional', because: open, evidence }];
  });
}

function dependencyGates(
  { needs, asked }: Candidate,
  { candidates, profile, shelf }: World,
  eligible: ReadonlySet<string>,
): Gate[] {
  if (needs.length === 0) return [];
  const barred = needs.filter((id) => !eligible.has(id));
  if (barred.length === 0) {
    const because = text((language) =>
      language === 'en'
        ? `Only together with ${entryNames(needs, shelf.entries, 'en')}.`
        : `Seulement avec ${entryNames(needs, shelf.entries, 'fr')}.`,
    );
    return [{ code: 'DEPENDENCY', status: 'conditional', because, evidence: [asked.pointer] }];
  }
  const unasked = barred.filter((id) => !candidates.some((other) => other.id === id));
  const because = text((language) => {
    const names = entryNames(barred, shelf.entries, language);
    if (unasked.length > 0) {
      return language === 'en'
        ? `Needs ${names}, which was not assessed.`
        : `Dépend de ${names}, qui n'a pas été évalué.`;
    }
    return language === 'en'
      ? `Needs ${names}, which fails a gate.`
      : `Dépend de ${names}, qui échoue à un critère éliminatoire.`;
  });
  const evidence = barred.map((id) =>
    profile.places.has(id) ? `/useCases/${profile.places.get(id) ?? ''}` : '/useCases',
  );
  return [{ code: 'DEPENDENCY', status: 'fail', because, evidence }];
}
