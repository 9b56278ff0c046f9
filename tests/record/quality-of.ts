import type { QualityRecord } from '#catalog/schema/generated/types.ts';
import type { Badge, Quality } from '#catalog/site/quality.ts';
import type { Measure } from './measures.ts';

/** One test that ran. */
export interface Ran {
  /** Its file, from the top of the checkout. */
  readonly file: string;
  /** Its name with those of the blocks around it. */
  readonly name: string;
  readonly passed: boolean;
}

/** A template as it is now. */
export interface Subject {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  /** Whether the generated example has it. */
  readonly inExample: boolean;
}

/**
 * The record after a run. A badge is earned where all its measures ran and every test of them passed, and lost where one
 * failed; one that was not measured whole stays as it was for a template that did not change.
 * @param today day of the run, YYYY-MM-DD.
 */
export function qualityAfter(
  before: QualityRecord,
  ran: readonly Ran[],
  subjects: readonly Subject[],
  measures: readonly Measure[],
  today: string,
): QualityRecord {
  const templates = subjects.flatMap((subject): (readonly [string, Quality])[] => {
    const known = before.templates[subject.id];
    const kept = known?.digest === subject.digest ? known.badges : {};
    const badges: Readonly<Record<string, Earned | undefined>> = {
      ...kept,
      ...measured(subject, ran, measures, today),
    };
    const earned = Object.entries(badges).filter(([, badge]) => badge !== undefined);
    if (earned.length === 0) return [];
    const { id, version, digest } = subject;
    return [[id, { version, digest, badges: Object.fromEntries(earned) }]];
  });
  return { qualityVersion: 1, templates: Object.fromEntries(templates) };
}

type Earned = NonNullable<Quality['badges'][Badge]>;

/** The badges that a run says something of; undefined for one that is lost. */
function measured(
  { id, inExample }: Subject,
  ran: readonly Ran[],
  measures: readonly Measure[],
  today: string,
): Readonly<Record<string, Earned | undefined>> {
  const own = measures.filter(({ of }) => (of === 'example' ? inExample : of.includes(id)));
  const badges = [...new Set(own.map(({ badge }) => badge))];
  return Object.fromEntries(
    badges.flatMap((badge): (readonly [Badge, Earned | undefined])[] => {
      const parts = own.filter((measure) => measure.badge === badge).map((measure) => testsOf(measure, ran));
      const tests = parts.flat();
      if (tests.some(({ passed }) => !passed)) return [[badge, undefined]];
      if (parts.some((part) => part.length === 0)) return [];
      return [[badge, { on: today, tests: tests.length }]];
    }),
  );
}

function testsOf({ file, names }: Measure, ran: readonly Ran[]): readonly Ran[] {
  return ran.filter((test) => test.file === file && (names === undefined || names.test(test.name)));
}
