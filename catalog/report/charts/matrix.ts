import { joined, markup } from '../../markup.ts';
import type { Markup } from '../../markup.ts';
import { circle, colors, figure, label, line, rectangle } from '../svg/figure.ts';
import type { Box, FigureText } from '../svg/figure.ts';
import { cut, textWidth } from '../svg/text.ts';

/** A use case in the matrix. */
export interface MatrixPoint {
  /** What it is called in the table beside the matrix: a rank or a letter. */
  readonly mark: string;
  readonly name: string;
  /** Value and feasibility, 0–1. */
  readonly x: number;
  readonly y: number;
  readonly state: 'chosen' | 'eligible' | 'failed';
}

export interface MatrixWords {
  readonly value: string;
  readonly feasibility: string;
  readonly first: string;
  readonly prepare: string;
  readonly easy: string;
  readonly leave: string;
  readonly states: Readonly<Record<MatrixPoint['state'], string>>;
}

const width = 640;
const frame: Box = { x: 46, y: 12, width: 582, height: 380 };
const height = 452;
const dot = 10;
const nameSize = 11;

const fills: Readonly<
  Record<MatrixPoint['state'], { readonly fill: string; readonly ink: string; readonly stroke: string }>
> = {
  chosen: { fill: colors.accent, ink: colors.paper, stroke: colors.accent },
  eligible: { fill: colors.paper, ink: colors.accent, stroke: colors.accent },
  failed: { fill: colors.paper, ink: colors.muted, stroke: colors.line },
};

/** Value against feasibility. Points that would cover each other are moved apart, with a line to where they belong. */
export function matrix(points: readonly MatrixPoint[], words: MatrixWords, text: FigureText): Markup {
  const placed = spread(points);
  const names = nameChosen(placed);
  const middle = [frame.x + frame.width / 2, frame.y + frame.height / 2] as const;
  return figure(text, { width, height }, [
    rectangle(frame, { fill: colors.paper, stroke: colors.line, className: 'frame' }),
    rectangle(
      { x: middle[0], y: frame.y, width: frame.width / 2, height: frame.height / 2 },
      { fill: colors.accentSoft, className: 'best-quarter' },
    ),
    line([middle[0], frame.y], [middle[0], frame.y + frame.height], {
      stroke: colors.grid,
      className: 'grid',
    }),
    line([frame.x, middle[1]], [frame.x + frame.width, middle[1]], {
      stroke: colors.grid,
      className: 'grid',
    }),
    ...quarterNames(words),
    ...axisNames(words),
    ...placed.map(({ at, belongs }) => line(belongs, at, { stroke: colors.line, className: 'leader' })),
    ...placed.map(drawPoint),
    ...names,
    legend(words),
  ]);
}

interface PlacedPoint {
  readonly point: MatrixPoint;
  readonly belongs: readonly [number, number];
  readonly at: readonly [number, number];
}

function spread(points: readonly MatrixPoint[]): readonly PlacedPoint[] {
  const placed: PlacedPoint[] = [];
  for (const each of points) {
    const belongs = inside([frame.x + each.x * frame.width, frame.y + (1 - each.y) * frame.height]);
    const free = [...ringsAround(belongs)].find((place) => placed.every(({ at }) => apart(at, place)));
    placed.push({ point: each, belongs, at: free ?? belongs });
  }
  return placed;
}

/** Distance of the places that are tried round a point, and how many rings of them cover the frame. */
const step = 2 * dot + 2;
const rings = 26;

/** Places round a point, nearest rings first: squares of a grid, wider and wider. */
function* ringsAround([x, y]: readonly [number, number]): Generator<readonly [number, number]> {
  for (let ring = 0; ring <= rings; ring++) {
    for (let row = -ring; row <= ring; row++) {
      // Only the border of the square: what is inside was tried before.
      const columns = Math.abs(row) === ring ? 1 : 2 * ring;
      for (let column = -ring; column <= ring; column += Math.max(1, columns)) {
        yield inside([x + column * step, y + row * step]);
      }
    }
  }
}

function inside([x, y]: readonly [number, number]): readonly [number, number] {
  const margin = dot + 2;
  return [
    Math.min(frame.x + frame.width - margin, Math.max(frame.x + margin, x)),
    Math.min(frame.y + frame.height - margin, Math.max(frame.y + margin, y)),
  ];
}

