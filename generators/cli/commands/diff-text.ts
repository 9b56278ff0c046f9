import type { DiffReport } from '#catalog/schema/generated/types.ts';
import type { DiffFile } from '../../engine/update/diff.ts';
import { visible } from '../adapters/terminal.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { counted } from './counted.ts';

/**
 * Patches one after the other. What is to be known of a file stands before its patch on lines that start with `#`,
 * which `git apply` passes over.
 */
export function patchLines({ files }: DiffReport, terminal: Terminal): readonly string[] {
  return files.flatMap((file) => [
    ...remarks(file)
      .map(visible)
      .map((text) => terminal.style(file.conflict === undefined ? 'dim' : 'yellow', text)),
    ...(file.patch === ''
      ? []
      : file.patch
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => colored(line, terminal))),
  ]);
}

function remarks({ path, status, conflict, note, patch }: DiffFile): readonly string[] {
  if (conflict !== undefined) return [`# conflict (${conflict.kind}) ${path}: ${conflict.message}`];
  if (note !== undefined) return [`# ${status} ${path}: ${note}`];
  return patch === '' ? [`# ${status} ${path}`] : [];
}

function colored(line: string, terminal: Terminal): string {
  if (/^(diff --git|---|\+\+\+) /.test(line)) return terminal.style('bold', line);
  if (line.startsWith('@@')) return terminal.style('cyan', line);
  if (line.startsWith('+')) return terminal.style('green', line);
  return line.startsWith('-') ? terminal.style('red', line) : line;
}

/** Columns of the histogram at most. */
const WIDEST_BAR = 40;

/** One line per file: its changed lines, and what else is to be known. */
export function statLines({ files, added, removed }: DiffReport, terminal: Terminal): readonly string[] {
  const names = files.map(({ path, from }) => visible(from === undefined ? path : `${from} => ${path}`));
  const width = Math.max(...names.map((name) => name.length));
  const most = Math.max(1, ...files.map((file) => file.added + file.removed));
  const digits = String(most).length;
  const rows = files.map((file, at) => {
    const lines = file.added + file.removed;
    const count = file.binary ? 'bin' : String(lines);
    const scale = Math.min(1, WIDEST_BAR / most);
    const bar = (times: number, sign: string): string =>
      sign.repeat(times === 0 ? 0 : Math.max(1, Math.round(times * scale)));
    const histogram = `${terminal.style('green', bar(file.added, '+'))}${terminal.style('red', bar(file.removed, '-'))}`;
    const name = (names[at] ?? '').padEnd(width);
    return ` ${name} | ${count.padStart(Math.max(digits, 3))} ${[histogram, statWord(file, terminal)].filter((text) => text !== '').join(' ')}`.trimEnd();
  });
  const total = `${counted(files.length, 'file')}, ${counted(added, 'line')} added, ${removed} removed`;
  return [...rows, ` ${total}`];
}

/** What the number of lines does not say. */
function statWord({ status, conflict, note }: DiffFile, terminal: Terminal): string {
  if (conflict !== undefined) return terminal.style('yellow', `conflict: ${conflict.kind}`);
  if (['changed', 'updated', 'moved', 'renamed'].includes(status)) return '';
  return note === undefined ? status : visible(`${status}: ${note}`);
}
