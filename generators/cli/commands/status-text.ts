import type { StatusReport } from '#catalog/schema/generated/types.ts';
import { visible } from '../adapters/terminal.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { counted } from './counted.ts';
import { tableSection } from './table.ts';

/** Longer lists are cut: the rest is one command away. */
const MOST_ROWS = 8;

/** The report on one screen: the state in words first, then the tables, then what to run. */
export function statusLines(report: StatusReport, terminal: Terminal): readonly string[] {
  const { client, generated, templates, files } = report;
  const bold = (text: string): string => terminal.style('bold', text);
  return [
    `${bold(visible(client.name))} (${visible(client.id)}), generated with toltek ${generated.version}: ${counted(files, 'file')} from ${counted(templates.length, 'template')}.`,
    '',
    ...facts(report, terminal),
    ...tableSection(bold('Templates'), templateRows(report)),
    ...tableSection(
      bold('Conflicts to decide'),
      capped(report.pending.map(({ path, kind }) => [path, kind])),
    ),
    ...tableSection(bold('Drift'), capped(report.drift.map(({ file, message }) => [file ?? '', message]))),
    ...tableSection(bold('New in the templates'), changeRows(report)),
    ...tableSection(
      bold('Next'),
      report.next.map(({ command, why }) => [command, why]),
    ),
  ];
}

function facts(report: StatusReport, terminal: Terminal): readonly string[] {
  const good = (text: string): string => terminal.style('green', text);
  const bad = (text: string): string => terminal.style('yellow', text);
  const { pending, drift, interrupted, edits } = report;
  const rows: readonly (readonly [string, string])[] = [
    ['Version', report.update === 'none' ? good(versionText(report)) : bad(versionText(report))],
    ['Edits', edits.length === 0 ? 'none' : editsText(report)],
    ['Conflicts', pending.length === 0 ? good('none') : bad(`${pending.length} left of the last update`)],
    ['Drift', drift.length === 0 ? good('none') : bad(counted(drift.length, 'finding'))],
    ...(interrupted === 'staging' || interrupted === 'applying'
      ? [['Update', bad('one was interrupted and is half done')] as const]
      : []),
  ];
  return rows.map(([name, text]) => `  ${name.padEnd(9)}  ${text}`);
}

function versionText({ update, generated, toolbox }: StatusReport): string {
  if (update === 'none') return `${generated.version}, up to date with this toolbox`;
  if (update === 'toolbox-older') return `${generated.version}, newer than this toolbox (${toolbox.version})`;
  return generated.version === toolbox.version
    ? `${generated.version}, but this toolbox has other templates: an update is available`
    : `${generated.version}, this toolbox has ${toolbox.version}: an update is available`;
}

const KIND_WORDS: Readonly<Record<StatusReport['edits'][number]['kind'], string>> = {
  changed: 'changed',
  'line-ends': 'other line ends',
  mode: 'other mode',
  deleted: 'deleted',
  replaced: 'replaced by something else',
};

function editsText({ edits, files }: StatusReport): string {
  const kinds = Object.entries(KIND_WORDS).flatMap(([kind, words]) => {
    const count = edits.filter((edit) => edit.kind === kind).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return `${edits.length} of ${counted(files, 'file')}: ${kinds.join(', ')}`;
}

function templateRows({ templates }: StatusReport): readonly (readonly string[])[] {
  return templates.map(({ id, version, latest, files, edited }) => [
    id,
    latest === null
      ? `${version}, no longer there`
      : latest === version
        ? version
        : `${version} -> ${latest}`,
    edited.length === 0 ? counted(files, 'file') : `${edited.length} of ${counted(files, 'file')} edited`,
    edited.length > 2 ? `${edited.slice(0, 2).join(', ')}, ...` : edited.join(', '),
  ]);
}

function changeRows({ changes }: StatusReport): readonly (readonly string[])[] {
  return capped(
    changes.map(({ kind, template, version, description }) => [kind, `${template} ${version}`, description]),
  );
}

function capped(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (rows.length <= MOST_ROWS) return rows;
  return [...rows.slice(0, MOST_ROWS - 1), [`and ${rows.length - MOST_ROWS + 1} more (--json lists all)`]];
}
