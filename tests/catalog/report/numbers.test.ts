import { describe, expect, it } from '@jest/globals';
import { writingIn } from '#catalog/report/context.ts';
import type { Block, Cell, ReportDocument } from '#catalog/report/document.ts';
import { reportHtml } from '#catalog/report/html.ts';
import { reportMarkdown } from '#catalog/report/markdown.ts';
import { changeWords } from '#catalog/report/texts/caution.ts';
import { choiceWords } from '#catalog/report/texts/choice.ts';
import { costWords, roiWords } from '#catalog/report/texts/money.ts';
import { fundingWords, roadmapWords } from '#catalog/report/texts/plan.ts';
import { priorityWords } from '#catalog/report/texts/priorities.ts';
import { appendixWords } from '#catalog/report/texts/caution.ts';
import { criteria } from '#catalog/selection/criteria.ts';
import { euros } from '#catalog/selection/text.ts';
import type { Language } from '#catalog/selection/text.ts';
import { textOf, wrongNumbers } from './printed.ts';
import { entryCosts, example, reportsOn } from './written.ts';
import type { Written } from './written.ts';

const names = ['p1-online-retailer', 'p4-food-manufacturer', 'p5-payments-scale-up', 'p6-craft-firm'];
const written = new Map(names.map((name) => [name, reportsOn(example(name))]));
const cases = [...written].flatMap(([name, each]) => [
  [name, 'en', each] as const,
  [name, 'fr', each] as const,
]);

function blocksOf(report: ReportDocument, section: string): readonly Block[] {
  return report.sections.find(({ id }) => id === section)?.blocks ?? [];
}

/** Rows of the table of a section with a caption that begins so; none where there is no such table. */
function rowsOf(report: ReportDocument, section: string, caption: string): readonly (readonly Cell[])[] {
  return blocksOf(report, section).flatMap((block) =>
    block.kind === 'table' && block.caption.startsWith(caption) ? block.rows : [],
  );
}

type Row = readonly (number | null)[];

/** Numbers that each row of each key table has to have, after its name, as the documents have them; null for a dash. */
function expectedTables({ selection, cost }: Written, language: Language): readonly Expected[] {
  const { package: bought, ranked, explanation, sensitivity, roi, roadmap, funding } = selection;
  const table = (
    section: string,
    caption: { readonly en: string; readonly fr: string },
    rows: readonly Row[],
  ): Expected => ({ section, caption: caption[language], rows });
  const scenarios = roi?.scenarios ?? [];
  const span = ({ low, mid, high }: { low: number; mid: number; high: number }): Row => [low, mid, high];
  const own = bought.foundations.filter(({ owned }) => !owned);
  const entries = bought.items.map(({ entryId }) => entryCosts(entryId));
  const spread = (low: number, high: number): Row => (low === high ? [null] : [low, high]);
  const ladder = (steps: readonly { from: number; to: number | null }[]): readonly Row[] =>
    steps.length < 2 ? [] : steps.map(({ from, to }) => [from, to]);
  return [
    table(
      'priorities',
      priorityWords.ranking,
      ranked.map(({ U, ULow, UHigh, matrix, costEUR, runEURPerMonth, weeks }) => [
        U,
        ...spread(ULow, UHigh),
        matrix.x,
        matrix.y,
        costEUR,
        runEURPerMonth,
        weeks,
      ]),
    ),
    table('priorities', priorityWords.criteria, [
      ...ranked.map(({ v }) => criteria.map((criterion) => v[criterion])),
      criteria.map((criterion) => selection.weights[criterion]),
    ]),
    table('choice', choiceWords.against, [
      ...(explanation.contrast?.terms.map(({ lead }) => [lead]) ?? []),
      ...(explanation.contrast === null ? [] : [[explanation.contrast.total]]),
    ]),
    table(
      'choice',
      choiceWords.runnersUp,
      [...bought.runnersUp, ...bought.outOfReach].map(({ Z, costEUR, opexEURPerMonth, weeks, over }) => [
        Z,
        costEUR,
        opexEURPerMonth,
        weeks,
        ...(over.length === 0 ? [null] : over.map(({ by }) => by)),
      ]),
    ),
    table(
      'choice',
      choiceWords.options,
      bought.options.map(({ U, marginalEUR, runEURPerMonth }) => [U, marginalEUR, runEURPerMonth]),
    ),
    table(
      'roi',
      roiWords.scenarios,
      scenarios.length === 0
        ? []
        : [
            scenarios.map(({ retainerEURPerMonth }) => retainerEURPerMonth || null),
            scenarios.map(({ successFeePct }) => successFeePct / 100 || null),
            scenarios.map(({ runEURPerYear }) => runEURPerYear),
            scenarios.map(({ npvEUR }) => npvEUR.mean),
            scenarios.flatMap(({ npvEUR }) => [npvEUR.p10, npvEUR.p90]),
            scenarios.map(({ paybackMonths }) => paybackMonths),
            scenarios.map(({ bcr3 }) => bcr3),
            scenarios.map(({ probabilityOfLoss }) => probabilityOfLoss),
            scenarios.map(({ breakEvenEURPerYear }) => breakEvenEURPerYear.npvZero),
            scenarios.map(({ breakEvenEURPerYear }) => breakEvenEURPerYear.threefold),
          ],
    ),
    table(
      'cost',
      costWords.build,
      entries.length + own.length === 0
        ? []
        : [
            ...entries.map(({ deliveryEUR }) => span(deliveryEUR)),
            ...own.map(({ costEUR }) => span(costEUR)),
            span(bought.costs.totalEUR),
          ],
    ),
    table(
      'cost',
      costWords.run,
      entries.length === 0
        ? []
        : [...entries.map(({ runEURPerMonth }) => span(runEURPerMonth)), span(bought.costs.runEURPerMonth)],
    ),
    table(
      'cost',
      costWords.byComponent,
      entries.length === 0 ? [] : [...cost.components.map(({ total }) => total), cost.total].map(span),
    ),
    table('changes', changeWords.budget, ladder(sensitivity?.ladders.capex ?? [])),
    table('changes', changeWords.running, ladder(sensitivity?.ladders.opex ?? [])),
    table('changes', changeWords.time, ladder(sensitivity?.ladders.weeks ?? [])),
    table(
      'changes',
      changeWords.weights,
      (sensitivity?.stableWeights ?? []).map(({ weight, low, high }) => [weight, low, high]),
    ),
    table(
      'funding',
      fundingWords.schemes,
      funding.map(({ rate }) => [rate]),
    ),
    table(
      'method',
      appendixWords.weights,
      criteria.map((criterion) => [selection.weights[criterion]]),
    ),
    table(
      'roadmap',
      roadmapWords.steps,
      roadmap.map(({ weeks, priority }) => [weeks || null, priority]),
    ),
  ];
}

