import { describe, expect, it } from '@jest/globals';
import type { Block, ReportDocument } from '#catalog/report/document.ts';
import { reportHtml } from '#catalog/report/html.ts';
import { reportMarkdown } from '#catalog/report/markdown.ts';
import { unbalanced } from './figures.ts';
import { textOf } from './printed.ts';
import { crowded, example, hostileName, reportsOn, withAllUnknown } from './written.ts';

const languages = ['en', 'fr'] as const;
const p1 = reportsOn(example('p1-online-retailer'));
const p4 = reportsOn(example('p4-food-manufacturer'));
const p6 = reportsOn(example('p6-craft-firm'));
const unknown = reportsOn(withAllUnknown(example('p4-food-manufacturer')));
const crowd = reportsOn(crowded(example('p1-online-retailer'), { sources: 8, useCases: 12 }));
const all = { p1, p4, p6, unknown, crowd };

/** Rows of the tables of a section, as text. */
function rows(report: ReportDocument, section: string): readonly (readonly string[])[] {
  const blocks = report.sections.find(({ id }) => id === section)?.blocks ?? [];
  return blocks.flatMap((block) => (block.kind === 'table' ? block.rows.map((row) => row.map(textOf)) : []));
}

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

  it.each(['p1', 'p4', 'p6'] as const)('calls everything by its name, never by an id: %s', (name) => {
    const { diagnostic, selection } = all[name];
    const ids = [
      ...diagnostic.dataSources.flatMap(({ id, access, objects }) => [
        id,
        access,
        ...objects.map(({ kind }) => kind),
      ]),
      ...selection.ranked.map(({ id }) => id),
      ...selection.notAssessed,
      ...selection.unmatched.map(({ id }) => id),
      ...(diagnostic.maturity?.questions ?? []).map(({ id }) => id),
      ...Object.keys(selection.gateRules),
    ].filter((id) => /[-_:]/.test(id));
    expect(ids.length).toBeGreaterThan(40);
    for (const language of languages) {
      const words = new Set(
        reportMarkdown(all[name][language])
          .match(/[\w:-]+(?:\\_\w+)*/g)
          ?.map((word) => word.replaceAll('\\', '')),
      );
      expect(ids.filter((id) => words.has(id))).toEqual([]);
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
