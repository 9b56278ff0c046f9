import type { Candidate } from './candidate.ts';
import { sameAdvice } from './decide.ts';
import type { Decision } from './decide.ts';
import {
  accessQuestions,
  accessStep,
  accessSteps,
  benefitQuestion,
  historyQuestions,
  limitEdit,
  limitFields,
  qualityQuestions,
  replayEdits,
  teamQuestions,
} from './edits.ts';
import type { Edit, LimitName, Question } from './edits.ts';
import type { Step } from './ladders.ts';
import { clamp } from './numbers.ts';
import type { World } from './world.ts';

/** Other answers, and what is advised on them: computed by running the whole rule again. */
export interface WhatIf {
  readonly edits: readonly Edit[];
  readonly decision: Decision;
}

/** An unknown answer that would change the advice at one of its ends. */
export interface DecidingUnknown {
  readonly pointer: string;
  readonly subject: string;
  readonly low: WhatIf;
  readonly high: WhatIf;
}

/**
 * The changes by one level of one answer (quality, team, access) that change the advice.
 * @returns how many were tried, and those that did.
 */
export function oneLevelFlips(world: World): { readonly tried: number; readonly flips: readonly WhatIf[] } {
  let tried = 0;
  const flips: WhatIf[] = [];
  for (const edit of [
    ...relevant(world, [...qualityQuestions(world.profile), ...teamQuestions(world.profile)]).flatMap(
      (question) => [-1, 1].flatMap((step) => levelEdit(question, step) ?? []),
    ),
    ...relevant(world, accessQuestions(world.profile)).flatMap((question) =>
      [-1, 1].flatMap((step) => accessEdit(question, step) ?? []),
    ),
  ]) {
    tried += 1;
    const changed = tryEdit(world, edit);
    if (changed !== undefined) flips.push(changed);
  }
  return { tried, flips };
}

/** Unknown answers on which the advice depends: the advice at the lowest and at the highest each could be. */
export function decidingUnknowns(world: World): DecidingUnknown[] {
  const { profile } = world;
  const open: { question: Question; low: number | string; high: number | string }[] = [
    ...[...qualityQuestions(profile), ...teamQuestions(profile)].map((question) => ({
      question,
      low: 0,
      high: 4,
    })),
    ...historyQuestions(profile).map((question) => ({
      question,
      low: 0,
      high: mostHistory(world, question),
    })),
    ...accessQuestions(profile).map((question) => ({ question, low: 'none', high: 'api' })),
    ...world.candidates.map((candidate) => ({
      question: benefitQuestion(candidate),
      low: 0,
      high: fullBenefit(candidate),
    })),
  ];
  return open.flatMap(({ question, low, high }) => {
    if (question.value !== null || relevant(world, [question]).length === 0) return [];
    const ends = [question.edit(low), question.edit(high)].map((edit) => ({
      edits: [edit],
      decision: replayEdits(world, [edit]).decision,
    }));
    const [atLow, atHigh] = ends;
    if (atLow === undefined || atHigh === undefined) return [];
    if (ends.every(({ decision }) => sameAdvice(decision, world.decision))) return [];
    const { pointer, subject } = question.edit(low);
    return [{ pointer, subject, low: atLow, high: atHigh }];
  });
}

/**
 * The smallest change of one answer, in each direction, that changes the advice. Levels go by one, benefits by
 * €1,000, history by a month, limits as in `limitFields`; the change one step smaller changes nothing. Nearest
 * first.
 */
export function counterfactuals(
  world: World,
  ladders: Readonly<Record<LimitName, readonly Step[]>>,
): WhatIf[] {
  const { profile } = world;
  const scans: (Edit | undefined)[][] = [
    ...relevant(world, [...qualityQuestions(profile), ...teamQuestions(profile)]).flatMap((question) =>
      [-1, 1].map((sign) => [1, 2, 3, 4].map((steps) => levelEdit(question, sign * steps))),
    ),
    ...relevant(world, accessQuestions(profile)).flatMap((question) =>
      [-1, 1].map((sign) => [1, 2, 3].map((steps) => accessEdit(question, sign * steps))),
    ),
  ];
  return [
    ...scans.flatMap((scan) => firstFlip(world, scan) ?? []),
    ...relevant(world, historyQuestions(profile)).flatMap((question) =>
      [0, mostHistory(world, question)].flatMap((end) => nearestFlip(world, question, end, 1) ?? []),
    ),
    ...world.candidates.flatMap((candidate) =>
      [0, fullBenefit(candidate)].flatMap(
        (end) => nearestFlip(world, benefitQuestion(candidate), end, benefitStep) ?? [],
      ),
    ),
    ...limitNames.flatMap((name) => limitFlips(world, name, ladders[name])),
  ]
    .map((whatIf) => ({ whatIf, far: whatIf.edits.reduce((sum, edit) => sum + distance(edit), 0) }))
    .sort((a, b) => a.far - b.far)
    .map(({ whatIf }) => whatIf);
}

