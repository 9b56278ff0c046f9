import path from 'node:path';
import { checkDiagnostic } from '#catalog/diagnostic/check.ts';
import { resolveResidency } from '#catalog/compliance/residency.ts';
import { costTable } from '#catalog/pricing/cost-table.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Partner, ReportDocument } from '#catalog/report/document.ts';
import { reportHtml } from '#catalog/report/html.ts';
import { reportMarkdown } from '#catalog/report/markdown.ts';
import { buildReport } from '#catalog/report/report.ts';
import { select } from '#catalog/selection/select.ts';
import { findBrowser, noBrowser, printPdf } from '../adapters/browser.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { readDiagnostic } from '../adapters/diagnostic.ts';
import { interruptible } from '../adapters/interrupt.ts';
import { readLogo } from '../adapters/logo.ts';
import { datedPdf } from '../adapters/pdf-dates.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { writeFiles } from '../adapters/write-document.ts';
import type { NamedFile } from '../adapters/write-document.ts';
import { dayOption, languageOption, packageOption, wrongCall } from '../call-options.ts';
import type { Call, CallOptions } from '../command.ts';
import { costedDiagnostic } from '../costed.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

const formats = ['html', 'pdf', 'md'] as const;
type Format = (typeof formats)[number];

/** `toltek report FILE --out DIR`: what a client is handed after a diagnostic. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [file = ''] = operands;
  const folder = outOption(options);
  const wanted = formatOption(options);
  const forced = packageOption(options);
  const asOf = dayOption(options);
  const diagnostic = readDiagnostic(file);
  const language = languageOption(options, diagnostic);
  const partner = partnerOf(options);
  const browser = wanted.has('pdf') ? findBrowser(options.value('browser')) : undefined;
  const catalog = await loadCatalog(options.value('catalog'));
  const selection = select(diagnostic, catalog, {
    onlyBuilt: options.flag('only-built'),
    ...(forced !== undefined && { package: forced }),
    ...(asOf !== undefined && { asOf }),
  });
  // Where nothing is chosen there is nothing to run, and where no region may hold the data nothing to run it in.
  const isPriced =
    selection.package.items.length > 0 && resolveResidency(diagnostic.constraints.residency).ok;
  const report = buildReport({
    diagnostic,
    selection,
    findings: checkDiagnostic(diagnostic),
    catalog,
    language,
    ...(partner !== undefined && { partner }),
    ...(isPriced && {
      cost: costTable({
        ...costedDiagnostic(diagnostic, selection, catalog, []),
        prices: catalog.priceBook,
      }),
    }),
  });
  const made = await filesOf(report, { wanted, browser, day: selection.asOf, terminal });
  if (made === undefined) return exitCode.interrupted;
  writeFiles(folder, made.files);
  return tell(folder, made, terminal);
}

function outOption(options: CallOptions): string {
  const value = options.value('out');
  if (value === undefined || value === '')
    throw wrongCall(
      'It is not said where to write.',
      '--out DIR',
      'Add --out with the folder of the report.',
    );
  return value;
}

function formatOption(options: CallOptions): ReadonlySet<Format> {
  const value = options.value('format');
  if (value === undefined) return new Set(formats);
  const asked = value.split(',').map((name) => name.trim());
  const known = asked.flatMap((name) => formats.find((format) => format === name) ?? []);
  if (known.length === asked.length) return new Set(known);
  throw wrongCall(
    `There is no format '${asked.find((name) => !formats.some((format) => format === name)) ?? value}'.`,
    `one or more of: ${formats.join(', ')}, separated by commas`,
    'Correct --format.',
  );
}

function partnerOf(options: CallOptions): Partner | undefined {
  const name = options.value('partner-name');
  const logo = options.value('logo');
  if (name !== undefined && name.trim() !== '')
    return { name: name.trim(), ...(logo !== undefined && { logo: readLogo(logo) }) };
  if (logo === undefined) return undefined;
  throw wrongCall(
    'A logo needs the name of the partner, for readers who do not see it.',
    '--partner-name NAME',
    'Add --partner-name.',
  );
}

interface Made {
  readonly files: readonly NamedFile[];
  /** Why something that was asked for is missing. */
  readonly problems: readonly Problem[];
}

interface Making {
  readonly wanted: ReadonlySet<Format>;
  readonly browser: string | undefined;
  /** Day that dates the PDF. */
  readonly day: string;
  readonly terminal: Terminal;
}

/** Every file of the report, before the first one is written; undefined when interrupted. */
async function filesOf(
  report: ReportDocument,
  { wanted, browser, day, terminal }: Making,
): Promise<Made | undefined> {
  const html = reportHtml(report);
  const name = (format: Format): string => `report.${report.language}.${format}`;
  const files: NamedFile[] = [];
  const problems: Problem[] = [];
  if (wanted.has('html')) files.push({ name: name('html'), content: html });
  if (wanted.has('pdf')) {
    if (browser === undefined) problems.push(noBrowser);
    else {
      terminal.progress('Printing the PDF');
      const printed = await interruptible(async (signal) => {
        const result = await printPdf(browser, html, signal);
        return signal.aborted ? undefined : result;
      });
      if (printed === undefined) return undefined;
      if ('pdf' in printed) files.push({ name: name('pdf'), content: datedPdf(printed.pdf, day) });
      else problems.push(printed.problem);
    }
  }
  if (wanted.has('md')) files.push({ name: name('md'), content: reportMarkdown(report) });
  return { files, problems };
}

function tell(folder: string, { files, problems }: Made, terminal: Terminal): ExitCode {
  const written = files.map(({ name, content }) => ({
    path: path.join(folder, name),
    bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.length,
  }));
  terminal.document({ files: written, problems });
  for (const { path: file, bytes } of written) terminal.print(`${file}  ${Math.ceil(bytes / 1024)} KB`);
  terminal.problems(problems);
  return problems.length === 0 ? exitCode.done : exitCode.findings;
}
