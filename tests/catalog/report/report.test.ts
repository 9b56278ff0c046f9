import { describe, expect, it } from '@jest/globals';
import type { Block, Cell, ReportDocument } from '#catalog/report/document.ts';
import { reportHtml } from '#catalog/report/html.ts';
import { reportMarkdown } from '#catalog/report/markdown.ts';
import { euros, number } from '#catalog/selection/text.ts';
import { unbalanced } from './figures.ts';
import { crowded, example, hostileName, reportsOn, withAllUnknown } from './written.ts';

const languages = ['en', 'fr'] as const;
const p1 = reportsOn(example('p1-online-retailer'));
const p4 = reportsOn(example('p4-food-manufacturer'));
const p6 = reportsOn(example('p6-craft-firm'));
const unknown = reportsOn(withAllUnknown(example('p4-food-manufacturer')));
const crowd = reportsOn(crowded(example('p1-online-retailer'), { sources: 8, useCases: 12 }));
const all = { p1, p4, p6, unknown, crowd };

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** Rows of the tables of a section, as text. */
function rows(report: ReportDocument, section: string): readonly (readonly string[])[] {
  const blocks = report.sections.find(({ id }) => id === section)?.blocks ?? [];
  return blocks.flatMap((block) => (block.kind === 'table' ? block.rows.map((row) => row.map(textOf)) : []));
}

describe('the numbers of a report', () => {
  it.each(['p1', 'p4'] as const)('are those of the selection: %s', (name) => {
    const { selection, cost, ...reports } = all[name];
    for (const language of languages) {
      const report = reports[language];
      const money = (value: number): string => euros(value, language);

      const ranking = rows(report, 'priorities');
      for (const entry of selection.ranked) {
        const row = ranking.find((each) => each[1] === entry.name[language] && each.length === 10);
        expect(row?.slice(2, 9)).toEqual([
          number(entry.U, language, 3),
          entry.ULow === entry.UHigh
            ? '–'
            : `${number(entry.ULow, language, 2)}–${number(entry.UHigh, language, 2)}`,
          number(entry.matrix.x, language, 2),
          number(entry.matrix.y, language, 2),
          money(entry.costEUR),
          money(entry.runEURPerMonth),
          number(entry.weeks, language),
        ]);
      }

      const returns = rows(report, 'roi');
      const scenarios = selection.roi?.scenarios ?? [];
      expect(scenarios.length).toBeGreaterThanOrEqual(2);
      const named = (start: number): readonly string[] => returns[start]?.slice(1) ?? [];
      expect(named(2)).toEqual(scenarios.map(({ runEURPerYear }) => money(runEURPerYear)));
      expect(named(3)).toEqual(scenarios.map(({ npvEUR }) => money(npvEUR.mean)));
      expect(named(5)).toEqual(
        scenarios.map(({ paybackMonths }) => number(paybackMonths ?? NaN, language, 1)),
      );
      expect(named(8)).toEqual(
        scenarios.map(({ breakEvenEURPerYear }) => money(breakEvenEURPerYear.npvZero)),
      );
      expect(named(9)).toEqual(
        scenarios.map(({ breakEvenEURPerYear }) => money(breakEvenEURPerYear.threefold)),
      );

      const { totalEUR, runEURPerMonth } = selection.package.costs;
      const components = rows(report, 'cost').filter((row) => row.length === 5);
      expect(components.map((row) => row[3]?.replace(/[€\u00a0 ]/g, ''))).toEqual(
        [...cost.components.map(({ total }) => total.mid), cost.total.mid].map((mid) =>
          number(mid, language, 2).replace(/\u00a0/g, ''),
        ),
      );

      const totals = rows(report, 'cost')
        .filter((row) => row[0] === 'Total' && row.length === 4)
        .map((row) => row.slice(1));
      expect(totals).toEqual(
        [totalEUR, runEURPerMonth].map(({ low, mid, high }) => [low, mid, high].map(money)),
      );

      const cases = selection.package.runnersUp.map(({ Z, costEUR }) => [
        number(Z, language, 3),
        money(costEUR),
      ]);
      const choice = rows(report, 'choice').map((row) => row.slice(1, 3));
      for (const rival of cases) expect(choice).toContainEqual(rival);

      const steps = rows(report, 'roadmap').map(([name_]) => name_);
      expect(steps).toEqual(selection.roadmap.map((step) => step.name[language]));
    }
  });

  it('stand in the HTML and in the Markdown alike', () => {
    const key = euros(p4.selection.package.costs.totalEUR.mid, 'en');
    expect(reportHtml(p4.en)).toContain(`<span class="value">${key}</span>`);
    expect(reportMarkdown(p4.en)).toContain(`**Investment** ${key}`);
  });
});

