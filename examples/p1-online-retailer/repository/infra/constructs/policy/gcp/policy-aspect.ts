import type { IAspect, IConstruct } from '../../gcp/terraform.ts';
import { TerraformStack } from '../../gcp/terraform.ts';
import { describe } from '../findings.ts';
import type { PolicySettings } from '../settings.ts';
import type { PolicyReport } from './report.ts';
import { checkSettings, policyReport } from './report.ts';

/**
 * Fails the synthesis of a stack with every error the rules find, all at once; warnings stand in the report
 * ({@link policyReport}). `Aspects.of(stack).add(new PolicyAspect(settings))`: on the stack, because cdktf does not take
 * aspects of an app down to its stacks.
 */
export class PolicyAspect implements IAspect {
  private readonly settings: PolicySettings;
  /** What was found at the last validation of each stack it guards; `undefined` before the first. */
  private readonly reports = new WeakMap<TerraformStack, PolicyReport | undefined>();

  /** @throws InvalidPropError when the day or an acknowledgement cannot be used */
  constructor(settings: PolicySettings) {
    checkSettings(settings);
    this.settings = settings;
  }

  /** Called by cdktf with every construct. The rules run when all aspects are done, over what is then there. */
  visit(node: IConstruct): void {
    if (!TerraformStack.isStack(node) || this.reports.has(node)) return;
    this.reports.set(node, undefined);
    node.node.addValidation({ validate: () => this.errorsOf(node) });
  }

  /**
   * What the rules found in a stack when it was last synthesized.
   *
   * @throws Error when it was not synthesized with this aspect
   */
  reportOf(stack: TerraformStack): PolicyReport {
    const report = this.reports.get(stack);
    if (report === undefined)
      throw new Error(
        `${stack.node.id}: add the policy aspect to the stack and synthesize it, then ask for the report.`,
      );
    return report;
  }

  private errorsOf(stack: TerraformStack): string[] {
    const report = policyReport(stack, this.settings);
    this.reports.set(stack, report);
    return report.open
      .filter(({ severity }) => severity === 'error')
      .map((finding) =>
        finding.acknowledgedUntil === undefined
          ? describe(finding)
          : `${describe(finding)} It was acknowledged until ${finding.acknowledgedUntil}.`,
      );
  }
}
