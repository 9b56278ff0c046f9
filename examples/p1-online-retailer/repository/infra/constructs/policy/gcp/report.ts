import { InvalidPropError } from '../../common/invalid-prop.ts';
import type { TerraformStack } from '../../gcp/terraform.ts';
import type { Acknowledged } from '../acknowledgements.ts';
import { acknowledge, checkAcknowledgements, isDay } from '../acknowledgements.ts';
import { findingsIn, foundIn } from '../findings.ts';
import { markdownTable } from '../markdown-table.ts';
import { resourcesOf } from '../resource.ts';
import type { Severity } from '../rule.ts';
import type { PolicySettings } from '../settings.ts';
import { gcpRules } from './catalogue.ts';

/** What the rules found in a stack. Plain JSON. */
export interface PolicyReport extends Acknowledged {
  readonly stack: string;
  readonly env: PolicySettings['env'];
  readonly today: string;
  /** Open findings by severity, acknowledged findings, and acknowledgements that meet none. */
  readonly counts: Readonly<Record<Severity | 'acknowledged' | 'unused', number>>;
}

/**
 * Runs all rules over the resources of a stack, as it would be synthesized now.
 *
 * @throws InvalidPropError when the day or an acknowledgement cannot be used
 */
export function policyReport(stack: TerraformStack, settings: PolicySettings): PolicyReport {
  checkSettings(settings);
  const findings = findingsIn(resourcesOf(stack.toTerraform()), settings, gcpRules);
  const { env, today, acknowledgements = [] } = settings;
  const result = acknowledge(findings, acknowledgements, today);
  const count = (severity: Severity) => result.open.filter((finding) => finding.severity === severity).length;
  return {
    stack: stack.node.id,
    env,
    today,
    counts: {
      error: count('error'),
      warning: count('warning'),
      acknowledged: result.acknowledged.length,
      unused: result.unused.length,
    },
    ...result,
  };
}

/**
 * Checks what a stack is to be judged by.
 *
 * @throws InvalidPropError when the day or an acknowledgement cannot be used
 */
export function checkSettings({ today, acknowledgements = [] }: PolicySettings): void {
  if (!isDay(today))
    throw new InvalidPropError({
      at: 'policy',
      prop: 'today',
      value: today,
      expected: 'a day, YYYY-MM-DD',
      remedy: 'Give the day of the run.',
    });
  checkAcknowledgements(acknowledgements, gcpRules);
}

/** The report for people. */
export function reportMarkdown(report: PolicyReport): string {
  const { counts } = report;
  return (
    [
      `# Policy report of ${report.stack}`,
      `${report.env}, ${report.today}: ${counts.error} errors, ${counts.warning} warnings, ` +
        `${counts.acknowledged} acknowledged, ${counts.unused} acknowledgements without a finding.`,
      ...section(
        'Findings',
        ['Rule', 'Severity', 'Where', 'Found', 'Expected', 'What to do'],
        report.open.map((finding) => [
          finding.rule,
          finding.acknowledgedUntil === undefined
            ? finding.severity
            : `${finding.severity} (acknowledged until ${finding.acknowledgedUntil})`,
          `${finding.path} ${finding.at}`,
          foundIn(finding),
          finding.expected,
          `${finding.reason} ${finding.remedy}`,
        ]),
      ),
      ...section(
        'Acknowledged',
        ['Rule', 'Where', 'Found', 'Reason', 'Until'],
        report.acknowledged.map((finding) => [
          finding.rule,
          `${finding.path} ${finding.at}`,
          foundIn(finding),
          finding.acknowledgement.reason,
          finding.acknowledgement.until,
        ]),
      ),
      ...section(
        'Acknowledgements without a finding',
        ['Rule', 'Where', 'Reason', 'Until'],
        report.unused.map(({ rule, path, reason, until }) => [rule, path, reason, until]),
      ),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function section(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [`## ${title}`, markdownTable(columns, rows)];
}
