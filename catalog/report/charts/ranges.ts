import { joined } from '../../markup.ts';
import type { Markup } from '../../markup.ts';
import { circle, colors, figure, label, labels, line, linesHeight, rectangle } from '../svg/figure.ts';
import type { FigureText } from '../svg/figure.ts';
import { cut, textWidth, wrapText } from '../svg/text.ts';
import { ticks } from './scale.ts';

/** An amount with its range. */
export interface RangeRow {
  readonly name: string;
  readonly low: number;
  /** What is most likely; left out where there are only two ends. */
  readonly mid?: number;
  readonly high: number;
  /** Written at the right end. */
  readonly text: string;
}

/** A value that all rows are held against. */
export interface Reference {
  readonly value: number;
  readonly name: string;
}

const width = 640;
const namesWidth = 170;
const left = namesWidth + 10;
const right = width - 14;
const rowHeight = 46;
const nameSize = 12;
const textSize = 11;

/**
 * Ranges below each other on one scale, with their text over them.
 * @param write a value of the scale as people read it.
 */
export function ranges(
  rows: readonly RangeRow[],
  references: readonly Reference[],
  write: (value: number) => string,
  text: FigureText,
): Markup {
  const values = [
    0,
    ...rows.flatMap(({ low, high }) => [low, high]),
    ...references.map(({ value }) => value),
  ];
  const scale = ticks(Math.min(...values), Math.max(...values), 5);
  const [first = 0] = scale;
  const last = scale.at(-1) ?? 1;
  const x = (value: number): number => left + ((value - first) / (last - first)) * (right - left);
  const top = references.length > 0 ? 26 : 8;
  const bottom = top + rows.length * rowHeight;
  return figure(text, { width, height: bottom + 28 }, [
    ...scale.flatMap((value) => [
      line([x(value), top], [x(value), bottom], {
        stroke: value === 0 ? colors.ink : colors.grid,
        className: 'grid',
      }),
      label(write(value), {
        x: x(value),
        y: bottom + 16,
        size: 10,
        anchor: anchorOf(x(value), write(value)),
        fill: colors.muted,
        className: 'figure-muted',
      }),
    ]),
    ...references.map(({ value, name }) =>
      joined([
        line([x(value), top - 8], [x(value), bottom], {
          stroke: colors.second,
          strokeWidth: 1.5,
          dashed: true,
          className: 'reference',
        }),
        label(cut(name, { width: right - left, size: textSize, bold: true }), {
          x: Math.min(Math.max(x(value), left), right),
          y: top - 13,
          size: textSize,
          bold: true,
          anchor: anchorOf(x(value), name),
          fill: colors.second,
          className: 'reference-name',
        }),
      ]),
    ),
    ...rows.map((row, index) => drawRow(row, top + index * rowHeight, x)),
  ]);
}

/** Keeps a text that is centred on a place inside the figure. */
function anchorOf(x: number, text: string): 'start' | 'middle' | 'end' {
  const half = textWidth(text, { size: textSize, bold: true }) / 2;
  if (x + half > width) return 'end';
  return x - half < left - 24 ? 'start' : 'middle';
}

function drawRow(
  { name, low, mid, high, text }: RangeRow,
  top: number,
  x: (value: number) => number,
): Markup {
  const middle = top + 31;
  const names = wrapText(name, { width: namesWidth, size: nameSize, maxLines: 3 });
  const length = textWidth(text, { size: textSize });
  const start = Math.max(left, Math.min(right - length, (x(low) + x(high)) / 2 - length / 2));
  return joined([
    labels(names, { x: 0, y: top + (rowHeight - linesHeight(names.length, nameSize)) / 2, size: nameSize }),
    rectangle(
      { x: x(low), y: middle - 6, width: Math.max(2, x(high) - x(low)), height: 12 },
      { fill: colors.accentSoft, stroke: colors.accent, radius: 3, className: 'range' },
    ),
    ...(mid === undefined
      ? []
      : [circle([x(mid), middle], 5, { fill: colors.accent, stroke: colors.paper, className: 'range-mid' })]),
    // The text stays readable where a line of the scale passes behind it.
    rectangle(
      { x: start - 3, y: top + 7, width: length + 6, height: linesHeight(1, textSize) },
      { fill: colors.paper, className: 'figure-ground' },
    ),
    labels([text], { x: start, y: top + 8, size: textSize }),
  ]);
}
