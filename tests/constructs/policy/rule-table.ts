import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ruleGroups } from '#constructs/policy/catalogue.ts';
import { markdownTable } from '#constructs/policy/report.ts';

/** The README of the rule catalogue. */
export const readmeFile = path.resolve(import.meta.dirname, '../../../constructs/policy/README.md');

const begin = '<!-- rules: made by tests/constructs/policy/write-rule-table.ts -->';
const end = '<!-- end of rules -->';

/** The README with the table of rules as the catalogue has them now. */
export function readmeWithRules(): string {
  const text = readFileSync(readmeFile, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${readmeFile}: the lines "${begin}" and "${end}" are missing.`);
  return `${before}${begin}\n\n${tables()}\n\n${end}${after}`;
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
