import type { ProvenanceReport } from '#catalog/schema/generated/types.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { counted } from './counted.ts';

const NAMES: Readonly<Record<ProvenanceReport['checks'][number]['id'], string>> = {
  lock: 'Lock',
  base: 'Base',
  provenance: 'Statement',
  pins: 'Pins',
  toolbox: 'Toolbox',
};

/** The report for a person who has to vouch for the repository: checks, findings with what they mean, edits, verdict. */
export function provenanceLines(report: ProvenanceReport, terminal: Terminal): readonly string[] {
  return [
    heading(report, terminal),
    '',
    ...report.checks.map((check) => checkLine(check, terminal)),
    ...report.findings.flatMap((finding) => ['', ...findingLines(finding, terminal)]),
    ...editLines(report.files),
    '',
    verdict(report),
  ];
}

function heading({ repository, client, generated }: ProvenanceReport, terminal: Terminal): string {
  if (client === null || generated === null) return terminal.style('bold', repository);
  return `${terminal.style('bold', client.name)} (${client.id}), generated with toltek ${generated.version}`;
}

function checkLine({ id, result, summary }: ProvenanceReport['checks'][number], terminal: Terminal): string {
  const style = { consistent: 'green', findings: 'red', 'not-checked': 'yellow' } as const;
  const words = result.replace('-', ' ').padEnd('not checked'.length);
  return `  ${NAMES[id].padEnd(9)}  ${terminal.style(style[result], words)}  ${summary}`;
}

function findingLines(
  { check, code, message, meaning, file, expected, action }: ProvenanceReport['findings'][number],
  terminal: Terminal,
): readonly string[] {
  return [
    `${terminal.style('red', NAMES[check])} ${terminal.style('dim', `[${code}]`)} ${message}`,
    ...(file === undefined ? [] : [`  at:       ${file}`]),
    ...(expected === undefined ? [] : [`  expected: ${expected}`]),
    `  means:    ${meaning}`,
    ...(action === undefined ? [] : [`  do:       ${action}`]),
  ];
}

/** Names beyond these are in --json, and in toltek diff. */
const MOST_NAMES = 10;

function editLines(files: ProvenanceReport['files']): readonly string[] {
  if (files === null) return [];
  const { unedited, edited, missing, managedEdited } = files;
  const managed =
    managedEdited.length === 0
      ? []
      : [
          `  ${managedEdited.length} of these ${managedEdited.length === 1 ? 'belongs' : 'belong'} to the toolbox and should be as generated:`,
          ...managedEdited.slice(0, MOST_NAMES).map((path) => `    ${path}`),
          ...(managedEdited.length > MOST_NAMES ? [`    and ${managedEdited.length - MOST_NAMES} more`] : []),
        ];
  return [
    '',
    `Since then: ${unedited} unedited, ${edited.length} edited, ${missing.length} missing. Edits are the client's right, and no finding.`,
    ...managed,
  ];
}

function verdict({ ok, findings, checks }: ProvenanceReport): string {
  if (!ok)
    return `${counted(findings.length, 'finding')}: what this repository says of its origin does not fit together.`;
  const open = checks.filter(({ result }) => result === 'not-checked').length;
  const rest = open === 0 ? '' : ` ${counted(open, 'check')} could not be made.`;
  return `What this repository says of its origin fits together.${rest} The statement is not signed: this shows that nothing was changed by mistake, not that nobody forged all of it.`;
}
