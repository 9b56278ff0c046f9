import { applyEdits } from '../edits.ts';
import type { Edit } from '../finding.ts';
import { isRecord } from '../../record.ts';
import { pointerSteps, pointerValue } from '../../schema/pointer.ts';
import { slugOf } from '../../text/slug.ts';
import type { Draft, Interview, Judgement, Outcome, Reply, Value } from './interview.ts';
import { listAt, pointerOf } from './place.ts';
import { isJudged } from './question.ts';
import type { ItemsQuestion } from './question.ts';
import type { Step } from './steps.ts';
import { isBounds, isEstimate, isPortions } from './values.ts';

type Given = Extract<Reply, { readonly value: Value }>;
type Without = Exclude<Reply, Given | { readonly status: 'skipped' }>;

/** The interview after a reply. The interview given stays as it is. */
export function applyReply(interview: Interview, step: Step, reply: Reply): Interview {
  const others = Object.fromEntries(Object.entries(interview.outcomes).filter(([key]) => key !== step.key));
  const draft = applyEdits(interview.draft, replyEdits(interview.draft, step, reply));
  const outcome = outcomeOf(step, reply);
  return {
    ...interview,
    draft,
    outcomes: outcome === undefined ? others : { ...others, [step.key]: outcome },
  };
}

/** What the record has to keep because the draft cannot say it. */
function outcomeOf({ question }: Step, { status }: Reply): Outcome | undefined {
  if (status === 'answered' || status === 'assumed') return undefined;
  if (status === 'skipped') return 'skipped';
  if (isJudged(question) || (status === 'unknown' && question.unknownAs !== undefined)) return undefined;
  return status;
}

function replyEdits(draft: Draft, step: Step, reply: Reply): readonly Edit[] {
  // Skipping leaves an earlier answer as it was.
  if (reply.status === 'skipped') return [];
  const stored = 'value' in reply ? storedValue(draft, step, reply) : storedWithout(step, reply);
  if (stored === undefined) {
    return pointerValue(draft, step.pointer) === undefined ? [] : [{ pointer: step.pointer }];
  }
  const sets = Object.entries(step.question.sets ?? {}).map(([at, value]) => ({
    pointer: pointerOf(at, draft, step.positions),
    value,
  }));
  return [...placing(draft, step, stored), ...sets];
}

/** The edit that puts a value in its place; an item that is missing on the way is made. */
function placing(draft: Draft, { pointer, question }: Step, value: unknown): readonly Edit[] {
  const steps = pointerSteps(pointer);
  const missing = steps.indexOf('-');
  if (missing < 0) return [{ pointer, value }];
  const list = `/${steps.slice(0, missing).join('/')}`;
  const field = steps[missing + 1] ?? '';
  const id = pointerSteps(question.at)[missing]?.slice(1);
  const fields = question.kind === 'level' ? question.item : undefined;
  return [{ pointer: list, value: [...listAt(draft, list), { id, ...fields, [field]: value }] }];
}

function storedWithout({ question }: Step, { status, judgement }: Without): unknown {
  // That something does not apply is an answer like others; not knowing rests on nothing.
  const trust = judgement ?? { confidence: status === 'not_applicable' ? 'C' : 'D', evidence: [] };
  if (question.kind === 'level') return { value: null, status, ...trust };
  if (isJudged(question)) return { low: null, mid: null, high: null, status, ...trust };
  return status === 'unknown' ? question.unknownAs : undefined;
}

function storedValue(
  draft: Draft,
  { question, pointer }: Step,
  { status, value, judgement }: Given,
): unknown {
  switch (question.kind) {
    case 'level':
      return { ...levelFields(value), status, ...judged(judgement) };
    case 'range':
      return isEstimate(value) ? { ...value, status, ...judged(judgement) } : value;
    case 'portions':
      return question.asList === true ? weighted(draft, pointer, value) : value;
    case 'items':
      return itemsFrom(listAt(draft, pointer), question, Array.isArray(value) ? value.map(String) : []);
    case 'text':
    case 'number':
    case 'date':
    case 'choice':
    case 'multi':
    case 'lines':
    case 'bounds':
    case 'target':
      return value;
  }
}

function levelFields(value: Value): object {
  if (!isBounds(value)) return { value };
  const { low, high } = value;
  return { value: isEstimate(value) ? value.mid : null, low, high };
}

function judged(judgement: Judgement | undefined): Judgement {
  return judgement ?? { confidence: 'C', evidence: [] };
}

/** Shares as a list of items in the order they were named; an item that was there keeps its other answers. */
function weighted(draft: Draft, pointer: string, value: Value): unknown {
  const before = listAt(draft, pointer).filter(isRecord);
  return Object.entries(isPortions(value) ? value : {})
    .filter(([, weight]) => weight > 0)
    .map(([id, weight]) => ({ ...before.find((item) => item['id'] === id), id, weight }));
}

/** The items named, in that order; those that were there keep their answers. */
function itemsFrom(
  before: readonly unknown[],
  { key, withId }: ItemsQuestion,
  names: readonly string[],
): readonly object[] {
  const old = before.filter(isRecord);
  const ids = new Set(old.flatMap(({ id }) => (typeof id === 'string' ? id : [])));
  return names.map((name) => {
    const item = old.find((each) => each[key] === name);
    if (item !== undefined) return item;
    if (withId !== true) return { [key]: name };
    const id = freeId(slugOf(name), ids);
    ids.add(id);
    return { id, [key]: name };
  });
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (wanted !== '' && !taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const id = slugOf(`${wanted === '' ? 'item' : wanted.slice(0, 58)} ${number}`);
    if (!taken.has(id)) return id;
  }
}

/** Names of the items that a reply would remove together with answers about them. */
export function itemsLost(draft: Draft, { question, pointer }: Step, value: Value): readonly string[] {
  if (question.kind !== 'items' || !Array.isArray(value)) return [];
  const kept = new Set(value.map(String));
  return listAt(draft, pointer).flatMap((item) => {
    if (!isRecord(item)) return [];
    const name = String(item[question.key]);
    const answers = Object.keys(item).filter((field) => field !== question.key && field !== 'id');
    return kept.has(name) || answers.length === 0 ? [] : name;
  });
}
