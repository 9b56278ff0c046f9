import type { ExplainReport } from '#catalog/schema/generated/types.ts';
import { visible } from '../adapters/terminal.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { counted } from './counted.ts';
import { table, tableSection } from './table.ts';

/** The report as a person reads it. */
export function explainLines(report: ExplainReport, terminal: Terminal): readonly string[] {
  const { path, origin, template, version, source, class: fileClass, says, update, nearest, below } = report;
  const rows: readonly (readonly [string, string])[] = [
    ...(template === undefined ? [] : [['written by', `${template} ${version ?? ''}`.trim()] as const]),
    ...(source === undefined ? [] : [['from', source] as const]),
    [fileClass === undefined ? 'that is' : 'class', fileClass === undefined ? says : `${fileClass}. ${says}`],
    ...(origin === 'template' || report.here.movedFrom !== undefined || report.here.pending
      ? [['here', hereText(report)] as const]
      : []),
    ...(update.from === undefined ? [] : [['moves', `${update.from} -> ${update.to ?? ''}`] as const]),
    [update.status === 'none' ? 'an update' : `toltek ${update.version}`, updateText(update)],
  ];
  return [
    terminal.style('bold', path === '' ? '.' : visible(path)),
    ...colored(table(rows.map((row) => row.map(visible))), update, terminal),
    ...tableSection(
      'By template:',
      below.map(({ template: id, files, edited }) => [
        id,
        counted(files, 'file'),
        edited === 0 ? '' : `${edited} edited`,
      ]),
    ),
    ...tableSection(
      'Generated files nearby:',
      nearest.map((name) => [name]),
    ),
  ];
}

function hereText({ here, path }: ExplainReport): string {
  const { state, added, removed, movedTo, movedFrom, pending } = here;
  const lines = added + removed === 0 ? '' : `: ${counted(added, 'line')} added, ${removed} removed`;
  const words: Readonly<Record<typeof state, string>> = {
    'as-generated': 'As it was generated.',
    changed: `Edited${lines} (toltek diff --path ${path}).`,
    'line-ends': 'Only its line ends were changed.',
    mode: 'Only its executable bit was changed.',
    deleted: 'Deleted.',
    replaced: 'Something that is no file is in its place.',
    moved: `Moved by hand to ${movedTo ?? ''}${lines}. An update does not follow it there.`,
    own: movedFrom === undefined ? 'Yours.' : `It seems to be ${movedFrom}, moved by hand.`,
    absent: 'Not there.',
  };
  return `${words[state]}${pending ? ' A conflict of the last update is open in it: decide it, then toltek resolve.' : ''}`;
}

function updateText({ status, says }: ExplainReport['update']): string {
  if (status === 'conflict') return `Conflict. ${says}`;
  return status === 'unknown' ? `Cannot be told. ${says}` : says;
}

/** The last row tells what an update would do. */
function colored(
  rows: readonly string[],
  { status }: ExplainReport['update'],
  terminal: Terminal,
): readonly string[] {
  if (status !== 'conflict') return rows;
  return [...rows.slice(0, -1), ...rows.slice(-1).map((row) => terminal.style('yellow', row))];
}
