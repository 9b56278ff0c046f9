import type { Candidate } from './candidate.ts';
import { itemIds } from './decide.ts';
import type { Answer } from './decide.ts';
import {
  accessQuestions,
  historyQuestions,
  limitEdit,
  limitFields,
  managedServicesEdit,
  qualityQuestions,
  replayEdits,
  sourceEdit,
} from './edits.ts';
import type { Edit, LimitName, Question } from './edits.ts';
import { compareText } from './numbers.ts';
import { goTogether, pair, single } from './packages.ts';
import type { Package } from './packages.ts';
import type { Served } from './readiness.ts';
import type { WhatIf } from './whatif.ts';
import type { World } from './world.ts';

/** How many ways out are shown, of each kind of answer. */
const shown = 3;

/** Answers from least to most. */
const ladderOfAnswers: readonly Answer[] = ['not_yet', 'foundation', 'single', 'package'];

/**
 * For an answer short of a package: the smallest sets of answers that would allow more, each proven by running
 * the rule again. Every edit opens a gate that stays shut without it. Fewest edits first, then cheapest.
 */
export function unlocks(world: World): WhatIf[] {
  const wanted = ladderOfAnswers.slice(ladderOfAnswers.indexOf(world.decision.answer) + 1).reverse();
  const plans = targets(world)
    .flatMap((target) => {
      const edits = editsFor(world, target);
      return edits === undefined ? [] : [{ target, edits }];
    })
    .sort(
      (a, b) =>
        a.edits.length - b.edits.length ||
        a.target.cost - b.target.cost ||
        b.target.Z - a.target.Z ||
        compareText(idsOf(a.target), idsOf(b.target)),
    );
  return wanted.flatMap((answer) => {
    const found: WhatIf[] = [];
    for (const { target, edits } of plans) {
      if (found.length === shown) break;
      if ((answer === 'package') !== target.items.length > 1) continue;
      const proven = prove(world, edits, target);
      if (proven !== undefined) found.push(proven);
    }
    return found;
  });
}

/** What an edit is about: two items may ask for the same answer, the one more of it than the other. */
function placeOf({ pointer, subject }: Edit): string {
  return `${pointer} ${subject}`;
}

function amountOf({ to }: Edit): number {
  const months = typeof to === 'object' ? to.objects[0]?.historyMonths.value : to;
  return typeof months === 'number' ? months : 0;
}

function idsOf({ items }: Package): string {
  return items.map(({ id }) => id).join(' ');
}

function targets({ candidates, rules }: World): Package[] {
  const singles = candidates.filter(({ needs }) => needs.length === 0).map(single);
  const pairs = candidates.flatMap((a, index) =>
    candidates
      .slice(index + 1)
      .filter((b) => goTogether(a, b))
      .map((b) => pair(a, b))
      .filter(({ name }) => rules.force === undefined || rules.force === name),
  );
  return [...singles, ...pairs];
}

/** What would have to be answered for a package to pass every gate; undefined where no answer opens one. */
function editsFor(world: World, target: Package): Edit[] | undefined {
  const edits = new Map<string, Edit>();
  for (const item of target.items) {
    const needed = editsForItem(world, item);
    if (needed === undefined) return undefined;
    for (const edit of needed) {
      const known = edits.get(placeOf(edit));
      if (known === undefined || amountOf(edit) > amountOf(known)) edits.set(placeOf(edit), edit);
    }
  }
  const needs: Readonly<Record<LimitName, number>> = {
    capex: target.cost,
    opex: target.opex,
    weeks: target.path,
  };
  for (const name of ['capex', 'opex', 'weeks'] as const) {
    if (needs[name] <= world.profile.limits[name]) continue;
    const { step } = limitFields[name];
    const edit = limitEdit(world.profile, name, Math.ceil(needs[name] / step) * step);
    edits.set(placeOf(edit), edit);
  }
  return [...edits.values()];
}

function editsForItem(world: World, item: Candidate): Edit[] | undefined {
  const edits: Edit[] = [];
  for (const { code, status } of item.gates) {
    if (status !== 'fail') continue;
    if (code === 'DATA_MISSING') edits.push(...item.served.flatMap((served) => editsForData(world, served)));
    else if (code === 'SKILL') edits.push(managedServicesEdit());
    else return undefined;
  }
  return edits;
}

/** The lowest level of each answer at which data counts as there at all: readiness .25. */
function editsForData({ profile }: World, { item, readiness, best }: Served): Edit[] {
  if (readiness.high >= 0.25) return [];
  const [kind] = item.anyOf;
  if (best === undefined) return kind === undefined ? [] : [sourceEdit(kind, item.historyMonths)];
  const edits: Edit[] = [];
  const ask = (questions: readonly Question[], pointer: string, to: number | string): void => {
    const edit = questions.map((question) => question.edit(to)).find((each) => each.pointer === pointer);
    if (edit !== undefined) edits.push(edit);
  };
  if (best.source.access === 'none') ask(accessQuestions(profile), `${best.sourcePointer}/access`, 'manual');
  if (best.quality.high < 1) ask(qualityQuestions(profile), `${best.quality.pointer}/value`, 1);
  const months = Math.ceil((item.historyMonths ?? 0) / 4);
  if (best.history.high < months) ask(historyQuestions(profile), `${best.history.pointer}/value`, months);
  return edits;
}

/** What is advised on the edits, if that is the target: run again, not taken for granted. */
function prove(world: World, edits: readonly Edit[], target: Package): WhatIf | undefined {
  if (edits.length === 0) return undefined;
  const { decision } = replayEdits(world, edits);
  return itemIds(decision).join(' ') === idsOf(target) ? { edits, decision } : undefined;
}
