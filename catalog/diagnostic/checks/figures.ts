import type { Diagnostic } from '../../schema/generated/diagnostic.ts';
import { pointerAppend } from '../../schema/pointer.ts';
import type { Edit, Finding } from '../finding.ts';
import { drop, finding, near, plain, set } from './places.ts';

type Fields = Readonly<Record<string, unknown>>;

/** C01: a lower bound above an upper one, or a value outside its own range; also days in the wrong order. */
export function minAboveMax(diagnostic: Diagnostic): readonly Finding[] {
  const found: Finding[] = [];
  walk(diagnostic, '', (record, pointer) => {
    const ranked = bounds(record, pointer);
    for (let index = 1; index < ranked.length; index += 1) {
      const [lower, upper] = [ranked[index - 1], ranked[index]];
      if (lower === undefined || upper === undefined || lower.value <= upper.value) continue;
      found.push(rangeFinding(record, pointer, lower.name, upper.name));
      return;
    }
  });
  return [...found, ...daysInOrder(diagnostic)];
}

/** C02: objectives, criteria weights or the drivers of a use case that do not sum to 1. */
export function sharesNotOne(diagnostic: Diagnostic): readonly Finding[] {
  const objectives = diagnostic.strategy.objectives;
  const groups: ShareGroup[] = [
    {
      pointer: '/strategy/objectives',
      what: 'The weights of the objectives',
      shares: objectives.map(({ weight }, index) => ({
        pointer: `/strategy/objectives/${index}/weight`,
        weight,
      })),
      fallback: objectives.map((_, index) =>
        set(`/strategy/objectives/${index}/weight`, 1 / objectives.length),
      ),
    },
  ];
  const criteria = diagnostic.weights?.criteria;
  if (criteria !== undefined) {
    groups.push({
      pointer: '/weights/criteria',
      what: 'The weights of the criteria',
      shares: sharesOf(criteria, '/weights/criteria'),
      fallback: [drop('/weights')],
    });
  }
  diagnostic.useCases.forEach(({ id, drivers }, index) => {
    if (drivers === undefined) return;
    const pointer = `/useCases/${index}/drivers`;
    groups.push({
      pointer,
      what: `The drivers of '${id}'`,
      shares: sharesOf(drivers, pointer),
      fallback: [drop(pointer)],
    });
  });
  return groups.flatMap(sumFinding);
}

/** C11: the benefits of all use cases together are more than a fifth of the revenue. */
export function benefitsAboveRevenue(diagnostic: Diagnostic): readonly Finding[] {
  const { revenueEUR } = diagnostic.company;
  if (revenueEUR === undefined) return [];
  const revenue = (revenueEUR.low + revenueEUR.high) / 2;
  const total = diagnostic.useCases.reduce(
    (sum, { benefitEURPerYear }) => sum + (middle(benefitEURPerYear) ?? 0),
    0,
  );
  const ceiling = revenue / 5;
  if (total <= ceiling * (1 + 1e-9)) return [];
  const scaled = diagnostic.useCases.flatMap(({ benefitEURPerYear }, index) =>
    (['low', 'mid', 'high'] as const).flatMap((bound) => {
      const value = benefitEURPerYear[bound];
      return value === null
        ? []
        : set(`/useCases/${index}/benefitEURPerYear/${bound}`, (value * ceiling) / total);
    }),
  );
  return [
    finding({
      code: 'C11',
      severity: 'warning',
      pointer: '/useCases',
      other: '/company/revenueEUR',
      otherValue: revenueEUR,
      value: total,
      message: `The benefits of all use cases add up to ${plain(total)} euros a year, more than a fifth of the revenue.`,
      expected: `at most ${plain(ceiling)} euros a year`,
      question: {
        en: 'Which of the benefits overlap, and which were measured rather than hoped for?',
        fr: 'Lesquels de ces gains se recouvrent, et lesquels ont été mesurés plutôt qu’espérés ?',
      },
      alternatives: [[], scaled],
    }),
  ];
}

