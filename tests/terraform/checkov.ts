import { copyFileSync } from 'node:fs';
import path from 'node:path';
import * as checkov from '../tools/checkov.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The exceptions a generated repository has, each with its reason. */
const exceptions = path.join(root, 'templates/stacks/gcp-foundation/files/infra/_checkov.yaml');

/**
 * What checkov finds in folders with Terraform configuration in JSON: `<check> <resource> (<file>)`, in order.
 *
 * @param wrong whether mistakes are in it on purpose: then it has no exceptions, and may be in part unreadable
 */
export function checkovFindings(folder: string, wrong = false): Promise<string[]> {
  if (!wrong) copyFileSync(exceptions, path.join(folder, '.checkov.yaml'));
  return checkov.checkovFindings(folder, 'terraform_json', wrong);
}