/** Whether two points leave room between them; the distance without a root. */
function apart(a: readonly [number, number], b: readonly [number, number]): boolean {
  const [dx, dy] = [a[0] - b[0], a[1] - b[1]];
  return dx * dx + dy * dy >= (2 * dot + 1) * (2 * dot + 1);
}

function drawPoint({ point: each, at }: PlacedPoint): Markup {
  const { fill, ink, stroke } = fills[each.state];
  return joined([
    circle(at, dot, {
      fill,
      stroke,
      strokeWidth: 1.5,
      dashed: each.state === 'failed',
      className: `point point-${each.state}`,
    }),
    label(each.mark, {
      x: at[0],
      y: at[1] + 3.5,
      size: 10,
      bold: true,
      anchor: 'middle',
      fill: ink,
      className: 'point-mark',
    }),
  ]);
}

/** Names beside the chosen points, where there is room. */
function nameChosen(placed: readonly PlacedPoint[]): readonly Markup[] {
  const taken: Box[] = placed.map(({ at: [x, y] }) => ({
    x: x - dot,
    y: y - dot,
    width: 2 * dot,
    height: 2 * dot,
  }));
  return placed.flatMap(({ point: each, at: [x, y] }) => {
    if (each.state !== 'chosen') return [];
    const name = cut(each.name, { width: 320, size: nameSize, bold: true });
    const size = { width: textWidth(name, { size: nameSize, bold: true }), height: nameSize + 4 };
    const places: readonly Box[] = [
      { x: x + dot + 4, y: y - 8, ...size },
      { x: x - dot - 4 - size.width, y: y - 8, ...size },
      { x: x - size.width / 2, y: y + dot + 2, ...size },
      { x: x - size.width / 2, y: y - dot - 2 - size.height, ...size },
      { x: x - size.width + dot, y: y + dot + 2, ...size },
      { x: x - size.width + dot, y: y - dot - 2 - size.height, ...size },
    ];
    const free = places.find((box) => contains(frame, box) && taken.every((other) => !meets(box, other)));
    if (free === undefined) return [];
    taken.push(free);
    return [
      label(name, { x: free.x, y: free.y + nameSize, size: nameSize, bold: true, className: 'point-name' }),
    ];
  });
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function quarterNames({ first, prepare, easy, leave }: MatrixWords): readonly Markup[] {
  const { x, y, width: w, height: h } = frame;
  const style = { size: 10, fill: colors.muted, className: 'figure-muted' } as const;
  return [
    label(easy, { ...style, x: x + 8, y: y + 16 }),
    label(first, { ...style, x: x + w / 2 + 8, y: y + 16 }),
    label(leave, { ...style, x: x + 8, y: y + h - 8 }),
    label(prepare, { ...style, x: x + w / 2 + 8, y: y + h - 8 }),
  ];
}

function axisNames({ value, feasibility }: MatrixWords): readonly Markup[] {
  const { x, y, width: w, height: h } = frame;
  const style = { size: 10, fill: colors.muted, className: 'figure-muted' } as const;
  return [
    ...[0, 0.5, 1].flatMap((share) => [
      label(String(share), {
        ...style,
        x: x + share * w,
        y: y + h + 14,
        anchor: share === 1 ? 'end' : 'middle',
      }),
      label(String(share), {
        ...style,
        x: x - 6,
        y: y + (1 - share) * h + (share === 1 ? 10 : 4),
        anchor: 'end',
      }),
    ]),
    label(`${value} →`, { x: x + w / 2, y: y + h + 28, size: 12, bold: true, anchor: 'middle' }),
    upward(`${feasibility} →`, 14, y + h / 2),
  ];
}

function upward(text: string, x: number, y: number): Markup {
  const name = label(text, { x: 0, y: 0, size: 12, bold: true, anchor: 'middle' });
  return markup`<g transform="translate(${x} ${y}) rotate(-90)">${name}</g>`;
}

function legend({ states }: MatrixWords): Markup {
  let x = frame.x;
  const y = height - 10;
  return joined(
    (['chosen', 'eligible', 'failed'] as const).map((state) => {
      const at = x;
      const { fill, stroke } = fills[state];
      x += 18 + textWidth(states[state], { size: 11 }) + 20;
      return joined([
        circle([at + 6, y - 4], 6, {
          fill,
          stroke,
          strokeWidth: 1.5,
          dashed: state === 'failed',
          className: `legend-${state}`,
        }),
        label(states[state], { x: at + 17, y, size: 11, fill: colors.muted, className: 'figure-muted' }),
      ]);
    }),
  );
}
