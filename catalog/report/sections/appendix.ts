import { criteria } from '../../selection/criteria.ts';
import { criterionNames } from '../../selection/describe.ts';
import { answersOf } from '../answers.ts';
import type { GivenAnswer } from '../answers.ts';
import type { Context } from '../context.ts';
import type { Block, Cell, Section } from '../document.ts';
import { appendixWords as words, criterionMeanings } from '../texts/caution.ts';
import { gateNames } from '../../names/advice.ts';
import type { Names } from '../../names/names.ts';
import { capital } from '../../text/capital.ts';
import { evidenceNames, statusNames } from '../texts/common.ts';
import { sectionTitles } from '../texts/sections.ts';

/** Every answer with its evidence. */
export function evidenceSection(context: Context): Section {
  const { say } = context;
  const answers = answersOf(context);
  const title = say(sectionTitles.evidence);
  if (answers.length === 0)
    return { id: 'evidence', title, blocks: [{ kind: 'paragraph', text: say(words.empty) }] };
  return {
    id: 'evidence',
    title,
    blocks: [
      { kind: 'paragraph', text: say(words.evidenceIntro) },
      {
        kind: 'table',
        caption: say(words.evidence),
        columns: [
          { title: say(words.question) },
          { title: say(words.answer), numeric: true },
          { title: say(words.confidence) },
          { title: say(words.restsOn) },
        ],
        rows: answers.map((answer): readonly Cell[] => [
          answer.place,
          answerCell(answer, context),
          answer.confidence ?? '–',
          evidenceText(answer, context),
        ]),
      },
    ],
  };
}

function answerCell({ value, range, status }: GivenAnswer, { say }: Context): Cell {
  if (value !== undefined) return value;
  const text = say(statusNames[status]);
  return status === 'not_applicable'
    ? text
    : { text: range === undefined ? text : `${text} (${range})`, mark: 'open' };
}

function evidenceText({ evidence, note }: GivenAnswer, { say, day }: Context): string {
  const found = evidence.map(({ kind, ref, collectedAt, collectedBy }) =>
    [
      `${say(evidenceNames[kind])}, ${ref}`,
      collectedAt === undefined ? undefined : day(collectedAt.slice(0, 10)),
      collectedBy,
    ]
      .filter((part) => part !== undefined)
      .join(', '),
  );
  return [...found, ...(note === undefined ? [] : [note])].join('; ') || '–';
}

/** The document may have a gate of another version of the engine. */
const gatesByCode: Names<string> = gateNames;

/** How the advice was computed, so that anybody can follow it. */
export function methodSection(context: Context): Section {
  const { say, selection, language, percent } = context;
  return {
    id: 'method',
    title: say(sectionTitles.method),
    blocks: [
      { kind: 'paragraph', text: say(words.method) },
      { kind: 'paragraph', text: selection.note[language] },
      {
        kind: 'table',
        caption: say(words.weights),
        columns: [
          { title: say(words.criterion) },
          { title: say(words.weight), numeric: true },
          { title: say(words.means) },
        ],
        rows: criteria.map((criterion) => [
          capital(say(criterionNames[criterion])),
          percent(selection.weights[criterion]),
          say(criterionMeanings[criterion]),
        ]),
      },
      {
        kind: 'table',
        caption: say(words.rules),
        columns: [{ title: say(words.rule) }, { title: say(words.text) }],
        rows: Object.entries(selection.gateRules).map(([code, text]) => [
          say(gatesByCode[code] ?? { en: code, fr: code }),
          text[language],
        ]),
      },
      ...drawn(context),
      ...leftAside(context),
      { kind: 'heading', text: say(words.made) },
      { kind: 'terms', items: origin(context) },
    ],
  };
}

function drawn({ selection, say, language, money, amount }: Context): readonly Block[] {
  const check = selection.roi?.monteCarlo;
  if (check === undefined) return [];
  const colon = language === 'en' ? ': ' : ' : ';
  return [
    {
      kind: 'paragraph',
      text: `${say(words.check)}${colon}${money(check.meanEUR)} ± ${money(check.sdEUR)}, ${amount(check.draws)} ${say(words.draws)}, ${say(check.agrees ? words.agrees : words.differs)}.`,
    },
  ];
}

function leftAside({ selection, say, nameOf, listed }: Context): readonly Block[] {
  const line = (text: string, ids: readonly string[]): readonly Block[] =>
    ids.length === 0 ? [] : [{ kind: 'paragraph', text: `${text} ${listed(ids.map(nameOf))}.` }];
  return [
    ...line(say(words.notAssessed), selection.notAssessed),
    ...line(say(words.leftOut), selection.leftOut),
  ];
}

function origin({
  selection,
  say,
  day,
}: Context): readonly { readonly term: string; readonly text: string }[] {
  return [
    { term: say(words.diagnostic), text: selection.diagnosticId },
    { term: say(words.inputs), text: selection.inputsHash },
    { term: say(words.catalog), text: selection.catalogVersion },
    { term: say(words.engine), text: selection.engineVersion },
    { term: say(words.prices), text: day(selection.priceBookDate) },
  ];
}
