import type { Selection } from '../schema/generated/types.ts';
import type { Candidate } from './candidate.ts';
import {
  acceptability,
  acceptabilityDraws,
  acceptabilitySeed,
  contest,
  stableRanges,
  weightChanges,
} from './contest.ts';
import { eligibleOf } from './decide.ts';
import type { Decision } from './decide.ts';
import type { LimitName } from './edits.ts';
import { allPairs, ladder } from './ladders.ts';
import type { Step } from './ladders.ts';
import { comparePackages, isWithin, single } from './packages.ts';
import type { Package } from './packages.ts';
import { compareCandidates } from './ranked.ts';
import { decidingUnknowns, oneLevelFlips } from './whatif.ts';
import { adviceOf, whatIfBlock } from './whatif-block.ts';
import type { World } from './world.ts';

type Block = NonNullable<Selection['sensitivity']>;

/** Sensitivity looks at this many entries at most: those whose score lets a pair with them go highest. */
export const scopeSize = 60;

/** How a choice stands against other weights, answers and limits. */
export interface Sensitivity {
  readonly block: Block;
  readonly ladders: Readonly<Record<LimitName, readonly Step[]>>;
}

/**
 * The world with the best entries only, so that thousands of what-ifs stay affordable on a catalog of thousands.
 * What was chosen is always among them.
 */
export function scopeOf(world: World): World {
  const { candidates, decision, profile } = world;
  if (candidates.length <= scopeSize) return world;
  const eligible = new Set(eligibleOf(candidates, profile.limits));
  const chosen = new Set(decision.chosen?.items);
  const importance = (candidate: Candidate): number =>
    Number(chosen.has(candidate)) * 2 + Number(eligible.has(candidate));
  const kept = new Set(
    [...candidates]
      .sort((a, b) => importance(b) - importance(a) || compareCandidates(a, b))
      .slice(0, scopeSize),
  );
  return { ...world, candidates: candidates.filter((candidate) => kept.has(candidate)) };
}

/** @param scope the world, or the part of it that `scopeOf` kept. */
export function testChoice(scope: World, assessed: number): Sensitivity | undefined {
  const { chosen } = scope.decision;
  const ladders = laddersOf(scope);
  if (chosen === undefined) return undefined;
  const { weights, limits } = scope.profile;
  const rivals = rivalsOf(scope, chosen);
  const held = rivals.find((each) => comparePackages(each, chosen) === 0) ?? chosen;
  const run = contest(rivals);
  const changes = weightChanges(held, weights, run);
  const share = acceptability(held, weights, run);
  const flips = oneLevelFlips(scope);
  return {
    ladders,
    block: {
      label: share < 0.5 ? 'fragile' : share >= 0.8 && flips.flips.length === 0 ? 'robust' : 'sensitive',
      scope: { entries: scope.candidates.length, of: assessed },
      weightChanges: {
        held: changes.filter((change) => change.held).length,
        of: changes.length,
        changes: changes.map(({ criterion, factor, weight, winner, held: stays }) => ({
          criterion,
          factor,
          weight,
          winner: winner?.items.map(({ id }) => id) ?? [],
          held: stays,
        })),
      },
      acceptability: { share, draws: acceptabilityDraws, seed: acceptabilitySeed },
      stableWeights: stableRanges(held, rivals, weights),
      answerFlips: { tried: flips.tried, flips: flips.flips.map(whatIfBlock) },
      unknowns: decidingUnknowns(scope).map(({ pointer, subject, low, high }) => ({
        pointer,
        subject,
        low: adviceOf(low.decision),
        high: adviceOf(high.decision),
      })),
      ladders: {
        capex: ladders.capex.map(ladderStep),
        opex: ladders.opex.map(ladderStep),
        weeks: ladders.weeks.map(ladderStep),
      },
      boundBy: (['capex', 'opex', 'weeks'] as const).filter((name) =>
        isBound(ladders[name], limits[name], scope.decision),
      ),
    },
  };
}

export function laddersOf(world: World): Sensitivity['ladders'] {
  const pairs = allPairs(world);
  return {
    capex: ladder(world, 'capex', pairs),
    opex: ladder(world, 'opex', pairs),
    weeks: ladder(world, 'weeks', pairs),
  };
}

/** What the choice is tested against: all feasible pairs, or all single use cases where it is one. */
function rivalsOf(world: World, chosen: Package): Package[] {
  const { limits } = world.profile;
  if (chosen.items.length > 1) return allPairs(world).filter((each) => isWithin(each, limits));
  return eligibleOf(world.candidates, limits)
    .filter(({ needs }) => needs.length === 0)
    .map(single);
}

function ladderStep({ from, to, decision }: Step): Block['ladders']['capex'][number] {
  return { from, to: to ?? null, result: adviceOf(decision) };
}

/** Whether more of a limit would buy something that scores higher. */
function isBound(steps: readonly Step[], limit: number, { chosen }: Decision): boolean {
  return steps.some(({ from, decision }) => from > limit && (decision.chosen?.Z ?? 0) > (chosen?.Z ?? 0));
}
