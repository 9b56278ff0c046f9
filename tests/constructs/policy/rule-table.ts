import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gcpRuleGroups } from '#constructs/policy/gcp/catalogue.ts';
import { kubernetesRuleGroups } from '#constructs/policy/kubernetes/catalogue.ts';
import { markdownTable } from '#constructs/policy/markdown-table.ts';
import type { RuleGroup } from '#constructs/policy/rule.ts';
import { between } from '../house/files.ts';

/** The README of the rule catalogue. */
export const readmeFile = path.resolve(import.meta.dirname, '../../../constructs/policy/README.md');

/** The README with the table of rules as the catalogue has them now. */
export function readmeWithRules(): string {
  return [
    { name: 'rules', groups: gcpRuleGroups, prefix: 'google_' },
    { name: 'kubernetes-rules', groups: kubernetesRuleGroups, prefix: '' },
  ].reduce(
    (text, { name, groups, prefix }) => between(text, name, tables(groups, prefix), readmeFile),
    readFileSync(readmeFile, 'utf8'),
  );
}

function tables(groups: readonly RuleGroup[], prefix: string): string {
  return groups
    .map(({ subject, rules }) => {
      const rows = rules.map(({ id, title, severity, only, reason, references = [], reads }) => [
        id,
        title,
        only === undefined ? severity : `${severity}, ${only} only`,
        reason,
        references.join(', '),
        reads.map((type) => `\`${type.startsWith(prefix) ? type.slice(prefix.length) : type}\``).join(' '),
      ]);
      const reading = prefix === '' ? 'Reads' : `Reads ${prefix}…`;
      const columns = ['Rule', 'What holds', 'Severity', 'Otherwise', 'Also asked by', reading];
      return `### ${subject}\n\n${markdownTable(columns, rows)}`;
    })
    .join('\n\n');
}
