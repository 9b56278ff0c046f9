import { resolveResidency } from '../compliance/residency.ts';
import type { ResidencyResult } from '../compliance/residency.ts';
import { icpFit } from '../diagnostic/icp.ts';
import type { IcpFit } from '../diagnostic/icp.ts';
import { usableProviders } from '../diagnostic/providers.ts';
import type { Diagnostic } from '../schema/generated/types.ts';
import type { Range, Scores } from './criteria.ts';
import { criteria, defaultWeights, perCriterion } from './criteria.ts';

export type UseCase = Diagnostic['useCases'][number];
export type DataSource = Diagnostic['dataSources'][number];
export type DataObject = DataSource['objects'][number];
export type ObjectKind = DataObject['kind'];
export type Access = DataSource['access'];
export type Skill = keyof Diagnostic['team']['levels'];
export type Objective = Diagnostic['strategy']['objectives'][number]['id'];

export const skills: readonly Skill[] = ['sql', 'python', 'cloud', 'ml', 'genai', 'ops'];

/** A judged answer, in its own unit. */
export interface Reading {
  /** What was stated, or the middle of a stated range; null where neither is known. */
  readonly value: number | null;
  /** Lowest and highest value the answer leaves open; the ends of the scale where it says nothing. */
  readonly low: number;
  readonly high: number;
  /** JSON pointer of the answer. */
  readonly pointer: string;
}

/** One kind of record in one source. */
export interface ObjectReading {
  readonly source: DataSource;
  readonly kind: ObjectKind;
  readonly sourcePointer: string;
  readonly pointer: string;
  readonly history: Reading;
  readonly quality: Reading;
  /** Quality as a share of the best, and ease of access. */
  readonly qualityShare: Range;
  readonly accessShare: Range;
}

export interface UseCaseReading {
  readonly useCase: UseCase;
  readonly pointer: string;
  /** Euros a year. */
  readonly benefit: Reading;
}

/** The most the client can spend and wait; Infinity where it did not say. Euros, euros a month, weeks. */
export interface Limits {
  readonly capex: number;
  readonly opex: number;
  readonly weeks: number;
}

/** A diagnostic as the selection reads it: every answer with its range, found by what it is about. */
export interface Profile {
  readonly diagnostic: Diagnostic;
  readonly weights: Scores;
  readonly goals: Readonly<Partial<Record<Objective, number>>>;
  readonly limits: Limits;
  readonly skills: Readonly<Record<Skill, Reading>>;
  readonly objects: ReadonlyMap<ObjectKind, readonly ObjectReading[]>;
  /** The same by source, in the order of the diagnostic. */
  readonly bySource: readonly (readonly ObjectReading[])[];
  /** Index of every use case by its id. */
  readonly places: ReadonlyMap<string, number>;
  readonly hosting: Hosting;
  /** How the company fits whom we serve. */
  readonly icp: IcpFit;
}

/** What the client's rules on places leave. */
export interface Hosting {
  readonly residency: ResidencyResult;
  /** Whether a model provider is left that the client allows at all, and where data has to stay. */
  readonly providerAllowed: boolean;
  readonly providerInPlace: boolean;
}

/**
 * Reads a valid diagnostic. Nothing in it is ever counted as zero because it is unknown.
 *
 * @param like the profile this one is an edit of: what is the same object in both is not read again. An edit
 * changes answers to use cases, never their order.
 */
export function readProfile(diagnostic: Diagnostic, like?: Profile): Profile {
  const { constraints, team, dataSources, useCases } = diagnostic;
  const before = like?.diagnostic;
  const bySource = dataSources.map((source, index) =>
    like?.diagnostic.dataSources[index] === source
      ? (like.bySource[index] ?? [])
      : readSource(source, `/dataSources/${index}`),
  );
  return {
    diagnostic,
    weights: readWeights(diagnostic),
    goals: Object.fromEntries(diagnostic.strategy.objectives.map(({ id, weight }) => [id, weight])),
    limits: {
      capex: constraints.capexEUR.max ?? Infinity,
      opex: constraints.opexEURPerMonth.max ?? Infinity,
      weeks: constraints.weeksAvailable ?? Infinity,
    },
    skills: {
      sql: readAnswer(team.levels.sql, '/team/levels/sql', 4),
      python: readAnswer(team.levels.python, '/team/levels/python', 4),
      cloud: readAnswer(team.levels.cloud, '/team/levels/cloud', 4),
      ml: readAnswer(team.levels.ml, '/team/levels/ml', 4),
      genai: readAnswer(team.levels.genai, '/team/levels/genai', 4),
      ops: readAnswer(team.levels.ops, '/team/levels/ops', 4),
    },
    objects: like !== undefined && before?.dataSources === dataSources ? like.objects : byKind(bySource),
    bySource,
    places: like?.places ?? readPlaces(useCases),
    hosting:
      like !== undefined && before?.constraints === constraints ? like.hosting : readHosting(constraints),
    icp: icpFit(diagnostic.company),
  };
}

