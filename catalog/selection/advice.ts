import { isBuilt } from '../catalog.ts';
import type { Selection } from '../schema/generated/types.ts';
import type { Candidate } from './candidate.ts';
import type { Decision } from './decide.ts';
import { eligibleOf } from './decide.ts';
import type { LimitName } from './edits.ts';
import type { Module, ThreePoint } from './modules.ts';
import { bestPairs, comparePackages, isWithin, prune, single } from './packages.ts';
import type { Package } from './packages.ts';
import type { Limits } from './profile.ts';
import { compareCandidates, dpiaStatus, gatesOf, idsOf } from './ranked.ts';
import { foundationsOf } from './roi.ts';
import type { World } from './world.ts';

type PackageBlock = Selection['package'];
type Rival = PackageBlock['runnersUp'][number];

/** How many rivals are listed. */
const rivalsShown = 3;
const pruneFrom = 200;
const unlimited: Limits = { capex: Infinity, opex: Infinity, weeks: Infinity };

/** What is bought: items, foundations, costs, and what it was compared with. */
export function packageBlock(world: World, decision: Decision, provisional: boolean): PackageBlock {
  const { chosen, foundation } = decision;
  const items = chosen?.items ?? [];
  const foundations = foundation === undefined ? modulesOf(items) : [foundation];
  const eligible = new Set(eligibleOf(world.candidates, world.profile.limits));
  return {
    name: chosen?.name ?? null,
    items: items.map((item) => chosenItem(item, world, idsOf(eligible))),
    foundations: foundations.map((module) => ({
      id: module.id,
      name: module.name,
      costEUR: module.ownedBy === undefined ? module.cost : nothing,
      owned: module.ownedBy !== undefined,
      usedBy: items.filter(({ modules }) => modules.includes(module)).map(({ id }) => id),
    })),
    provisional,
    byTolerance: decision.byTolerance,
    Z: chosen?.Z ?? null,
    ZLow: chosen?.ZLow ?? null,
    ZHigh: chosen?.ZHigh ?? null,
    bonus: chosen?.bonus ?? 0,
    costs: costs(items, foundation, chosen),
    options: options(items, eligible),
    runnersUp: runnersUp(world, chosen).map((each) => rival(each, world.profile.limits)),
    outOfReach: outOfReach(world, chosen).map((each) => rival(each, world.profile.limits)),
  };
}

const nothing: ThreePoint = { low: 0, mid: 0, high: 0 };

