import { joined } from '../../markup.ts';
import type { Markup } from '../../markup.ts';
import type { AxisReadiness } from '../../diagnostic/maturity.ts';
import { circle, colors, figure, label, labels, line, linesHeight, path, point } from '../svg/figure.ts';
import type { FigureText } from '../svg/figure.ts';
import { wrapText } from '../svg/text.ts';

/** One axis of the radar. */
export interface RadarAxis extends Pick<AxisReadiness, 'level' | 'low' | 'high' | 'target'> {
  readonly name: string;
  /** The level as it is read; says so where it is unknown. */
  readonly text: string;
}

/** Directions of nine axes, clockwise from the top: sine and cosine differ between runtimes, a table does not. */
const directions: readonly (readonly [number, number])[] = [
  [0, -1],
  [0.642788, -0.766044],
  [0.984808, -0.173648],
  [0.866025, 0.5],
  [0.34202, 0.939693],
  [-0.34202, 0.939693],
  [-0.866025, 0.5],
  [-0.984808, -0.173648],
  [-0.642788, -0.766044],
];

const width = 640;
const height = 430;
const center = [width / 2, 212] as const;
const radius = 150;
const levels = 5;
const nameSize = 12;

/**
 * Where a client stands on nine axes, 0 in the middle to 5 outside: the level, what the answers leave open, and the
 * level that a first use case needs.
 */
export function radar(axes: readonly RadarAxis[], text: FigureText): Markup {
  const placed = axes.slice(0, directions.length).flatMap((axis, index) => {
    const direction = directions[index];
    return direction === undefined ? [] : [{ axis, direction }];
  });
  const polygon = (level: (axis: RadarAxis) => number): string =>
    `M${placed.map(({ axis, direction }) => point(at(direction, level(axis)))).join('L')}Z`;
  const known = placed.filter(({ axis }) => axis.level !== null);
  return figure(text, { width, height }, [
    ...[1, 2, 3, 4, 5].map((ring) =>
      path(
        polygon(() => ring),
        { stroke: colors.grid, className: 'grid' },
      ),
    ),
    ...placed.map(({ direction }) =>
      line(center, at(direction, levels), { stroke: colors.grid, className: 'grid' }),
    ),
    path(
      polygon(({ target }) => target),
      { stroke: colors.second, strokeWidth: 1.5, dashed: true, className: 'target' },
    ),
    ...(known.length < 3
      ? []
      : [
          path(`M${known.map(({ axis, direction }) => point(at(direction, axis.level ?? 0))).join('L')}Z`, {
            fill: `${colors.accent}26`,
            stroke: colors.accent,
            strokeWidth: 2,
            className: 'level',
          }),
        ]),
    ...placed.flatMap(({ axis, direction }) => reach(axis, direction)),
    ...[1, 2, 3, 4, 5].map((ring) =>
      label(String(ring), {
        x: center[0] + 4,
        y: center[1] - (ring * radius) / levels + 4,
        size: 9,
        fill: colors.muted,
        className: 'figure-muted',
      }),
    ),
    ...placed.map(({ axis, direction }) => axisName(axis, direction)),
  ]);
}

function at([dx, dy]: readonly [number, number], level: number): readonly [number, number] {
  const distance = (Math.min(levels, Math.max(0, level)) / levels) * radius;
  return [center[0] + dx * distance, center[1] + dy * distance];
}

/** The level as a point, what is left open as a bar along the axis. */
function reach({ level, low, high }: RadarAxis, direction: readonly [number, number]): readonly Markup[] {
  const open =
    high > low
      ? [
          line(at(direction, low), at(direction, high), {
            stroke: `${colors.accent}66`,
            strokeWidth: 7,
            className: 'range',
          }),
        ]
      : [];
  return level === null
    ? open
    : [
        ...open,
        circle(at(direction, level), 4.5, {
          fill: colors.accent,
          stroke: colors.paper,
          className: 'level-point',
        }),
      ];
}

function axisName({ name, text }: RadarAxis, [dx, dy]: readonly [number, number]): Markup {
  const x = center[0] + dx * (radius + 16);
  const y = center[1] + dy * (radius + 16);
  const anchor = Math.abs(dx) < 0.1 ? 'middle' : dx > 0 ? 'start' : 'end';
  const room = anchor === 'middle' ? 200 : anchor === 'start' ? width - x - 2 : x - 2;
  const lines = wrapText(name, { width: room, size: nameSize, bold: true, maxLines: 2 });
  const tall = linesHeight(lines.length + 1, nameSize);
  const top = y - (dy < -0.9 ? tall : dy > 0.9 ? 0 : tall / 2);
  return joined([
    labels(lines, { x, y: top, size: nameSize, bold: true, anchor }),
    labels([text], {
      x,
      y: top + linesHeight(lines.length, nameSize),
      size: nameSize,
      anchor,
      fill: colors.muted,
      className: 'figure-muted',
    }),
  ]);
}
