import type { Text } from '../../dated.ts';
import { isRecord } from '../../record.ts';
import { pointerAppend, pointerSteps, pointerValue } from '../../schema/pointer.ts';
import type { Draft } from './interview.ts';
import { optionsOf } from './options.ts';
import { listAt, pointerOf } from './place.ts';
import { isGroup } from './question.ts';
import type { Choices, Condition, Group, Part, Question, Section } from './question.ts';
import { questionnaire } from './questionnaire.data.ts';

/** One question to one item: what is asked in one go. */
export interface Step {
  /** Stable while the items keep their names: `object-quality:webshop/sales`. */
  readonly key: string;
  readonly section: Section;
  readonly question: Question;
  /** Place of the answer in the draft; `-` stands for an item that the answer will make. */
  readonly pointer: string;
  /** Positions of the items that are asked about, outermost first. */
  readonly positions: readonly number[];
  /** What the items are called, outermost first; empty for a question that is asked once. */
  readonly about: readonly Text[];
}

interface Place {
  readonly draft: Draft;
  readonly choices: Choices;
  readonly section: Section;
  readonly positions: readonly number[];
  readonly names: readonly string[];
  readonly about: readonly Text[];
}

/** Every step of an interview as it stands, in the order of asking. */
export function stepsOf(
  draft: Draft,
  choices: Choices,
  sections: readonly Section[] = questionnaire,
): readonly Step[] {
  return sections.flatMap((section) =>
    partSteps(section.parts, { draft, choices, section, positions: [], names: [], about: [] }),
  );
}

function partSteps(parts: readonly Part[], place: Place): readonly Step[] {
  return parts.flatMap((part) => {
    if (isGroup(part)) return groupSteps(part, place);
    if (!(part.when ?? []).every((condition) => holds(condition, place))) return [];
    const { draft, section, positions, names, about } = place;
    const suffix = names.length === 0 ? '' : `:${names.join('/')}`;
    return {
      key: `${part.id}${suffix}`,
      section,
      question: part,
      pointer: pointerOf(part.at, draft, positions),
      positions,
      about,
    };
  });
}

function groupSteps(group: Group, place: Place): readonly Step[] {
  const items = listAt(place.draft, pointerOf(group.each, place.draft, place.positions));
  const names = items.map((item, index) => nameOf(item, group.label) ?? String(index));
  return items.flatMap((item, index) => {
    const name = names[index] ?? '';
    const earlier = names.slice(0, index).filter((each) => each === name).length;
    return partSteps(group.parts, {
      ...place,
      positions: [...place.positions, index],
      names: [...place.names, earlier === 0 ? name : `${name}~${earlier + 1}`],
      about: [...place.about, labelOf(item, group, place)],
    });
  });
}

/** What an item is called in keys: its id, else its label. */
function nameOf(item: unknown, label: string): string | undefined {
  if (!isRecord(item)) return undefined;
  const name = item['id'] ?? item[label];
  return typeof name === 'string' ? name : undefined;
}

function labelOf(item: unknown, { label, labels }: Group, { draft, choices }: Place): Text {
  const value = isRecord(item) ? item[label] : undefined;
  const known = labels === undefined ? [] : optionsOf(labels, draft, choices);
  const plain = typeof value === 'string' ? value : '';
  return known.find((each) => each.value === value)?.text ?? { en: plain, fr: plain };
}

function holds({ at, is, isNot, known }: Condition, { draft, positions }: Place): boolean {
  const value = pointerValue(draft, pointerOf(at, draft, positions));
  const values: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (known === true && !values.some((each) => each !== null)) return false;
  if (is !== undefined && !is.some((each) => values.includes(each))) return false;
  return !isNot?.some((each) => values.includes(each));
}

/** The step an answer at a place of the draft is given in: the one with the longest pointer on the way to it. */
export function stepAt(steps: readonly Step[], pointer: string): Step | undefined {
  const target = pointerSteps(pointer);
  let best: Step | undefined;
  for (const step of steps) {
    const leads = isPrefix(pointerSteps(step.pointer), target);
    if (leads && step.pointer.length > (best?.pointer.length ?? -1)) best = step;
  }
  // A place above answers, such as a whole block: its first question.
  return best ?? steps.find((step) => isPrefix(target, pointerSteps(step.pointer)));
}

function isPrefix(start: readonly string[], whole: readonly string[]): boolean {
  return start.length <= whole.length && start.every((step, index) => step === whole[index]);
}

/** The items a step is about, as pointers, outermost first. */
export function itemPointers({ question, positions }: Step): readonly string[] {
  const found: string[] = [];
  let pointer = '';
  let used = 0;
  for (const step of pointerSteps(question.at)) {
    if (step !== '#') {
      pointer = pointerAppend(pointer, step);
      continue;
    }
    pointer = pointerAppend(pointer, positions[used]);
    used += 1;
    found.push(pointer);
  }
  return found;
}
