import { BillingBudget } from '@cdktf/provider-google/lib/billing-budget/index.js';
import { PubsubTopicIamMember } from '@cdktf/provider-google/lib/pubsub-topic-iam-member/index.js';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { MessageTopic } from '../message-topic.ts';
import type { Construct, ITerraformDependable } from '../terraform.ts';

/** What may be spent, and when people are told. */
export interface Budget {
  /** Billing account id; whoever applies needs the right to make budgets there, or in the project. */
  readonly billingAccount: string;
  /** Budget of a calendar month, in whole units of `currency`. */
  readonly amountPerMonth: number;
  /** ISO 4217 code of the billing account's currency. */
  readonly currency: string;
  /**
   * Percentages of the budget that people are told at once spent: 1 to 1000.
   *
   * @default [50, 90, 100]
   */
  readonly spentPercents?: readonly number[];
  /**
   * Percentages of the budget that people are told at once forecast for the end of the month: 1 to 1000.
   *
   * @default [100]
   */
  readonly forecastPercents?: readonly number[];
  /**
   * Publishes what is spent to a Pub/Sub topic too, several times a day, for programs that act on it.
   *
   * @default false
   */
  readonly publish?: boolean;
}

/** What the budget needs beside {@link Budget}. */
export interface CostBudgetProps {
  readonly budget: Budget;
  readonly projectNumber: string;
  /** Key of the topic. */
  readonly kmsKeyName: string;
  /** Ids of the channels people are told over. */
  readonly notificationChannels: readonly string[];
  /** What has to exist before. */
  readonly dependsOn: ITerraformDependable[];
}

/** The account Google publishes budgets as. */
export const budgetPublisher = 'serviceAccount:billing-budget-alert@system.gserviceaccount.com';

/** The budget of a project, and who is told. Made by ClientFoundation. */
export class CostBudget extends GcpConstruct {
  /** The budget. */
  readonly budget: BillingBudget;
  /** Topic that programs hear of it, if it is published. */
  readonly topic: MessageTopic | undefined;
  /** Google's right to publish there. */
  readonly publisher: PubsubTopicIamMember | undefined;

  constructor(scope: Construct, id: string, deployment: Deployment, props: CostBudgetProps) {
    super(scope, id, deployment);
    const { budget, projectNumber, kmsKeyName, dependsOn } = props;
    this.check(budget);
    const { amountPerMonth, billingAccount, currency } = budget;
    const { spentPercents = [50, 90, 100], forecastPercents = [100] } = budget;
    if (budget.publish === true) {
      const encryption = { kmsKeyName };
      this.topic = new MessageTopic(this, 'topic', {
        ...deployment,
        name: 'budget',
        projectNumber,
        encryption,
      });
      this.publisher = new PubsubTopicIamMember(this, 'publisher', {
        project: deployment.project,
        topic: this.topic.topic.name,
        role: 'roles/pubsub.publisher',
        member: budgetPublisher,
      });
    }
    this.budget = new BillingBudget(this, 'budget', {
      billingAccount,
      displayName: this.named('monthly', 60),
      // One project only: whoever may manage budgets of that project needs no right on the billing account.
      budgetFilter: { projects: [`projects/${projectNumber}`], calendarPeriod: 'MONTH' },
      amount: { specifiedAmount: { currencyCode: currency, units: `${amountPerMonth}` } },
      thresholdRules: [
        ...spentPercents.map((percent) => ({ thresholdPercent: percent / 100 })),
        ...forecastPercents.map((percent) => ({
          thresholdPercent: percent / 100,
          spendBasis: 'FORECASTED_SPEND',
        })),
      ],
      allUpdatesRule: {
        monitoringNotificationChannels: [...props.notificationChannels],
        disableDefaultIamRecipients: false,
        ...(this.topic === undefined ? {} : { pubsubTopic: this.topic.topic.id, schemaVersion: '1.0' }),
      },
      dependsOn: [...dependsOn, ...(this.publisher === undefined ? [] : [this.publisher])],
    });
  }

  private check({ amountPerMonth, billingAccount, spentPercents = [], forecastPercents = [] }: Budget): void {
    if (!Number.isInteger(amountPerMonth) || amountPerMonth <= 0)
      this.refuse(
        'budget.amountPerMonth',
        amountPerMonth,
        'a whole number above 0',
        'Set gcp.budget.amount_per_month.',
      );
    if (!/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/.test(billingAccount))
      this.refuse(
        'budget.billingAccount',
        billingAccount,
        'a billing account id such as "012345-6789AB-CDEF01"',
        'Copy it from the Billing page of the Google Cloud console.',
      );
    const wrong = [...spentPercents, ...forecastPercents].find(
      (percent) => !(percent >= 1 && percent <= 1000),
    );
    if (wrong !== undefined)
      this.refuse(
        spentPercents.includes(wrong) ? 'budget.spentPercents' : 'budget.forecastPercents',
        wrong,
        'percentages from 1 to 1000',
        'Leave it out for the usual ones.',
      );
  }
}