/** C12: the target of a use case is in another unit than its baseline. */
export function unitsDiffer(diagnostic: Diagnostic): readonly Finding[] {
  return diagnostic.useCases.flatMap(({ id, baselineKpi, targetKpi }, index) => {
    if (baselineKpi === undefined || targetKpi?.unit === undefined) return [];
    if (unit(baselineKpi.unit) === unit(targetKpi.unit)) return [];
    return finding({
      code: 'C12',
      pointer: `/useCases/${index}/targetKpi/unit`,
      value: targetKpi.unit,
      other: `/useCases/${index}/baselineKpi/unit`,
      otherValue: baselineKpi.unit,
      message: `Baseline and target of '${id}' are in different units.`,
      expected: `'${baselineKpi.unit}', as the baseline`,
      question: {
        en: `In which unit will '${baselineKpi.name}' be followed?`,
        fr: `Dans quelle unité l'indicateur « ${baselineKpi.name} » sera-t-il suivi ?`,
      },
    });
  });
}

/** C17: the status of an answer and its value say different things. */
export function statusAgainstValue(diagnostic: Diagnostic): readonly Finding[] {
  const found: Finding[] = [];
  walk(diagnostic, '', (record, pointer) => {
    const { status } = record;
    if (typeof status !== 'string') return;
    const names = ['value', 'low', 'mid', 'high'].filter((name) => typeof record[name] === 'number');
    const says = status === 'answered' || status === 'assumed';
    const known =
      names.includes('value') || names.includes('mid') || (names.includes('low') && names.includes('high'));
    if (says === known || (!says && names.length === 0)) return;
    // A range beside "unknown" narrows what is open; only a point value contradicts it.
    if (!says && !names.includes('value') && !names.includes('mid')) return;
    found.push(statusFinding(record, pointer, status, says));
  });
  return found;
}

function statusFinding(record: Fields, pointer: string, status: string, says: boolean): Finding {
  const point = 'mid' in record ? 'mid' : 'value';
  const body = {
    code: 'C17',
    severity: 'warning',
    pointer: `${pointer}/status`,
    value: status,
    other: `${pointer}/${point}`,
    otherValue: record[point],
    question: {
      en: 'Is the answer known, and what is it?',
      fr: 'La réponse est-elle connue, et laquelle est-ce ?',
    },
  } as const;
  if (says)
    return finding({
      ...body,
      message: `The answer is called '${status}' but holds neither a value nor a range. It counts as unknown.`,
      expected: "a value, a range, or the status 'unknown'",
    });
  return finding({
    ...body,
    message: `The answer is called '${status}' but holds a value.`,
    expected: "no value, or the status 'answered' or 'assumed'",
    alternatives: [[set(`${pointer}/${point}`, null)], [set(`${pointer}/status`, 'assumed')]],
  });
}

/** Most likely value of an estimate, or the middle of its range; undefined when it has neither. */
function middle({
  low,
  mid,
  high,
}: {
  low: number | null;
  mid: number | null;
  high: number | null;
}): number | undefined {
  if (mid !== null) return mid;
  return low === null || high === null ? undefined : (low + high) / 2;
}

function unit(text: string): string {
  return text.trim().toLowerCase();
}

interface ShareGroup {
  readonly pointer: string;
  readonly what: string;
  readonly shares: readonly { readonly pointer: string; readonly weight: number }[];
  /** What holds when the stated shares are not to be trusted at all. */
  readonly fallback: readonly Edit[];
}

function sharesOf(shares: Readonly<Record<string, number>>, pointer: string): ShareGroup['shares'] {
  return Object.entries(shares).map(([name, weight]) => ({ pointer: pointerAppend(pointer, name), weight }));
}

