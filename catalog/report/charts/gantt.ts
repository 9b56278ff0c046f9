import { joined } from '../../markup.ts';
import type { Markup } from '../../markup.ts';
import { colors, figure, label, labels, line, linesHeight, path, point, rectangle } from '../svg/figure.ts';
import type { FigureText } from '../svg/figure.ts';
import { textWidth, wrapText } from '../svg/text.ts';
import { dayNumber, monthStarts } from './days.ts';

/** A row of the plan. */
export interface GanttRow {
  readonly name: string;
  /** Days, YYYY-MM-DD; the same one for something that takes no time of its own. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'work' | 'base' | 'after';
  /** Written beside the bar. */
  readonly text: string;
}

/** A day that matters to the client. */
export interface Milestone {
  readonly day: string;
  readonly name: string;
}

const width = 640;
const namesWidth = 190;
const left = namesWidth + 12;
const right = width - 12;
const rowHeight = 40;
const nameSize = 12;
const textSize = 10;

const fills: Readonly<Record<GanttRow['kind'], string>> = {
  work: colors.accent,
  base: colors.second,
  after: colors.accentSoft,
};

/**
 * Steps on a calendar of months.
 * @param month how a month is written, given its first day.
 */
export function gantt(
  rows: readonly GanttRow[],
  milestones: readonly Milestone[],
  month: (firstDay: string) => string,
  text: FigureText,
): Markup {
  const days = [...rows.flatMap(({ from, to }) => [from, to]), ...milestones.map(({ day }) => day)].map(
    dayNumber,
  );
  const starts = monthStarts(Math.min(...days), Math.max(...days));
  const first = dayNumber(starts[0] ?? '1970-01-01');
  const last = Math.max(...days, first + 27) + 3;
  const x = (day: string): number => left + ((dayNumber(day) - first) / (last - first)) * (right - left);
  const top = 26 + milestones.length * 15;
  const bottom = top + rows.length * rowHeight;
  return figure(text, { width, height: bottom + 8 }, [
    ...starts.map((start) =>
      line([x(start), 18], [x(start), bottom], { stroke: colors.grid, className: 'grid' }),
    ),
    ...monthNames(starts, x, month),
    ...milestones.map((milestone, index) =>
      drawMilestone(milestone, 26 + index * 15, bottom, x(milestone.day)),
    ),
    ...rows.map((row, index) => drawRow(row, top + index * rowHeight, x)),
  ]);
}

/** Names of the months; where there are many, of every second or third. */
function monthNames(
  starts: readonly string[],
  x: (day: string) => number,
  month: (firstDay: string) => string,
): readonly Markup[] {
  const style = { size: textSize, fill: colors.muted, className: 'figure-muted' } as const;
  let free = 0;
  return starts.flatMap((start) => {
    const name = month(start);
    const from = x(start) + 3;
    const end = from + textWidth(name, { size: textSize });
    if (from < free || end > width) return [];
    free = end + 6;
    return [label(name, { ...style, x: from, y: 12 })];
  });
}

function drawMilestone({ name }: Milestone, y: number, bottom: number, x: number): Markup {
  const length = textWidth(name, { size: textSize, bold: true });
  const after = x + 6 + length <= width;
  return joined([
    line([x, y + 2], [x, bottom], { stroke: colors.second, dashed: true, className: 'milestone' }),
    label(name, {
      x: after ? x + 5 : x - 5,
      y: y + 9,
      size: textSize,
      bold: true,
      anchor: after ? 'start' : 'end',
      fill: colors.second,
      className: 'milestone-name',
    }),
  ]);
}

function drawRow({ name, from, to, kind, text }: GanttRow, top: number, x: (day: string) => number): Markup {
  const names = wrapText(name, { width: namesWidth, size: nameSize, maxLines: 3 });
  const middle = top + rowHeight / 2;
  const [start, end] = [x(from), x(to)];
  const length = textWidth(text, { size: textSize });
  const after = end + 8 + length <= width;
  return joined([
    labels(names, { x: 0, y: top + (rowHeight - linesHeight(names.length, nameSize)) / 2, size: nameSize }),
    from === to
      ? path(
          `M${point([start, middle - 8])}L${point([start + 8, middle])}L${point([start, middle + 8])}L${point([start - 8, middle])}Z`,
          {
            fill: fills[kind],
            className: 'gantt-point',
          },
        )
      : rectangle(
          { x: start, y: middle - 8, width: Math.max(3, end - start), height: 16 },
          {
            fill: fills[kind],
            radius: 2,
            className: `gantt-${kind}`,
            ...(kind === 'after' && { stroke: colors.accent }),
          },
        ),
    after
      ? label(text, { x: Math.max(end, start + 8) + 6, y: middle + 4, size: textSize, fill: colors.ink })
      : label(text, { x: start - 8, y: middle + 4, size: textSize, anchor: 'end', fill: colors.ink }),
  ]);
}
