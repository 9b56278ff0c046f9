import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { ensureVenv, run } from '../tools/python.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The exceptions a generated repository has, each with its reason. */
const exceptions = path.join(root, 'templates/stacks/gcp-foundation/files/infra/_checkov.yaml');

/**
 * What checkov finds in folders with Terraform configuration in JSON: `<check> <resource> (<file>)`, in order.
 *
 * @param wrong whether mistakes are in it on purpose: then it has no exceptions, and may be in part unreadable
 */
export async function checkovFindings(folder: string, wrong = false): Promise<string[]> {
  const bin = await ensureVenv('checkov', [path.join(root, 'tests/tools/checkov/requirements.txt')]);
  if (!wrong) copyFileSync(exceptions, path.join(folder, '.checkov.yaml'));
  const { stdout, output } = await run(
    path.join(bin, 'checkov'),
    ['-d', '.', '--framework', 'terraform_json', '--skip-download', '--compact', '-o', 'json'],
    { cwd: folder },
  );
  const report: unknown = JSON.parse(stdout.slice(Math.max(0, stdout.search(/[[{]/))) || 'null');
  const results = field(report, 'results');
  const summary = field(report, 'summary');
  const checked = Number(field(summary, 'passed')) + Number(field(summary, 'failed'));
  const broken = field(results, 'parsing_errors');
  if (!(checked > 0) || (!wrong && Array.isArray(broken) && broken.length > 0))
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