function modulesOf(items: readonly Candidate[]): Module[] {
  const modules = new Map(items.flatMap((item) => item.modules.map((module) => [module.id, module])));
  return [...modules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function chosenItem(
  item: Candidate,
  world: World,
  eligible: ReadonlySet<string>,
): PackageBlock['items'][number] {
  const { entry } = item;
  const { template, option } = entry.implementedBy ?? {};
  return {
    entryId: item.id,
    name: entry.name,
    family: entry.family,
    built: isBuilt(entry),
    ...(template !== undefined && { template }),
    ...(option !== undefined && { option }),
    U: item.U,
    aiActClass: item.risk.aiAct.class,
    dpia: dpiaStatus(item),
    conditions: [
      ...gatesOf(item, world, eligible)
        .filter(
          ({ status, code }) => status === 'conditional' && code !== 'DEPENDENCY' && code !== 'CONFLICT',
        )
        .map(({ because }) => because),
      ...(entry.requires.conditions ?? []),
    ],
  };
}

function costs(
  items: readonly Candidate[],
  foundation: Module | undefined,
  chosen: Package | undefined,
): PackageBlock['costs'] {
  const toBuild = foundation === undefined ? foundationsOf(items) : [foundation];
  const delivery = total(items.flatMap(({ entry }) => entry.cost?.deliveryEUR ?? []));
  const foundations = total(toBuild.map(({ cost }) => cost));
  return {
    deliveryEUR: delivery,
    foundationsEUR: foundations,
    totalEUR: total([delivery, foundations]),
    runEURPerMonth: total([
      ...items.flatMap(({ entry }) => entry.cost?.runEURPerMonth ?? []),
      ...toBuild.map(({ run }) => run),
    ]),
    weeks: chosen?.path ?? foundation?.weeks ?? 0,
  };
}

function total(amounts: readonly ThreePoint[]): { low: number; mid: number; high: number } {
  return {
    low: amounts.reduce((sum, { low }) => sum + low, 0),
    mid: amounts.reduce((sum, { mid }) => sum + mid, 0),
    high: amounts.reduce((sum, { high }) => sum + high, 0),
  };
}

/** Further leaves of the chosen families: the family is bought already, so they cost their delivery alone. */
function options(items: readonly Candidate[], eligible: ReadonlySet<Candidate>): PackageBlock['options'] {
  const families = new Set(items.map(({ entry }) => entry.family));
  const built = new Set(items.flatMap(({ modules }) => modules));
  return [...eligible]
    .filter(
      (candidate) =>
        families.has(candidate.entry.family) &&
        !items.includes(candidate) &&
        candidate.needs.every((id) => items.some((item) => item.id === id)) &&
        !items.some((item) => item.conflicts.has(candidate.id) || candidate.conflicts.has(item.id)),
    )
    .sort(compareCandidates)
    .map((candidate) => ({
      entryId: candidate.id,
      name: candidate.entry.name,
      built: isBuilt(candidate.entry),
      marginalEUR:
        candidate.delivery +
        candidate.toBuild.filter((module) => !built.has(module)).reduce((sum, { cost }) => sum + cost.mid, 0),
      runEURPerMonth: candidate.entry.cost?.runEURPerMonth.mid ?? 0,
      U: candidate.U,
    }));
}

/** The next best that could be bought: pairs beside a pair, single use cases beside a single one. */
export function runnersUp(world: World, chosen: Package | undefined): Package[] {
  if (chosen === undefined) return [];
  const { limits } = world.profile;
  const eligible = eligibleOf(world.candidates, limits);
  const all =
    chosen.items.length > 1
      ? pairsAmong(eligible, limits, world, rivalsShown + 1)
      : eligible
          .filter(({ needs }) => needs.length === 0)
          .map(single)
          .sort(comparePackages);
  return all.filter((each) => !sameItems(each, chosen)).slice(0, rivalsShown);
}

/** Pairs that score higher than what was chosen but break a limit. */
function outOfReach(world: World, chosen: Package | undefined): Package[] {
  const { limits } = world.profile;
  const open = eligibleOf(world.candidates, unlimited);
  const floor = chosen === undefined || chosen.items.length < 2 ? -1 : chosen.Z;
  return pairsAmong(open, unlimited, world, rivalsShown, (each) => !isWithin(each, limits), floor);
}

function pairsAmong(
  candidates: readonly Candidate[],
  limits: Limits,
  { rules }: World,
  keep: number,
  accept: (each: Package) => boolean = () => true,
  floor = -1,
): Package[] {
  // Pruning keeps the best of all pairs; a filter on limits would want others, so it is not pruned then.
  const pool = candidates.length >= pruneFrom && limits !== unlimited ? prune(candidates, keep) : candidates;
  return bestPairs(
    pool,
    limits,
    keep,
    (each) => (rules.force === undefined || each.name === rules.force) && accept(each),
    floor,
  );
}

export function sameItems(a: Package, b: Package): boolean {
  return a.items.length === b.items.length && a.items.every(({ id }, index) => id === b.items[index]?.id);
}

function rival(each: Package, limits: Limits): Rival {
  const needs: [LimitName, number][] = [
    ['capex', each.cost],
    ['opex', each.opex],
    ['weeks', each.path],
  ];
  return {
    items: each.items.map(({ id }) => id),
    name: each.name,
    Z: each.Z,
    ZLow: each.ZLow,
    ZHigh: each.ZHigh,
    costEUR: each.cost,
    opexEURPerMonth: each.opex,
    weeks: each.path,
    over: needs.flatMap(([limit, need]) =>
      need > limits[limit] ? [{ limit, by: need - limits[limit] }] : [],
    ),
  };
}
