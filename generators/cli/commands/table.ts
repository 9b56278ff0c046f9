import { visible } from '../adapters/terminal.ts';

/** How a table stands on the page. */
export interface TableProps {
  /** Columns of the terminal; longer lines are cut. Default: no limit. */
  readonly width?: number;
  /** Stands before every line. Default: two spaces. */
  readonly indent?: string;
  /** A cell that is longer than this does not widen its column. Default: no limit. */
  readonly widest?: number;
}

/** Rows of cells, each column as wide as its widest cell, but for the last. */
export function table(
  rows: readonly (readonly string[])[],
  { width = Number.POSITIVE_INFINITY, indent = '  ', widest = Number.POSITIVE_INFINITY }: TableProps = {},
): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.min(widest, Math.max(...rows.map((row) => (row[column] ?? '').length))),
  );
  return rows.map((row) => {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return cut(`${indent}${line}`.trimEnd(), width);
  });
}

function cut(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

/** A part of a report: an empty line, its title and a table of names that anybody may have chosen; nothing without rows. */
export function tableSection(title: string, rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...table(rows.map((row) => row.map(visible)))];
}
