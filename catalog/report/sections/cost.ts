import { ranges } from '../charts/ranges.ts';
import type { Context } from '../context.ts';
import type { Block, Cell, Section, Table } from '../document.ts';
import { common } from '../texts/common.ts';
import { costWords as words } from '../texts/money.ts';
import { sectionTitles } from '../texts/sections.ts';

interface Line {
  readonly name: string;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** What it costs once and every month, with ranges. */
export function costSection(context: Context): Section {
  const { say, selection } = context;
  const { items, foundations } = selection.package;
  return {
    id: 'cost',
    title: say(sectionTitles.cost),
    blocks: [
      ...(items.length + foundations.length === 0
        ? []
        : [{ kind: 'table', ...buildTable(context) } as const]),
      ...(items.length === 0 ? [{ kind: 'paragraph', text: say(words.none) } as const] : runBlocks(context)),
    ],
  };
}

function spreadTable(caption: string, lines: readonly Line[], total: Line, { say, money }: Context): Table {
  const cells = ({ name, low, mid, high }: Line): readonly string[] => [
    name,
    money(low),
    money(mid),
    money(high),
  ];
  return {
    caption,
    columns: [
      { title: say(words.item) },
      { title: say(common.low), numeric: true },
      { title: say(common.mid), numeric: true },
      { title: say(common.high), numeric: true },
    ],
    rows: [...lines.map(cells), cells(total).map((text): Cell => ({ text, mark: 'strong' }))],
  };
}

function buildTable(context: Context): Table {
  const { selection, say, language, entries } = context;
  const { items, foundations, costs } = selection.package;
  const lines: readonly Line[] = [
    ...items.flatMap(({ entryId, name }) => {
      const cost = entries.get(entryId)?.cost?.deliveryEUR;
      return cost === undefined ? [] : [{ name: name[language], ...cost }];
    }),
    ...foundations.flatMap(({ name, costEUR, owned }) =>
      owned ? [] : [{ name: name[language], ...costEUR }],
    ),
  ];
  return spreadTable(say(words.build), lines, { name: say(common.total), ...costs.totalEUR }, context);
}

function runBlocks(context: Context): readonly Block[] {
  const { selection, say, language, entries, money, moneyRange, day } = context;
  const { items, costs } = selection.package;
  const lines = items.flatMap(({ entryId, name }) => {
    const run = entries.get(entryId)?.cost?.runEURPerMonth;
    return run === undefined ? [] : [{ name: name[language], ...run }];
  });
  const total = { name: say(common.total), ...costs.runEURPerMonth };
  const rows = [...lines, total].map((line) => ({
    ...line,
    text: `${money(line.mid)} (${moneyRange(line)})`,
  }));
  const description = rows.map(({ name, text }) => `${name}: ${text}`).join('; ');
  return [
    {
      kind: 'figure',
      caption: say(words.figure),
      description,
      svg: ranges(rows, [], money, {
        id: 'run-cost',
        title: say(words.run),
        description,
      }),
    },
    { kind: 'table', ...spreadTable(say(words.run), lines, total, context) },
    {
      kind: 'paragraph',
      text: `${say(words.listPrices)} ${day(selection.priceBookDate)}. ${say(words.retainer)}`,
    },
    ...componentBlocks(context),
  ];
}

/** The same month worked out from volumes and prices, component by component. */
function componentBlocks(context: Context): readonly Block[] {
  const { cost, say, language, amount } = context;
  if (cost === undefined || cost.components.length === 0) return [];
  // A component may cost cents: whole euros would show it as nothing.
  const write = (value: number): string => {
    const text = amount(value, 2);
    if (cost.currency !== 'EUR') return `${text} ${cost.currency}`;
    return language === 'en' ? `€${text}` : `${text}\u00a0€`;
  };
  const cells = ({ low, mid, high }: Omit<Line, 'name'>): readonly string[] => [low, mid, high].map(write);
  return [
    {
      kind: 'table',
      caption: say(words.byComponent),
      columns: [
        { title: say(words.component) },
        { title: say(words.basis) },
        { title: say(common.low), numeric: true },
        { title: say(common.mid), numeric: true },
        { title: say(common.high), numeric: true },
      ],
      rows: [
        ...cost.components.map(({ name, basis, total }): readonly Cell[] => [
          name[language],
          say(words[basis]),
          ...cells(total),
        ]),
        [say(common.total), '–', ...cells(cost.total)].map((text): Cell => ({ text, mark: 'strong' })),
      ],
    },
    { kind: 'paragraph', text: say(words.difference) },
    ...(cost.assumptions.length === 0
      ? []
      : [
          { kind: 'paragraph', text: say(words.assumed) } as const,
          { kind: 'list', items: cost.assumptions.map((each) => each[language]) } as const,
        ]),
  ];
}