function sumFinding({ pointer, what, shares, fallback }: ShareGroup): readonly Finding[] {
  const sum = shares.reduce((total, { weight }) => total + weight, 0);
  if (near(sum, 1)) return [];
  const largest = [...shares].sort((a, b) => b.weight - a.weight)[0];
  const scaled = sum > 0 ? shares.map((share) => set(share.pointer, share.weight / sum)) : fallback;
  return [
    finding({
      code: 'C02',
      pointer,
      other: largest?.pointer ?? pointer,
      otherValue: largest?.weight,
      value: Math.round(sum * 1e6) / 1e6,
      message: `${what} sum to ${plain(sum)}, not to 1.`,
      expected: 'a sum of 1',
      question: {
        en: 'How would the client share 100 points among them?',
        fr: 'Comment le client répartirait-il 100 points entre eux ?',
      },
      alternatives: [scaled, fallback],
    }),
  ];
}

/** The bounds a record holds, from the one that must be smallest to the one that must be largest. */
function bounds(
  record: Fields,
  pointer: string,
): readonly { readonly name: string; readonly value: number }[] {
  // A target falls from low to high ambition where less is better: its mid only has to lie between.
  if (pointer.endsWith('/targetKpi') && Number(record['low']) > Number(record['high']))
    return numbers(record, ['high', 'mid', 'low']);
  if ('value' in record && !('mid' in record)) return numbers(record, ['low', 'value', 'high']);
  return numbers(record, 'min' in record || 'max' in record ? ['min', 'max'] : ['low', 'mid', 'high']);
}

function numbers(
  record: Fields,
  names: readonly string[],
): readonly { readonly name: string; readonly value: number }[] {
  return names.flatMap((name) => {
    const value = record[name];
    return typeof value === 'number' ? { name, value } : [];
  });
}

function rangeFinding(record: Fields, pointer: string, lower: string, upper: string): Finding {
  return finding({
    code: 'C01',
    pointer: `${pointer}/${lower}`,
    value: record[lower],
    other: `${pointer}/${upper}`,
    otherValue: record[upper],
    message: `'${lower}' (${String(record[lower])}) is above '${upper}' (${String(record[upper])}).`,
    expected: `at most ${String(record[upper])}`,
    question: {
      en: 'What are the lowest and the highest value that are still credible?',
      fr: 'Quelles sont la plus basse et la plus haute valeur encore crédibles ?',
    },
    alternatives: [sorted(record, pointer), [set(`${pointer}/${lower}`, record[upper])]],
  });
}

/** The same numbers in ascending order: what was meant if two of them were swapped. */
function sorted(record: Fields, pointer: string): readonly Edit[] {
  const ranked = bounds(record, pointer);
  const values = ranked.map(({ value }) => value).sort((a, b) => a - b);
  return ranked.map(({ name }, index) => set(`${pointer}/${name}`, values[index]));
}

function daysInOrder({ meta, constraints }: Diagnostic): readonly Finding[] {
  const pairs = [
    { first: '/meta/startedOn', from: meta.startedOn, last: '/meta/completedOn', to: meta.completedOn },
    {
      first: '/constraints/startBy',
      from: constraints.startBy,
      last: '/constraints/goLiveBy',
      to: constraints.goLiveBy,
    },
  ];
  return pairs.flatMap(({ first, from, last, to }) => {
    if (from === undefined || to === undefined || from <= to) return [];
    return finding({
      code: 'C01',
      pointer: first,
      value: from,
      other: last,
      otherValue: to,
      message: `${from} is after ${to}.`,
      expected: `a day up to ${to}`,
      question: {
        en: 'On which days does it start and end?',
        fr: 'Quels sont les jours de début et de fin ?',
      },
    });
  });
}

/** Visits every object of a document, outer before inner. */
function walk(value: unknown, pointer: string, visit: (record: Fields, pointer: string) => void): void {
  if (isRecord(value)) visit(value, pointer);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'object') walk(item, pointerAppend(pointer, key), visit);
  }
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
