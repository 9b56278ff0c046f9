import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ruleGroups } from '#constructs/policy/catalogue.ts';
import { markdownTable } from '#constructs/policy/report.ts';
import { between } from '../house/files.ts';

/** The README of the rule catalogue. */
export const readmeFile = path.resolve(import.meta.dirname, '../../../constructs/policy/README.md');

/** The README with the table of rules as the catalogue has them now. */
export function readmeWithRules(): string {
  return between(readFileSync(readmeFile, 'utf8'), 'rules', tables(), readmeFile);
}

function tables(): string {
  return ruleGroups
    .map(({ subject, rules }) => {
      const rows = rules.map(({ id, title, severity, only, reason, references = [], reads }) => [
        id,
        title,
        only === undefined ? severity : `${severity}, ${only} only`,
        reason,
        references.join(', '),
        reads.map((type) => `\`${type.replace(/^google_/, '')}\``).join(' '),
      ]);
      const columns = ['Rule', 'What holds', 'Severity', 'Otherwise', 'Also asked by', 'Reads google_…'];
      return `### ${subject}\n\n${markdownTable(columns, rows)}`;
    })
    .join('\n\n');
}
