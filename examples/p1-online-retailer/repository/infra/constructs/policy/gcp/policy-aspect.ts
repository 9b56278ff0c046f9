import type { IAspect, IConstruct } from '../../gcp/terraform.ts';
import { TerraformStack } from '../../gcp/terraform.ts';
import { describe } from '../findings.ts';
import type { PolicySettings } from '../settings.ts';
import { checkSettings, policyReport } from './report.ts';

/**
 * Fails the synthesis of a stack with every error the rules find, all at once; warnings stand in the report
 * ({@link policyReport}). `Aspects.of(stack).add(new PolicyAspect(settings))`: on the stack, because cdktf does not take
 * aspects of an app down to its stacks.
 */
export class PolicyAspect implements IAspect {
  private readonly settings: PolicySettings;
  private readonly guarded = new WeakSet<TerraformStack>();

  /** @throws InvalidPropError when the day or an acknowledgement cannot be used */
  constructor(settings: PolicySettings) {
    checkSettings(settings);
    this.settings = settings;
  }

  /** Called by cdktf with every construct. The rules run when all aspects are done, over what is then there. */
  visit(node: IConstruct): void {
    if (!TerraformStack.isStack(node) || this.guarded.has(node)) return;
    this.guarded.add(node);
    node.node.addValidation({ validate: () => this.errorsOf(node) });
  }

  private errorsOf(stack: TerraformStack): string[] {
    return policyReport(stack, this.settings)
      .open.filter(({ severity }) => severity === 'error')
      .map((finding) =>
        finding.acknowledgedUntil === undefined
          ? describe(finding)
          : `${describe(finding)} It was acknowledged until ${finding.acknowledgedUntil}.`,
      );
  }
}