const limitNames: readonly LimitName[] = ['capex', 'opex', 'weeks'];
const benefitStep = 1000;

/** The change, if it changes the advice. */
export function tryEdit(world: World, edit: Edit): WhatIf | undefined {
  const { decision } = replayEdits(world, [edit]);
  return sameAdvice(decision, world.decision) ? undefined : { edits: [edit], decision };
}

/** Questions whose answer some candidate reads. */
function relevant(world: World, questions: readonly Question[]): Question[] {
  return questions.filter((question) => {
    const { touches } = question.edit(0);
    return world.candidates.some(touches);
  });
}

function levelEdit(question: Question, steps: number): Edit | undefined {
  if (typeof question.value !== 'number') return undefined;
  const to = clamp(question.value + steps, 0, 4);
  // A level between two steps moves to the end of the scale, but no further step repeats that.
  return to === question.value || Math.abs(question.value + steps - to) >= 1 ? undefined : question.edit(to);
}

function accessEdit(question: Question, steps: number): Edit | undefined {
  const at = levelOf(question.value);
  const to = at === undefined ? undefined : accessSteps[at + steps];
  return to === undefined ? undefined : question.edit(to);
}

function firstFlip(world: World, edits: readonly (Edit | undefined)[]): WhatIf | undefined {
  for (const edit of edits) {
    const changed = edit && tryEdit(world, edit);
    if (changed !== undefined) return changed;
  }
  return undefined;
}

/** The smallest change towards an end that changes the advice, by bisection on the steps in between. */
function nearestFlip(world: World, question: Question, end: number, step: number): WhatIf | undefined {
  const { value } = question;
  if (typeof value !== 'number' || value === end) return undefined;
  const sign = end > value ? 1 : -1;
  const at = (steps: number): number => value + sign * steps * step;
  let same = 0;
  let other = Math.floor(Math.abs(end - value) / step);
  if (other === 0) return undefined;
  let found = tryEdit(world, question.edit(at(other)));
  if (found === undefined) return undefined;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    const changed = tryEdit(world, question.edit(at(middle)));
    if (changed === undefined) same = middle;
    else {
      other = middle;
      found = changed;
    }
  }
  return found;
}

/** The longest history a candidate asks for of this kind of data. */
function mostHistory({ candidates }: World, question: Question): number {
  const { touches } = question.edit(0);
  const months = candidates
    .filter(touches)
    .flatMap(({ entry }) => entry.requires.objects.map(({ historyMonths }) => historyMonths ?? 0));
  return Math.max(0, ...months);
}

/** The benefit a year, in whole steps, from which value is 1. */
function fullBenefit({ alone, run }: Candidate): number {
  return Math.ceil((alone + 36 * run) / benefitStep) * benefitStep;
}

/** The nearest lower and the nearest higher limit, on its grid, at which the advice changes. */
function limitFlips(world: World, name: LimitName, steps: readonly Step[]): WhatIf[] {
  const { step } = limitFields[name];
  const now = world.profile.limits[name];
  const current = steps.findLast(({ from }) => from <= now);
  if (current === undefined) return [];
  const below = Math.ceil(current.from / step) * step - step;
  const above = current.to === undefined ? undefined : Math.ceil(current.to / step) * step;
  return [below, above].flatMap((to) => {
    if (to === undefined || to < 0) return [];
    return tryEdit(world, limitEdit(world.profile, name, to)) ?? [];
  });
}

/**
 * How far an edit is from the answer given, so that the nearest come first: a level or a step of access counts 1,
 * other figures 1 for every fifth they change.
 */
function distance({ field, from, to }: Edit): number {
  if (typeof from === 'string' || typeof to === 'string') {
    return Math.abs((levelOf(to) ?? 0) - (levelOf(from) ?? 0));
  }
  const change = Math.abs(Number(to) - Number(from));
  return field === 'quality' || field === 'team' ? change : (5 * change) / Math.max(Number(from), 1);
}

function levelOf(access: Edit['from'] | Edit['to']): number | undefined {
  const known = [...accessSteps, 'db' as const, 'warehouse_share' as const].find((step) => step === access);
  return known === undefined ? undefined : accessStep(known);
}
