import { readFileSync } from 'node:fs';
import { markdownTable } from '#constructs/policy/markdown-table.ts';
import { between } from '../constructs/house/files.ts';
import { proofFile } from '../constructs/house/roles-given.ts';
import type { Caught } from './mutation-table.ts';

/** The document with the table of mistakes as it is now. */
export function proofWithMutations(caught: readonly Caught[]): string {
  const rows = caught.map(({ mistake, at, rules, terraform, checkov }) => [
    mistake,
    `\`${at}\``,
    rules.join(', '),
    terraform,
    checkov.join(', '),
  ]);
  const columns = ['Mistake', 'Made in', 'Our rules, at synthesis', '`terraform validate`', 'checkov'];
  return between(readFileSync(proofFile, 'utf8'), 'mistakes', markdownTable(columns, rows), proofFile);
}
