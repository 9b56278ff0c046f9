import { pointerValue } from '../../schema/pointer.ts';
import type { Draft, Interview } from './interview.ts';
import { listAt, pointerOf } from './place.ts';
import { isGroup } from './question.ts';
import type { Choices, Group, Part, Section } from './question.ts';
import { questionnaire } from './questionnaire.data.ts';
import { stepsOf } from './steps.ts';
import type { Step } from './steps.ts';

/** How a step stands: `open` was not asked, `skipped` was put off, `settled` has an answer or needs none. */
export type Standing = 'open' | 'skipped' | 'settled';

/** How a step stands in an interview. */
export function standingOf({ draft, outcomes }: Interview, step: Step): Standing {
  if (pointerValue(draft, step.pointer) !== undefined) return 'settled';
  const outcome = outcomes[step.key];
  if (outcome === undefined) return 'open';
  return outcome === 'skipped' ? 'skipped' : 'settled';
}

/**
 * The step to ask next: the first open one behind the step with the key `after`, else the first open one at all.
 * Undefined when nothing is open; what was skipped is then asked by `skippedSteps`.
 */
export function nextStep(interview: Interview, choices: Choices, after?: string): Step | undefined {
  const steps = stepsOf(interview.draft, choices);
  const start = steps.findIndex(({ key }) => key === after) + 1;
  const isOpen = (step: Step): boolean => standingOf(interview, step) === 'open';
  return steps.slice(start).find(isOpen) ?? steps.find(isOpen);
}

/** The step before the one with this key; undefined for the first. */
export function previousStep(interview: Interview, choices: Choices, key: string): Step | undefined {
  const steps = stepsOf(interview.draft, choices);
  return steps[steps.findIndex((step) => step.key === key) - 1];
}

/** Where to go on in a section: its first open step, else its first step. Undefined for an unknown section. */
export function stepOfSection(interview: Interview, choices: Choices, sectionId: string): Step | undefined {
  const steps = stepsOf(interview.draft, choices).filter(({ section }) => section.id === sectionId);
  return steps.find((step) => standingOf(interview, step) === 'open') ?? steps[0];
}

/** The steps that were put off, in order. */
export function skippedSteps(interview: Interview, choices: Choices): readonly Step[] {
  return stepsOf(interview.draft, choices).filter((step) => standingOf(interview, step) === 'skipped');
}

/** How far one section is. */
export interface SectionProgress {
  readonly section: Section;
  /** From 1. */
  readonly number: number;
  readonly open: number;
  readonly skipped: number;
  readonly settled: number;
  /** Minutes of the interview that are left. */
  readonly minutesLeft: number;
}

/** How far an interview is. */
export interface Progress {
  readonly sections: readonly SectionProgress[];
  readonly settled: number;
  readonly open: number;
  readonly skipped: number;
  /** Minutes left; lists that nobody has named yet count with their usual length. */
  readonly minutesLeft: number;
}

/** How far an interview is, by section and in all. */
export function progressOf(
  interview: Interview,
  choices: Choices,
  sections: readonly Section[] = questionnaire,
): Progress {
  const steps = stepsOf(interview.draft, choices, sections);
  const each = sections.map((section, index) => {
    const own = steps.filter((step) => step.section === section);
    const count = (standing: Standing): number =>
      own.filter((step) => standingOf(interview, step) === standing).length;
    const openMinutes = own
      .filter((step) => standingOf(interview, step) === 'open')
      .reduce((sum, { question }) => sum + question.minutes, 0);
    return {
      section,
      number: index + 1,
      open: count('open'),
      skipped: count('skipped'),
      settled: count('settled'),
      minutesLeft: openMinutes + unnamedMinutes(section.parts, interview.draft),
    };
  });
  const total = (read: (one: SectionProgress) => number): number =>
    each.reduce((sum, one) => sum + read(one), 0);
  return {
    sections: each,
    settled: total(({ settled }) => settled),
    open: total(({ open }) => open),
    skipped: total(({ skipped }) => skipped),
    minutesLeft: total(({ minutesLeft }) => minutesLeft),
  };
}

/** Minutes that lists will take which are not named yet. */
function unnamedMinutes(parts: readonly Part[], draft: Draft, positions: readonly number[] = []): number {
  return parts.filter(isGroup).reduce((sum, group) => {
    const pointer = pointerOf(group.each, draft, positions);
    if (pointerValue(draft, pointer) === undefined) return sum + usualMinutes(group);
    const named = listAt(draft, pointer).map((_, index) =>
      unnamedMinutes(group.parts, draft, [...positions, index]),
    );
    return sum + named.reduce((total, minutes) => total + minutes, 0);
  }, 0);
}

function usualMinutes({ usual, parts }: Group): number {
  return usual * parts.reduce((sum, part) => sum + (isGroup(part) ? usualMinutes(part) : part.minutes), 0);
}
