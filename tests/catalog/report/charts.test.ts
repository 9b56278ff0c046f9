import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayNumber, dayOf, monthStarts } from '#catalog/report/charts/days.ts';
import { gantt } from '#catalog/report/charts/gantt.ts';
import { matrix } from '#catalog/report/charts/matrix.ts';
import type { MatrixPoint } from '#catalog/report/charts/matrix.ts';
import { radar } from '#catalog/report/charts/radar.ts';
import { ranges } from '#catalog/report/charts/ranges.ts';
import { ticks } from '#catalog/report/charts/scale.ts';
import { textWidth } from '#catalog/report/svg/text.ts';
import { elements, sizeOf, texts, unbalanced } from './figures.ts';

const figureText = { id: 'test', title: 'title', description: 'description' };
const words = {
  value: 'Value',
  feasibility: 'Feasibility',
  first: 'first',
  prepare: 'prepare',
  easy: 'easy',
  leave: 'leave',
  states: { chosen: 'chosen', eligible: 'eligible', failed: 'failed' },
};

/** Texts that reach out of a figure. */
function outside(svg: string): readonly unknown[] {
  const { width, height } = sizeOf(svg);
  return texts(svg).filter((line) => {
    const length = textWidth(line.text, line);
    const left =
      line.anchor === 'end' ? line.x - length : line.anchor === 'middle' ? line.x - length / 2 : line.x;
    // A turned text stands at the middle of its own coordinates.
    return line.x !== 0 && (left < -1 || left + length > width + 1 || line.y < 0 || line.y > height);
  });
}

describe('the matrix', () => {
  it('keeps every point in the frame and apart from the others', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 60 }), (places) => {
        const points = places.map(([x, y], index): MatrixPoint => ({
          mark: String(index + 1),
          name: `name ${index}`,
          x,
          y,
          state: index < 2 ? 'chosen' : 'eligible',
        }));
        const svg = matrix(points, words, figureText).text;
        const circles = elements(svg, 'circle')
          .filter((each) => each['r'] === '10')
          .map((each) => [Number(each['cx']), Number(each['cy'])] as const);
        expect(circles).toHaveLength(points.length);
        const near = circles.flatMap(([x, y], index) =>
          circles.slice(index + 1).filter(([a, b]) => (a - x) * (a - x) + (b - y) * (b - y) < 400),
        );
        expect(near).toEqual([]);
        expect(circles.every(([x, y]) => x >= 56 && x <= 618 && y >= 22 && y <= 382)).toBe(true);
        expect(unbalanced(svg)).toEqual([]);
        expect(outside(svg)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('moves apart sixty points that lie on one place', () => {
    const points = Array.from({ length: 60 }, (_, index): MatrixPoint => ({
      mark: String(index),
      name: 'same',
      x: 1,
      y: 1,
      state: 'eligible',
    }));
    const places = elements(matrix(points, words, figureText).text, 'circle')
      .filter((each) => each['r'] === '10')
      .map((each) => `${each['cx'] ?? ''} ${each['cy'] ?? ''}`);
    expect(new Set(places).size).toBe(60);
  });
});

describe('the radar', () => {
  const axis = {
    name: 'An axis of maturity with a long name',
    level: 2.5,
    low: 1,
    high: 4,
    target: 3,
    text: '2.5',
  };

  it('puts a level where its direction and distance say', () => {
    const svg = radar(
      Array.from({ length: 9 }, (_, index) => ({ ...axis, level: index === 0 ? 5 : 0 })),
      figureText,
    ).text;
    const points = elements(svg, 'circle').map((each) => [Number(each['cx']), Number(each['cy'])]);
    expect(points[0]).toEqual([320, 62]);
    expect(points[1]).toEqual([320, 212]);
    expect(outside(svg)).toEqual([]);
  });

  it('draws no level where nothing is known', () => {
    const svg = radar(
      Array.from({ length: 9 }, () => ({ ...axis, level: null, low: 0, high: 5 })),
      figureText,
    ).text;
    expect(elements(svg, 'circle')).toEqual([]);
    expect(svg).not.toContain('class="level"');
    expect(svg.match(/class="range"/g)).toHaveLength(9);
  });
});

describe('ranges and calendars', () => {
  it('draws each range to scale, inside the figure', () => {
    const rows = [
      { name: 'small', low: 0, mid: 50, high: 100, text: '50 (0 to 100)' },
      { name: 'a loss', low: -200, mid: -100, high: 0, text: '-100 (-200 to 0)' },
    ];
    const svg = ranges(rows, [{ value: 80, name: 'expected 80' }], String, figureText).text;
    const bars = elements(svg, 'rect').filter((each) => each['class'] === 'range');
    const [small, loss] = bars.map((each) => ({
      x: Number(each['x']),
      width: Number(each['width']),
    }));
    expect(loss?.width).toBeCloseTo((small?.width ?? 0) * 2, 0);
    expect((loss?.x ?? 0) + (loss?.width ?? 0)).toBeCloseTo(small?.x ?? 0, 0);
    expect(outside(svg)).toEqual([]);
  });

  it('makes round scales that hold what they are for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e7, max: 1e7, noNaN: true }),
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        (low, span) => {
          const scale = ticks(low, low + span, 5);
          expect(scale.length).toBeGreaterThan(1);
          expect(scale.length).toBeLessThan(14);
          expect(scale[0]).toBeLessThanOrEqual(low + 1e-6);
          expect(scale.at(-1)).toBeGreaterThanOrEqual(low + span - 1e-6);
        },
      ),
    );
  });

  it('counts days and months', () => {
    expect(dayOf(dayNumber('2024-02-29') + 1)).toBe('2024-03-01');
    expect(monthStarts(dayNumber('2026-11-16'), dayNumber('2027-02-01'))).toEqual([
      '2026-11-01',
      '2026-12-01',
      '2027-01-01',
      '2027-02-01',
    ]);
  });

  it('draws steps in the order of their days', () => {
    const svg = gantt(
      [
        { name: 'Warehouse', from: '2026-11-16', to: '2026-11-16', kind: 'base', text: 'foundation' },
        { name: 'Forecast', from: '2026-11-16', to: '2027-01-11', kind: 'work', text: '8 weeks' },
        { name: 'Cash', from: '2027-01-11', to: '2027-03-08', kind: 'work', text: '8 weeks' },
      ],
      [{ day: '2027-03-31', name: 'go-live' }],
      (day) => day.slice(0, 7),
      figureText,
    ).text;
    const bars = elements(svg, 'rect').map((each) => ({
      x: Number(each['x']),
      width: Number(each['width']),
    }));
    expect(bars).toHaveLength(2);
    expect((bars[0]?.x ?? 0) + (bars[0]?.width ?? 0)).toBeCloseTo(bars[1]?.x ?? 0, 0);
    expect(outside(svg)).toEqual([]);
  });
});