describe('every report', () => {
  it.each(Object.keys(all) as (keyof typeof all)[])('has the same sections in both languages: %s', (name) => {
    const shape = (report: ReportDocument): readonly unknown[] =>
      report.sections.map(({ id, blocks }) => [
        id,
        blocks.map((block) => [block.kind, block.kind === 'table' ? block.rows.length : 0]),
      ]);
    const { en, fr } = all[name];
    expect(shape(fr)).toEqual(shape(en));
    expect(en.sections).toHaveLength(17);
  });

  it.each(Object.keys(all) as (keyof typeof all)[])('leaves no section, cell or text empty: %s', (name) => {
    for (const language of languages) {
      const report = all[name][language];
      const empty = report.sections.flatMap(({ id, title, blocks }) => [
        ...(title === '' || blocks.length === 0 ? [id] : []),
        ...blocks.flatMap((block) => (isEmpty(block) ? [`${id} ${block.kind}`] : [])),
      ]);
      expect(empty).toEqual([]);
      for (const text of [reportHtml(report), reportMarkdown(report)]) {
        expect(text).not.toMatch(/undefined|\bNaN\b|\[object|Infinity/);
      }
    }
  });

  it.each(Object.keys(all) as (keyof typeof all)[])('is one sound page that requests nothing: %s', (name) => {
    for (const language of languages) {
      const html = reportHtml(all[name][language]);
      const body = html
        .slice(html.indexOf('<body>'), html.indexOf('</body>') + 7)
        .replace(/<(?:wbr|img[^>]*)>/g, '');
      expect(unbalanced(body)).toEqual([]);
      expect(html).not.toMatch(/<script/i);
      expect(html).not.toMatch(/\s(?:src|href)="(?!#|data:)/);
      expect(html).not.toMatch(/@import|url\((?!#)/);
      expect(html).toContain(`<html lang="${language}">`);
      const anchors = [...html.matchAll(/href="#([a-z-]+)"/g)].map(([, id]) => id);
      for (const id of anchors) expect(html).toContain(`id="${id ?? ''}"`);
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('is the same every time', () => {
    expect(reportHtml(reportsOn(example('p4-food-manufacturer')).fr)).toBe(reportHtml(p4.fr));
  });

  it('says that law was not reviewed, and whose advice it is', () => {
    expect(reportHtml(p4.en)).toContain('Not legally reviewed');
    expect(reportHtml(p4.fr)).toContain('Non revu par un juriste');
    expect(reportHtml(p4.fr)).toContain('Atelier &lt;Data&gt; &amp; &quot;Cie&quot;');
  });
});

function isEmpty(block: Block): boolean {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return block.text.trim() === '';
    case 'list':
    case 'terms':
    case 'keyFigures':
      return block.items.length === 0;
    case 'callout':
      return block.title === '' || block.text === '';
    case 'figure':
      return block.caption === '' || block.description === '' || !block.svg.text.includes('class="');
    case 'table':
      return (
        block.rows.length === 0 ||
        block.rows.some(
          (row) => row.length !== block.columns.length || row.slice(1).some((cell) => textOf(cell) === ''),
        )
      );
  }
}

describe('unknown and hostile answers', () => {
  it('lists every unknown answer, and counts none as zero', () => {
    const open = rows(unknown.en, 'unknowns').map(([place]) => place ?? '');
    expect(open.some((place) => place.startsWith('Maturity: '))).toBe(true);
    expect(open).toContain('Budget to build');
    expect(open.filter((place) => place.endsWith('benefit a year')).length).toBeGreaterThan(5);
    expect(rows(unknown.en, 'maturity')[0]?.[1]).toBe('unknown');
    expect(unknown.selection.roi).toBeNull();
  });

  it('shows names as text', () => {
    for (const language of languages) {
      const html = reportHtml(crowd[language]);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img src="http');
      expect(html).not.toContain('\u202e');
      expect(html).toContain('&lt;script&gt;alert');
      const markdown = reportMarkdown(crowd[language]);
      expect(markdown).toContain('\\<script\\>');
      expect(markdown).not.toMatch(/(?<!\\)<script/);
    }
    expect(hostileName).toContain('\u202e');
  });
});
