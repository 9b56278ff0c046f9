import type { Candidate } from './candidate.ts';
import { compareText } from './numbers.ts';
import type { Module } from './modules.ts';
import { foundationsOf } from './roi.ts';
import { text } from './text.ts';
import type { Text } from './text.ts';
import type { Profile } from './profile.ts';
import type { Served } from './readiness.ts';

/** One step of the way, with its days. */
export interface RoadmapStep {
  readonly kind: 'foundation' | 'data' | 'item';
  readonly id: string;
  readonly name: Text;
  /** YYYY-MM-DD. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly weeks: number;
  /** (value + urgency + risk reduction) / weeks; null for what is no item. */
  readonly priority: number | null;
  readonly note?: Text;
}

/** Days a month the client's team gives to one item while it is built; our own measure. */
const daysPerItem = 4;

const workedIn: Text = {
  en: 'Built in the first weeks of the items that stand on it.',
  fr: "Construit dans les premières semaines des cas d'usage qui en dépendent.",
};

/**
 * Foundations first, then data that needs work, then the items by weighted shortest job, a dependency before what
 * needs it. Items run side by side where the team has the days for both, else one after the other if time allows.
 */
export function buildRoadmap(
  items: readonly Candidate[],
  foundation: Module | undefined,
  profile: Profile,
  asOf: string,
): RoadmapStep[] {
  const { startBy } = profile.diagnostic.constraints;
  const start = startBy !== undefined && startBy > asOf ? startBy : asOf;
  const modules = foundation === undefined ? foundationsOf(items) : [foundation];
  const steps: RoadmapStep[] = modules.map(({ id, name, weeks }) => ({
    kind: 'foundation',
    id,
    name,
    startsOn: start,
    endsOn: addWeeks(start, weeks),
    weeks,
    priority: null,
    ...(weeks === 0 && { note: workedIn }),
  }));
  steps.push(...dataSteps(items, start));
  const ordered = inOrder(items);
  const oneByOne = isOneByOne(ordered, profile);
  const ends = new Map<string, number>();
  let last = 0;
  for (const item of ordered) {
    const before = Math.max(
      item.path - item.weeks,
      ...item.needs.map((id) => ends.get(id) ?? 0),
      oneByOne ? last : 0,
    );
    last = before + item.weeks;
    ends.set(item.id, last);
    steps.push({
      kind: 'item',
      id: item.id,
      name: item.entry.name,
      startsOn: addWeeks(start, before),
      endsOn: addWeeks(start, last),
      weeks: item.weeks,
      priority: priorityOf(item),
    });
  }
  return steps;
}

/** Weighted shortest job: value, urgency (how much it hurts, or interests) and risk it takes away, per week. */
export function priorityOf({ mid, asked, entry, weeks }: Candidate): number {
  const { painLevel, clientInterest } = asked.useCase;
  const urgency = (painLevel ?? clientInterest ?? 2) / 4; // unknown: the middle of the scale
  const riskReduction = asked.useCase.drivers?.risk ?? entry.drivers?.risk ?? 0;
  return (mid.V + urgency + riskReduction) / Math.max(1, weeks);
}

/** Data that is there but weak, as work before the items. */
function dataSteps(items: readonly Candidate[], start: string): RoadmapStep[] {
  const weak = new Map<string, Served>();
  for (const served of items.flatMap((item) => item.served)) {
    if (served.readiness.mid < 0.5) weak.set(served.bottleneck ?? served.item.anyOf.join(' '), served);
  }
  return [...weak].map(([id, { item, best }]) => ({
    kind: 'data',
    id,
    name: text((language) => {
      const kinds = item.anyOf.join(language === 'en' ? ' or ' : ' ou ');
      const place = best === undefined ? '' : ` (${best.source.id})`;
      return language === 'en' ? `Prepare data: ${kinds}${place}` : `Préparer les données : ${kinds}${place}`;
    }),
    startsOn: start,
    endsOn: start,
    weeks: 0,
    priority: null,
    note: {
      en: 'Below half of what is needed: mend it before or in the first weeks.',
      fr: 'Moins de la moitié du nécessaire : à corriger avant ou dans les premières semaines.',
    },
  }));
}

function inOrder(items: readonly Candidate[]): Candidate[] {
  const byPriority = [...items].sort((a, b) => priorityOf(b) - priorityOf(a) || compareText(a.id, b.id));
  return byPriority.sort((a, b) => (a.needs.includes(b.id) ? 1 : b.needs.includes(a.id) ? -1 : 0));
}

/** One after the other where the team has not the days for all at once and the weeks allow it. */
function isOneByOne(items: readonly Candidate[], { diagnostic, limits }: Profile): boolean {
  const days = diagnostic.team.capacityDaysPerMonth;
  if (days === undefined || days >= daysPerItem * items.length) return false;
  const before = Math.max(0, ...items.map(({ path, weeks }) => path - weeks));
  return before + items.reduce((sum, { weeks }) => sum + weeks, 0) <= limits.weeks;
}

/** Weeks may be fractions; days are rounded up. */
function addWeeks(day: string, weeks: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + Math.ceil(weeks * 7));
  return date.toISOString().slice(0, 10);
}
