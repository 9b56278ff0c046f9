import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import {
  architecture,
  entryArchitecture,
  templateArchitecture,
} from '#catalog/report/diagram/architecture.ts';
import type { Use } from '#catalog/report/diagram/architecture.ts';
import { drawDiagram } from '#catalog/report/diagram/draw.ts';
import type { Diagram } from '#catalog/report/diagram/diagram.ts';
import { textWidth } from '#catalog/report/svg/text.ts';
import { overlaps, rectangles, sizeOf, texts, unbalanced } from './figures.ts';

const catalog = await loadCatalog();
const languages = ['en', 'fr'] as const;

/** Draws, and expects what every drawing has to keep. */
function drawn(diagram: Diagram): string {
  const svg = drawDiagram(diagram, 'test').text;
  const { width, height } = sizeOf(svg);
  const nodes = rectangles(svg, 'node');
  const boxes = [...nodes, ...rectangles(svg, 'band')];
  const wrong: unknown[] = [...unbalanced(svg)];
  boxes.forEach((a, index) => {
    wrong.push(...boxes.slice(index + 1).filter((b) => overlaps(a, b)));
    if (a.x < 0 || a.y < 0 || a.x + a.width > width || a.y + a.height > height) wrong.push(a);
  });
  for (const line of texts(svg)) {
    const length = textWidth(line.text, line);
    const left = line.anchor === 'middle' ? line.x - length / 2 : line.x;
    const around = nodes.find(
      (box) => line.x > box.x && line.x < box.x + box.width && line.y > box.y && line.y < box.y + box.height,
    );
    const right = around === undefined ? width : around.x + around.width;
    if (left < 0 || left + length > right) wrong.push(line);
  }
  const laneOf = new Map(
    diagram.lanes.flatMap(({ nodes: each }, index) => each.map(({ id }): [string, number] => [id, index])),
  );
  wrong.push(
    ...diagram.edges.filter(({ from, to }) => (laneOf.get(to) ?? NaN) - (laneOf.get(from) ?? NaN) !== 1),
  );
  expect(wrong).toEqual([]);
  return svg;
}

describe('the architecture of an entry', () => {
  it('is sound for every entry of the catalog, in both languages', () => {
    for (const language of languages) {
      for (const entry of catalog.entries) {
        const svg = drawn(entryArchitecture(entry, language));
        expect(svg).toContain('<desc');
      }
    }
  });

  it('leads from the data through the warehouse to the business', () => {
    const entry = catalog.entries.find(({ id }) => id === 'df-forecast');
    if (entry === undefined) throw new Error('df-forecast is gone');
    const { lanes, edges, description } = entryArchitecture(entry, 'en');
    expect(lanes.map(({ title }) => title)).toEqual([
      'Your data',
      'Ingestion',
      'Shared platform',
      'Use cases',
      'In the business',
    ]);
    expect(edges).toEqual([
      { from: 'data-sales-transactions', to: 'ingestion' },
      { from: 'ingestion', to: 'warehouse' },
      { from: 'warehouse', to: 'df-forecast' },
      { from: 'df-forecast', to: 'domain-production' },
    ]);
    expect(description).toContain('Shared platform: Data warehouse (BigQuery, dbt).');
  });

  it('shows a stack with the use cases that stand on it', () => {
    const diagram = templateArchitecture('stacks/warehouse-bigquery', catalog, 'en');
    drawn(diagram);
    const useCases = diagram.lanes.find(({ title }) => title === 'Use cases')?.nodes.map(({ id }) => id);
    expect(useCases).toContain('ca-segment');
    expect(useCases).toContain('df-forecast');
  });
});

describe('the architecture of a client', () => {
  const [entry] = catalog.entries.filter(({ modules }) => modules.includes('warehouse'));
  if (entry === undefined) throw new Error('no entry needs a warehouse');
  const uses = (count: number, title: string): readonly Use[] => [
    {
      entry,
      sources: Array.from({ length: count }, (_, index) => ({
        id: `source-${index}`,
        title,
        detail: title,
        tone: 'client',
      })),
      users: [],
    },
  ];

  it('counts what there is no room for', () => {
    const diagram = architecture('200', uses(200, 'ERP'), { language: 'en' });
    drawn(diagram);
    const nodes = diagram.lanes[0]?.nodes ?? [];
    expect(nodes).toHaveLength(6);
    expect(nodes.at(-1)?.title).toBe('+ 195 more');
  });

  it('shows names as text, however long or hostile', () => {
    const hostile = `<script>alert(1)</script> & "${'x'.repeat(400)}" \u202e سلسلة`;
    const svg = drawn(architecture(hostile, uses(2, hostile), { language: 'fr', residency: hostile }));
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u202e');
  });
});
