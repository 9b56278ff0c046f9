import { examine } from '#catalog/diagnostic/examine.ts';
import type { Finding } from '#catalog/diagnostic/finding.ts';
import { icpFit } from '#catalog/diagnostic/icp.ts';
import { overallLevel, readiness, stagesOf } from '#catalog/diagnostic/maturity.ts';
import type { AxisReadiness } from '#catalog/diagnostic/maturity.ts';
import { rubric } from '#catalog/diagnostic/rubric.data.ts';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { pointerValue } from '#catalog/schema/pointer.ts';
import { readJsonDocument } from '../adapters/json-document.ts';
import type { Terminal } from '../adapters/terminal.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { counted } from './counted.ts';

/** `toltek check FILE`: everything that is wrong with a diagnostic, at once. */
export function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [file = ''] = operands;
  return Promise.resolve(check(file, terminal, options.flag('quiet')));
}

function check(file: string, terminal: Terminal, quiet: boolean): ExitCode {
  try {
    const examined = examine(readJsonDocument(file), file);
    if (examined.valid) return reportValid(file, examined.diagnostic, examined.findings, terminal, quiet);
    return reportUnusable(file, examined.problems, examined.findings, examined.readable, terminal);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return reportUnusable(file, error.problems, [], undefined, terminal);
  }
}

function reportValid(
  file: string,
  diagnostic: Diagnostic,
  findings: readonly Finding[],
  terminal: Terminal,
  quiet: boolean,
): ExitCode {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const levels = readiness(diagnostic);

  printFindings(findings, diagnostic, terminal);
  if (!quiet) terminal.print(`${formatMaturity(levels)}\n`);
  terminal.print(summary(errors, warnings));
  const overall = overallLevel(levels);
  terminal.document({
    file,
    valid: true,
    summary: { errors, warnings },
    problems: [],
    findings,
    maturity: { axes: levels, overall, stages: overall === null ? [] : stagesOf(overall) },
    icpFit: icpFit(diagnostic.company),
  });
  return errors > 0 ? exitCode.findings : exitCode.done;
}

/** The file or its shape is wrong; contradictions among the answers that can be read are shown all the same. */
function reportUnusable(
  file: string,
  problems: readonly Problem[],
  findings: readonly Finding[],
  readable: Diagnostic | undefined,
  terminal: Terminal,
): ExitCode {
  terminal.problems(problems);
  printFindings(findings, readable, terminal);
  const further = findings.length === 0 ? '' : ` and ${counted(findings.length, 'contradiction')}`;
  terminal.print(
    `${counted(problems.length, 'error')}${further}. The diagnostic cannot be used before this is mended.`,
  );
  terminal.document({
    file,
    valid: false,
    summary: { errors: problems.length, warnings: 0 },
    problems,
    findings,
  });
  return exitCode.wrongInput;
}

function printFindings(
  findings: readonly Finding[],
  diagnostic: Diagnostic | undefined,
  terminal: Terminal,
): void {
  const language = pointerValue(diagnostic, '/meta/language');
  const french = typeof language === 'string' && language.toLowerCase().startsWith('fr');
  for (const finding of findings)
    terminal.print(`${formatFinding(finding, french ? 'fr' : 'en', terminal)}\n`);
}

function formatFinding(finding: Finding, language: 'en' | 'fr', terminal: Terminal): string {
  const { pointer, other, otherValue, question } = finding;
  const value = otherValue === undefined ? '' : ` (${shorten(JSON.stringify(otherValue))})`;
  return terminal.formatProblem({
    ...finding,
    pointer: `${pointer} against ${other}${value}`,
    action: `Ask: ${question[language]}`,
  });
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function formatMaturity(levels: readonly AxisReadiness[]): string {
  const known = levels.filter(({ source }) => source !== 'none');
  if (known.length === 0) return 'Maturity: not answered. The selection does not need it, the report does.';
  const width = Math.max(...rubric.map(({ name }) => name.en.length));
  const lines = levels.map(({ axis, level, low, high, source, gap }) => {
    const name = (rubric.find((each) => each.axis === axis)?.name.en ?? axis).padEnd(width);
    if (source === 'none') return `  ${name}  not answered`;
    const shown = level === null ? 'unknown' : level.toFixed(1);
    const range = low === high ? '' : `  (${low.toFixed(1)} to ${high.toFixed(1)})`;
    const missing = gap === null || gap === 0 ? '' : `  ${gap.toFixed(1)} below what a first use case needs`;
    return `  ${name}  ${shown}${range}${missing}`;
  });
  const overall = overallLevel(levels);
  const heading = overall === null ? 'Maturity (0-5)' : `Maturity (0-5), mean ${overall.toFixed(1)}`;
  return [heading, ...lines].join('\n');
}

function summary(errors: number, warnings: number): string {
  if (errors + warnings === 0) return 'The diagnostic is valid and its answers fit together.';
  const found = [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : '']
    .filter((part) => part !== '')
    .join(', ');
  return errors > 0
    ? `${found}. The answers contradict each other: ask the questions above.`
    : `${found}. The diagnostic is valid.`;
}
