import { answersOf, isOpen } from '../answers.ts';
import type { Context } from '../context.ts';
import type { Block, Cell, Section } from '../document.ts';
import { confidenceNames, statusNames } from '../texts/common.ts';
import { unknownWords as words } from '../texts/caution.ts';
import { sectionTitles } from '../texts/sections.ts';
import { resultText } from './changes.ts';

/** Everything that is not known, was assumed, or contradicts something else. */
export function unknownsSection(context: Context): Section {
  const { say } = context;
  return {
    id: 'unknowns',
    title: say(sectionTitles.unknowns),
    blocks: [
      { kind: 'paragraph', text: say(words.intro) },
      ...conflicts(context),
      ...unknownAnswers(context),
      ...matters(context),
      ...assumptions(context),
      { kind: 'paragraph', text: say(words.general) },
    ],
  };
}

function unknownAnswers(context: Context): readonly Block[] {
  const { say } = context;
  const open = answersOf(context).filter(isOpen);
  if (open.length === 0) return [{ kind: 'paragraph', text: say(words.noUnknown) }];
  return [
    {
      kind: 'table',
      caption: say(words.unknowns),
      columns: [
        { title: say(words.question) },
        { title: say(words.open) },
        { title: say(words.status) },
        { title: say(words.note) },
      ],
      rows: open.map(({ place, range, status, note }): readonly Cell[] => [
        place,
        range ?? '?',
        { text: say(statusNames[status]), mark: 'open' },
        note ?? '–',
      ]),
    },
  ];
}

function matters(context: Context): readonly Block[] {
  const { say, selection } = context;
  const unknowns = selection.sensitivity?.unknowns ?? [];
  if (unknowns.length === 0) return [];
  const places = new Map(answersOf(context).map(({ pointer, place }) => [pointer, place]));
  return [
    {
      kind: 'table',
      caption: say(words.matters),
      columns: [{ title: say(words.question) }, { title: say(words.ifLow) }, { title: say(words.ifHigh) }],
      rows: unknowns.map(({ pointer, subject, low, high }) => [
        places.get(pointer.replace(/\/(value|mid)$/, '')) ?? subject,
        resultText(low, context),
        resultText(high, context),
      ]),
    },
  ];
}

function assumptions(context: Context): readonly Block[] {
  const { say } = context;
  const assumed = answersOf(context).filter(({ status }) => status === 'assumed');
  if (assumed.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say(words.assumptions),
      columns: [
        { title: say(words.question) },
        { title: say(words.assumed), numeric: true },
        { title: say(words.open), numeric: true },
        { title: say(words.status) },
        { title: say(words.note) },
      ],
      rows: assumed.map(({ place, value, range, confidence, note }) => [
        place,
        value ?? '?',
        range ?? '–',
        confidence === undefined ? '–' : say(confidenceNames[confidence]),
        note ?? '–',
      ]),
    },
  ];
}

function conflicts({ findings, selection, say, language }: Context): readonly Block[] {
  if (findings.length === 0) return [];
  const effects = new Map(
    selection.conflicts.map((conflict) => [`${conflict.code} ${conflict.pointers.join(' ')}`, conflict]),
  );
  return [
    {
      kind: 'table',
      caption: say(words.conflicts),
      columns: [{ title: say(words.question) }, { title: say(words.effect) }],
      rows: findings.map(({ code, pointer, other, question }): readonly Cell[] => {
        const effect = effects.get(`${code} ${pointer} ${other}`);
        const text =
          effect === undefined || effect.readings.length === 0
            ? say(words.noEffect)
            : say(effect.agrees ? words.same : words.differs);
        return [question[language], effect?.agrees === false ? { text, mark: 'bad' } : text];
      }),
    },
  ];
}
