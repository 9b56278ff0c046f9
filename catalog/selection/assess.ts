import { isUseCase } from '../catalog.ts';
import type { CatalogIndex } from '../catalog.ts';
import type { Entry } from '../schema/generated/types.ts';
import type { Candidate } from './candidate.ts';
import type { Range, Scores } from './criteria.ts';
import { perCriterion, utility } from './criteria.ts';
import { judge } from './gates.ts';
import { modulesOf, readModules } from './modules.ts';
import type { Module } from './modules.ts';
import { clamp, round9 } from './numbers.ts';
import type { Profile, UseCaseReading } from './profile.ts';
import { component, skills } from './profile.ts';
import { serve, weakest } from './readiness.ts';
import { assessRisk } from './risk.ts';
import { isExcluded } from './topics.ts';

/** Everything that can be advised, with where its prices come from. */
export type Catalog = Pick<CatalogIndex, 'version' | 'priceBookDate' | 'entries' | 'foundations'>;

/** A catalog found by id, as one client stands to it. */
export interface Shelf {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly modules: ReadonlyMap<string, Module>;
  /** Place among the client's exclusions of the topic that rules an entry out, by the entry's id. */
  readonly excluded: ReadonlyMap<string, number>;
}

/** Read once: no counterfactual changes what the client has, or what it rules out. */
export function readShelf(catalog: Catalog, profile: Profile): Shelf {
  const topics = profile.diagnostic.strategy.exclusions ?? [];
  const excluded = new Map<string, number>();
  for (const entry of topics.length === 0 ? [] : catalog.entries) {
    const place = profile.places.has(entry.id) ? topics.findIndex((topic) => isExcluded(entry, topic)) : -1;
    if (place !== -1) excluded.set(entry.id, place);
  }
  return {
    entries: new Map(catalog.entries.map((entry) => [entry.id, entry])),
    modules: readModules(catalog.foundations, catalog.entries, profile.diagnostic),
    excluded,
  };
}

/** Weeks at which quickness is 1, and at which it is 0. */
const quickWeeks = 4;
const slowWeeks = 26;

/** Benefit over cost in three years at which value is 1: the threefold return the packages promise. */
const fullReturn = 3;

/**
 * Scores an entry the client was asked about.
 * @param known what was found before and the answers that changed since do not touch.
 * @returns undefined for an entry that cannot be ranked: no use case, or without cost or weeks.
 */
export function assess(
  entry: Entry,
  asked: UseCaseReading,
  profile: Profile,
  shelf: Shelf,
  known: Partial<Pick<Candidate, 'risk' | 'gates'>> = {},
): Candidate | undefined {
  if (!isUseCase(entry)) return undefined;
  const modules = modulesOf(entry, shelf.modules, shelf.entries);
  const toBuild = modules.filter(({ ownedBy }) => ownedBy === undefined);
  const delivery = entry.cost.deliveryEUR.mid;
  const alone = round9(delivery + sum(toBuild, ({ cost }) => cost.mid));
  const run = round9(entry.cost.runEURPerMonth.mid + sum(toBuild, (module) => module.run.mid));
  const weeks = entry.weeks.mid;
  const served = serve(entry, profile, asked.useCase.sources ?? []);
  const risk = known.risk ?? assessRisk(entry, asked, profile.diagnostic);
  const ranges = {
    V: value(asked, alone, run),
    D: weakest(served),
    S: exactly(fit(entry, asked, profile)),
    T: team(entry, profile),
    Q: exactly(clamp((slowWeeks - weeks) / (slowWeeks - quickWeeks), 0, 1)),
    R: risk.ease,
  };
  const low = perCriterion((criterion) => ranges[criterion].low);
  const mid = perCriterion((criterion) => ranges[criterion].mid);
  const high = perCriterion((criterion) => ranges[criterion].high);
  return {
    id: entry.id,
    entry,
    asked,
    modules,
    toBuild,
    served,
    risk,
    low,
    mid,
    high,
    ...utilities(profile.weights, { low, mid, high }),
    delivery,
    alone,
    run,
    weeks,
    path: round9(weeks + Math.max(0, ...toBuild.map((module) => module.weeks))),
    needs: entry.requires.dependsOn.filter((id) => !shelf.modules.has(id)),
    conflicts: new Set(entry.requires.conflictsWith),
    gates:
      known.gates ??
      judge(
        {
          entry,
          asked,
          served,
          data: ranges.D,
          risk,
          excludedBy: shelf.excluded.get(entry.id),
          entries: shelf.entries,
        },
        profile,
      ),
  };
}

/** The three weighted sums of a candidate. */
export function utilities(
  weights: Scores,
  { low, mid, high }: Pick<Candidate, 'low' | 'mid' | 'high'>,
): Pick<Candidate, 'U' | 'ULow' | 'UHigh'> {
  return { U: utility(weights, mid), ULow: utility(weights, low), UHigh: utility(weights, high) };
}

/** V: benefit over cost in three years, 1 from a threefold return on. Costs stay at their middle. */
function value({ benefit }: UseCaseReading, once: number, perMonth: number): Range {
  const cost = once + 36 * perMonth;
  return component(benefit, (perYear) => {
    if (perYear === 0) return 0;
    return Math.min(1, cost === 0 ? 1 : (3 * perYear) / cost / fullReturn);
  });
}

/** S: how far what the use case moves is what the client wants, against its strongest wish. */
function fit(entry: Entry, { useCase }: UseCaseReading, { goals }: Profile): number {
  const drivers: Partial<Record<string, number>> = useCase.drivers ?? entry.drivers ?? {};
  let sum = 0;
  let strongest = 0;
  for (const [objective, weight] of Object.entries(goals)) {
    sum += weight * (drivers[objective] ?? 0);
    strongest = Math.max(strongest, weight);
  }
  return strongest === 0 ? 0 : Math.min(1, sum / strongest);
}

/** T: the weakest of the skills the entry names. */
function team({ requires }: Entry, { skills: levels }: Profile): Range {
  let range: Range = { low: 1, mid: 1, high: 1 };
  for (const name of skills) {
    const required = requires.skills[name] ?? 0;
    if (required === 0) continue;
    const share = component(levels[name], (has) => Math.min(1, has / required));
    range = {
      low: Math.min(range.low, share.low),
      mid: Math.min(range.mid, share.mid),
      high: Math.min(range.high, share.high),
    };
  }
  return range;
}

function exactly(score: number): Range {
  return { low: score, mid: score, high: score };
}

function sum(modules: readonly Module[], amount: (module: Module) => number): number {
  return modules.reduce((total, module) => total + amount(module), 0);
}