/** What was answered about a use case; undefined for one the client was not asked about. */
export function askedAbout({ diagnostic, places }: Profile, id: string): UseCaseReading | undefined {
  const index = places.get(id) ?? -1;
  const useCase = diagnostic.useCases[index];
  if (useCase === undefined) return undefined;
  const pointer = `/useCases/${index}`;
  const { low, mid, high } = useCase.benefitEURPerYear;
  return { useCase, pointer, benefit: reading(mid, low, high, Infinity, `${pointer}/benefitEURPerYear`) };
}

/**
 * Share of the way to 1 that an answer gives, by a rising function. An unknown is the middle of what it
 * leaves open.
 */
export function component(reading: Reading, share: (value: number) => number): Range {
  const low = share(reading.low);
  const high = share(reading.high);
  return { low, mid: reading.value === null ? (low + high) / 2 : share(reading.value), high };
}

interface Answer {
  readonly value: number | null;
  readonly low?: number;
  readonly high?: number;
}

function readAnswer(answer: Answer | undefined, pointer: string, ceiling: number): Reading {
  return reading(answer?.value ?? null, answer?.low ?? null, answer?.high ?? null, ceiling, pointer);
}

function reading(
  value: number | null,
  low: number | null,
  high: number | null,
  ceiling: number,
  pointer: string,
): Reading {
  if (value !== null) {
    return { value, low: Math.min(low ?? value, value), high: Math.max(high ?? value, value), pointer };
  }
  if (low !== null && high !== null) {
    return { value: (low + high) / 2, low: Math.min(low, high), high: Math.max(low, high), pointer };
  }
  return { value: null, low: low ?? 0, high: high ?? ceiling, pointer };
}

/** Stated weights, scaled to add up to 1; the defaults where none were stated. */
function readWeights(diagnostic: Diagnostic): Scores {
  const stated = diagnostic.weights?.criteria;
  if (stated === undefined) return defaultWeights;
  const sum = criteria.reduce((total, criterion) => total + stated[criterion], 0);
  if (sum === 0) return defaultWeights;
  return Math.abs(sum - 1) <= 1e-6 ? stated : perCriterion((criterion) => stated[criterion] / sum);
}

/** Ease of access by how a source can be read; an unknown one leaves everything open. */
const accessShares: Readonly<Record<Access, Range>> = {
  api: { low: 1, mid: 1, high: 1 },
  db: { low: 1, mid: 1, high: 1 },
  warehouse_share: { low: 1, mid: 1, high: 1 },
  file_export: { low: 0.75, mid: 0.75, high: 0.75 },
  manual: { low: 0.25, mid: 0.25, high: 0.25 },
  none: { low: 0, mid: 0, high: 0 },
  unknown: { low: 0, mid: 0.5, high: 1 },
};

function readSource(source: DataSource, sourcePointer: string): ObjectReading[] {
  return source.objects.map((object, index) => {
    const pointer = `${sourcePointer}/objects/${index}`;
    const quality = readAnswer(object.quality, `${pointer}/quality`, 4);
    return {
      source,
      kind: object.kind,
      sourcePointer,
      pointer,
      history: readAnswer(object.historyMonths, `${pointer}/historyMonths`, Infinity),
      quality,
      qualityShare: component(quality, (level) => level / 4),
      accessShare: accessShares[source.access],
    };
  });
}

function byKind(bySource: readonly (readonly ObjectReading[])[]): Map<ObjectKind, ObjectReading[]> {
  const found = new Map<ObjectKind, ObjectReading[]>();
  for (const readings of bySource) {
    for (const each of readings) {
      const known = found.get(each.kind);
      if (known === undefined) found.set(each.kind, [each]);
      else known.push(each);
    }
  }
  return found;
}

/** The first of two use cases with one id counts; the contradiction is reported. */
function readPlaces(useCases: readonly UseCase[]): Map<string, number> {
  const places = new Map<string, number>();
  useCases.forEach(({ id }, index) => {
    if (!places.has(id)) places.set(id, index);
  });
  return places;
}

function readHosting(constraints: Diagnostic['constraints']): Hosting {
  const { modelProviders } = constraints;
  const anywhere = usableProviders({ residency: 'none', ...(modelProviders && { modelProviders }) });
  return {
    residency: resolveResidency(constraints.residency),
    providerAllowed: anywhere.length > 0,
    providerInPlace: usableProviders(constraints).length > 0,
  };
}
