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
      text: `${say(words.prices)} ${day(selection.priceBookDate)}. ${say(words.retainer)}`,
    },
  ];
}
