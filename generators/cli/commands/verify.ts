import type { VerifyReport } from '#catalog/schema/generated/verify-report.ts';
import { BigQueryReader } from '../adapters/bigquery.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { visible } from '../adapters/terminal.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { wrongCall } from '../call-options.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { expectedOf } from '../verify/expected.ts';
import { mustBeRepository, verify } from '../verify/verify.ts';
import { parseSize, shownSize } from '../warehouse/byte-size.ts';
import { counted } from './counted.ts';

/** `toltek verify [DIR]`: whether a deployment is what its repository says. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [folder = '.'] = operands;
  const env = options.value('env') ?? 'prod';
  const size = options.value('max-bytes') ?? '1GB';
  const maxBytes = parseSize(size);
  if (maxBytes === undefined || maxBytes === 0)
    throw wrongCall(`'${size}' is no size.`, 'a number with B, KB, MB, GB or TB', 'Correct --max-bytes.');
  if (!/^[a-z][a-z0-9-]*$/.test(env))
    throw wrongCall(`'${env}' is no environment.`, 'dev or prod', 'Correct --env.');
  mustBeRepository(folder);
  const expected = await expectedOf(folder, env);
  const { priceBook } = await loadCatalog();
  const reader = new BigQueryReader(expected.project, { location: expected.location, maxBytes });
  const checks = await verify(reader, {
    folder,
    env,
    expected,
    priceBook,
    nowMs: Date.now(),
    progress: (text) => {
      terminal.progress(visible(text));
    },
  });
  const report: VerifyReport = {
    repository: folder,
    env,
    project: expected.project,
    location: expected.location,
    bytesRead: reader.budget.spent,
    checks: [...checks],
    ok: checks.every(({ status }) => status !== 'finding'),
  };
  show(report, terminal);
  terminal.document(report);
  return report.ok ? exitCode.done : exitCode.findings;
}

const marks = {
  ok: ['green', 'ok     '],
  finding: ['red', 'finding'],
  unknown: ['yellow', 'unknown'],
} as const;

function show({ checks, project, env, bytesRead, ok }: VerifyReport, terminal: Terminal): void {
  for (const { check, subject, status, message, action } of checks) {
    const [color, mark] = marks[status];
    terminal.print(
      `${terminal.style(color, mark)}  ${check.padEnd(7)}  ${visible(subject)}: ${visible(message)}`,
    );
    if (action !== undefined) terminal.print(`         do: ${visible(action)}`);
  }
  const count = (wanted: string): number => checks.filter(({ status }) => status === wanted).length;
  terminal.print(
    `\n${env} in ${project}: ${counted(checks.length, 'check')}, ${counted(count('finding'), 'finding')}, ${count('unknown')} that could not be looked at; ${shownSize(bytesRead)} read.${ok ? '' : ' It is not what the repository says.'}`,
  );
}
