import type { Selection } from '../../schema/generated/types.ts';
import { criteria } from '../../selection/criteria.ts';
import { criterionNames } from '../../selection/describe.ts';
import { matrix } from '../charts/matrix.ts';
import type { MatrixPoint } from '../charts/matrix.ts';
import type { Context } from '../context.ts';
import type { Block, Cell, Section, Table } from '../document.ts';
import { aiActNames, gateNames } from '../../names/advice.ts';
import { capital } from '../../text/capital.ts';
import { common } from '../texts/common.ts';
import { priorityWords as words } from '../texts/priorities.ts';
import { sectionTitles } from '../texts/sections.ts';

type Ranked = Selection['ranked'][number];

/** All use cases the client was asked about: where they stand, and why. */
export function prioritiesSection(context: Context): Section {
  const { say, selection } = context;
  const blocks: readonly Block[] =
    selection.ranked.length === 0
      ? [{ kind: 'paragraph', text: say(words.empty) }]
      : [
          { kind: 'paragraph', text: say(words.intro) },
          matrixFigure(context),
          { kind: 'table', ...rankingTable(context) },
          { kind: 'table', ...criteriaTable(context) },
          ...gateTable(context),
        ];
  return {
    id: 'priorities',
    title: say(sectionTitles.priorities),
    blocks: [...blocks, ...unmatched(context)],
  };
}

/** What a use case is called in the matrix: its rank, or a letter where it has none. */
function marks({ ranked }: Selection): ReadonlyMap<string, string> {
  let letters = 0;
  return new Map(
    ranked.map(({ id, rank }): [string, string] => [id, rank === null ? letter(letters++) : String(rank)]),
  );
}

function letter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${letter(Math.floor(index / 26) - 1)}${last}`;
}

function matrixFigure(context: Context): Block {
  const { say, selection, language, amount } = context;
  const mark = marks(selection);
  const chosen = new Set(selection.package.items.map(({ entryId }) => entryId));
  const points = selection.ranked.map((entry): MatrixPoint => ({
    mark: mark.get(entry.id) ?? '',
    name: entry.name[language],
    x: entry.matrix.x,
    y: entry.matrix.y,
    state: chosen.has(entry.id) ? 'chosen' : entry.eligible ? 'eligible' : 'failed',
  }));
  const description = points
    .map(
      ({ mark: sign, name, x, y }) =>
        `${sign} ${name}: ${say(words.value)} ${amount(x, 2)}, ${say(words.feasibility)} ${amount(y, 2)}`,
    )
    .join('; ');
  return {
    kind: 'figure',
    caption: say(words.matrix),
    description,
    svg: matrix(
      points,
      {
        value: say(words.value),
        feasibility: say(words.feasibility),
        first: say(words.first),
        prepare: say(words.prepare),
        easy: say(words.easy),
        leave: say(words.leave),
        states: { chosen: say(words.chosen), eligible: say(words.eligible), failed: say(words.failed) },
      },
      {
        id: 'matrix',
        title: say(words.matrix),
        description,
      },
    ),
  };
}

function rankingTable({ selection, say, language, amount, money }: Context): Table {
  const mark = marks(selection);
  const chosen = new Set(selection.package.items.map(({ entryId }) => entryId));
  return {
    caption: say(words.ranking),
    columns: [
      { title: say(words.rank) },
      { title: say(common.useCase) },
      { title: say(words.score), numeric: true },
      { title: say(words.range), numeric: true },
      { title: say(words.value), numeric: true },
      { title: say(words.feasibility), numeric: true },
      { title: say(words.cost), numeric: true },
      { title: say(words.run), numeric: true },
      { title: say(words.weeks), numeric: true },
      { title: say(words.status) },
    ],
    rows: selection.ranked.map((entry) => [
      mark.get(entry.id) ?? '',
      chosen.has(entry.id) ? { text: entry.name[language], mark: 'strong' } : entry.name[language],
      amount(entry.U, 3),
      entry.ULow === entry.UHigh ? '–' : `${amount(entry.ULow, 2)}–${amount(entry.UHigh, 2)}`,
      amount(entry.matrix.x, 2),
      amount(entry.matrix.y, 2),
      money(entry.costEUR),
      money(entry.runEURPerMonth),
      amount(entry.weeks, Number.isInteger(entry.weeks) ? 0 : 1),
      status(entry, chosen, say),
    ]),
  };
}

function status({ id, eligible, built }: Ranked, chosen: ReadonlySet<string>, say: Context['say']): Cell {
  if (!eligible) return { text: say(words.failed), mark: 'bad' };
  const made = say(built ? common.built : common.planned);
  return chosen.has(id) ? { text: `${say(words.chosen)}, ${made}`, mark: 'good' } : made;
}

function criteriaTable({ selection, say, language, amount, percent }: Context): Table {
  return {
    caption: say(words.criteria),
    columns: [
      { title: say(common.useCase) },
      ...criteria.map((criterion) => ({
        title: capital(say(criterionNames[criterion])),
        numeric: true,
      })),
    ],
    rows: [
      ...selection.ranked.map(({ name, v }) => [
        name[language],
        ...criteria.map((criterion) => amount(v[criterion], 2)),
      ]),
      [
        { text: say(words.weight), mark: 'strong' },
        ...criteria.map((criterion): Cell => ({
          text: percent(selection.weights[criterion]),
          mark: 'strong',
        })),
      ],
    ],
  };
}

function gateTable({ selection, say, language }: Context): readonly Block[] {
  const marksOf = { fail: 'bad', conditional: 'open', warning: undefined } as const;
  const rows = selection.ranked.flatMap(({ name, gates }) =>
    gates.map(({ code, status: result, because }, index): readonly Cell[] => {
      const mark = marksOf[result];
      const text = say(words[result]);
      return [
        index === 0 ? name[language] : '',
        say(gateNames[code]),
        mark === undefined ? text : { text, mark },
        because[language],
      ];
    }),
  );
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say(words.reasons),
      columns: [
        { title: say(common.useCase) },
        { title: say(words.rule) },
        { title: say(words.effect) },
        { title: say(words.because) },
      ],
      rows,
    },
  ];
}

function unmatched({ selection, say, language, nameOf }: Context): readonly Block[] {
  if (selection.unmatched.length === 0) return [];
  return [
    { kind: 'heading', text: say(words.others) },
    { kind: 'paragraph', text: say(words.othersNote) },
    {
      kind: 'list',
      items: selection.unmatched.map(({ id, aiActClass, because }) => {
        const name = nameOf(id);
        if (aiActClass !== 'high' && aiActClass !== 'prohibited') return name;
        return `${name} (${say(aiActNames[aiActClass])}${language === 'en' ? ': ' : ' : '}${because.map((each) => each[language]).join(', ')})`;
      }),
    },
  ];
}
