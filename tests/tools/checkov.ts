import path from 'node:path';
import { ensureVenv, run } from './python.ts';

/**
 * What checkov finds in the files of a folder: `<check> <resource> (<file>)`, in order. A file `.checkov.yaml` in it says
 * what is left out.
 *
 * @param framework what the files are
 * @param isBroken whether some of them cannot be read, on purpose
 */
export async function checkovFindings(
  folder: string,
  framework: 'kubernetes' | 'terraform_json',
  isBroken = false,
): Promise<string[]> {
  const bin = await ensureVenv('checkov', [path.join(import.meta.dirname, 'checkov/requirements.txt')]);
  const { stdout, output } = await run(
    path.join(bin, 'checkov'),
    ['-d', '.', '--framework', framework, '--skip-download', '--compact', '-o', 'json'],
    { cwd: folder },
  );
  const report: unknown = JSON.parse(stdout.slice(Math.max(0, stdout.search(/[[{]/))) || 'null');
  const results = field(report, 'results');
  const summary = field(report, 'summary');
  const checked = Number(field(summary, 'passed')) + Number(field(summary, 'failed'));
  const broken = field(results, 'parsing_errors');
  if (!(checked > 0) || (!isBroken && Array.isArray(broken) && broken.length > 0))
    throw new Error(
      `checkov checked nothing, or could not read a file, in ${folder}:\n${output.slice(0, 4000)}`,
    );
  const failed = field(results, 'failed_checks');
  return (Array.isArray(failed) ? failed : [])
    .map(
      (check: unknown) =>
        `${text(check, 'check_id')} ${text(check, 'resource')} (${text(check, 'file_path')})`,
    )
    .sort();
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}

function text(value: unknown, key: string): string {
  return String(field(value, key));
}