interface Expected {
  readonly section: string;
  readonly caption: string;
  readonly rows: readonly Row[];
}

/** Columns of a key table that hold its numbers; the others say something in words. */
const numbered: Readonly<Record<string, (row: readonly Cell[]) => readonly Cell[]>> = {
  priorities: (row) => (row.length === 10 ? row.slice(2, 9) : row.slice(1)),
  cost: (row) => row.slice(-3),
  changes: (row) => (/\d/.test(textOf(row[0] ?? '')) ? row.slice(0, 2) : row.slice(1)),
  funding: (row) => row.slice(2, 3),
  method: (row) => row.slice(1, 2),
  roadmap: (row) => row.slice(4, 6),
};

describe.each(cases)('the numbers of the report on %s in %s', (_name, language, each) => {
  const report = each[language];
  const { selection } = each;

  it('are those of the selection in every row of every key table', () => {
    const wrong = expectedTables(each, language).flatMap(({ section, caption, rows }) => {
      const printed = rowsOf(report, section, caption);
      if (printed.length !== rows.length)
        return [`${caption}: ${printed.length} rows, expected ${rows.length}`];
      return printed.flatMap((row, index) => {
        const cells = (numbered[section] ?? ((whole) => whole.slice(1)))(row).map(textOf).join(' | ');
        const expected = (rows[index] ?? []).filter((value) => value !== null);
        return wrongNumbers(cells, expected, language).map((text) => `${caption}: ${text}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('are those of the selection in the key figures', () => {
    const figures = blocksOf(report, 'summary').flatMap((block) =>
      block.kind === 'keyFigures' ? block.items.map(({ value, note }) => ({ value, note: note ?? '' })) : [],
    );
    const { totalEUR, runEURPerMonth, weeks } = selection.package.costs;
    const delivery = selection.roi?.scenarios.find(({ id }) => id === 'delivery');
    if (selection.package.items.length === 0) {
      expect(figures).toEqual([]);
      return;
    }
    const { npvEUR, paybackMonths } = delivery ?? {};
    const expected: readonly (readonly number[])[] = [
      [totalEUR.mid, totalEUR.low, totalEUR.high],
      [runEURPerMonth.mid],
      [weeks],
      [selection.roi?.benefitEURPerYear.mean ?? NaN],
      [paybackMonths ?? NaN],
      [npvEUR?.mean ?? NaN, npvEUR?.p10 ?? NaN, npvEUR?.p90 ?? NaN],
    ];
    expect(figures).toHaveLength(expected.length);
    const start = writingIn(language).day(selection.roadmap[0]?.startsOn ?? '');
    expect(figures[2]?.note).toContain(start);
    expect(
      figures.flatMap(({ value, note }, index) =>
        wrongNumbers(`${value} | ${note.replace(start, '')}`, expected[index] ?? [], language),
      ),
    ).toEqual([]);
  });

  it('are those of the selection in the dates of the roadmap', () => {
    const { day } = writingIn(language);
    expect(rowsOf(report, 'roadmap', roadmapWords.steps[language]).map((row) => row.slice(2, 4))).toEqual(
      selection.roadmap.map(({ startsOn, endsOn }) => [day(startsOn), day(endsOn)]),
    );
  });

  it('add up where they are added up', () => {
    const lines = rowsOf(report, 'cost', costWords.build[language]).map((row) =>
      row.slice(1).map((cell) => Number(textOf(cell).replace(/\D/g, ''))),
    );
    const total = lines.at(-1) ?? [];
    const sums = total.map((_sum, column) =>
      lines.slice(0, -1).reduce((sum, line) => sum + (line[column] ?? NaN), 0),
    );
    expect(sums).toEqual(total);
  });

  it('stand in the HTML and in the Markdown alike', () => {
    const { totalEUR } = selection.package.costs;
    if (selection.package.items.length === 0) return;
    const key = euros(totalEUR.mid, language);
    expect(reportHtml(report)).toContain(`<span class="value">${key}</span>`);
    expect(reportMarkdown(report)).toContain(`** ${key}`);
  });
});
