// A page for each alert that a client repository on Kubernetes can raise, written from the alerts themselves.
import path from 'node:path';
import type { Alert, AlertSeverity } from '#constructs/kubernetes/observability/index.ts';
import { ruleGroupsOf } from '#constructs/kubernetes/observability/rules.ts';
import { root } from './files.ts';

/** Folder of the pages in the template that raises the alerts. */
export const runbooksFolder = path.join(root, 'templates/stacks/clickhouse-kubernetes/files/docs/runbooks');

/** What a page calls by a word in capitals, because the alert itself says which one it is. */
const anything = {
  namespace: 'NAMESPACE',
  clickhouse: [{ name: 'main', replicas: 2, keepers: 3 }],
  postgres: [{ name: 'metadata', instances: 3 }],
  services: [{ name: 'SERVICE', availability: 0.995, latencyMs: 500 }],
  jobs: { CRONJOB: 26 },
};

const haste: Readonly<Record<AlertSeverity, string>> = {
  critical: 'critical: act at once',
  warning: 'warning: act within the working day',
  none: 'none: nobody is called',
};

/** The pages by path. */
export function runbookPages(): ReadonlyMap<string, string> {
  const { namespace, ...watched } = anything;
  const alerts = ruleGroupsOf(namespace, { ...watched, runbookUrl: '' }).flatMap((group) => group.alerts);
  const pages = alerts.map((alert): [string, string] => [`${alert.name}.md`, pageOf(alert)]);
  return new Map(
    [...pages, ['README.md', indexOf(alerts)] as const].map(([name, text]) => [
      path.join(runbooksFolder, name),
      text,
    ]),
  );
}

function pageOf({ name, for: duration, severity, runbook }: Alert): string {
  return `# ${name}

${runbook.means} Severity ${haste[severity]}. It comes when this has been so for ${spelled(duration)}.

Words in capitals are yours to fill in: the labels of the alert say namespace, pod, service and job.

## Look

${runbook.look.map(lookOf).join('\n')}

## Act

${runbook.act.map((step, index) => `${index + 1}. ${lookOf(step).slice(2)}`).join('\n')}

What is done rarely, such as a restore, is in the [runbook](../runbook.md).
`;
}

/** One line: a command as code, with what it shows before it. */
function lookOf(line: string): string {
  const begin = line.indexOf('kubectl ');
  if (begin > 0 && line.slice(0, begin).endsWith(': '))
    return `- ${prose(line.slice(0, begin))}\`${line.slice(begin)}\``;
  if (begin !== 0) return `- ${prose(line)}`;
  const [command = '', ...shows] = line.split(': ');
  return shows.length === 0 ? `- \`${command}\`` : `- \`${command}\`: ${prose(shows.join(': '))}`;
}

/** Text in which Markdown finds nothing of its own. */
function prose(text: string): string {
  return text.replaceAll(/[*<]/gu, String.raw`\$&`);
}

function spelled(duration: string): string {
  const [, count = '', unit = ''] = /^(\d+)([mh])$/u.exec(duration) ?? [];
  if (count === '0') return 'a moment';
  const word = unit === 'h' ? 'hour' : 'minute';
  return `${count} ${word}${count === '1' ? '' : 's'}`;
}

function indexOf(alerts: readonly Alert[]): string {
  const rows = alerts.map(
    ({ name, severity, runbook }) => `| [${name}](${name}.md) | ${severity} | ${prose(runbook.means)} |`,
  );
  return `# Runbooks by alert

Every alert names its page here as \`runbook_url\`. What is done rarely is in the [runbook](../runbook.md).

| Alert | Severity | Means |
|---|---|---|
${rows.join('\n')}
`;
}
