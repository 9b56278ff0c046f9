import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gcpRuleGroups } from '#constructs/policy/gcp/catalogue.ts';
import { kubernetesRuleGroups } from '#constructs/policy/kubernetes/catalogue.ts';
import { markdownTable } from '#constructs/policy/markdown-table.ts';
import type { RuleGroup } from '#constructs/policy/rule.ts';
import { between, root } from '../house/files.ts';

/** The README of the rules on Google Cloud. */
export const gcpReadme = path.join(root, 'constructs/policy/gcp/README.md');

/** The READMEs of the catalogues by path, with the tables of rules as they are now. */
export function readmesWithRules(): readonly (readonly [file: string, text: string])[] {
  return [
    { file: gcpReadme, groups: gcpRuleGroups, prefix: 'google_' },
    {
      file: path.join(root, 'constructs/policy/kubernetes/README.md'),
      groups: kubernetesRuleGroups,
      prefix: '',
    },
  ].map(({ file, groups, prefix }) => [
    file,
    between(readFileSync(file, 'utf8'), 'rules', tables(groups, prefix), file),
  ]);
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
