import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import type {
  PubsubSubscriptionBigqueryConfig,
  PubsubSubscriptionPushConfig,
} from '@cdktf/provider-google/lib/pubsub-subscription/index.js';
import { PubsubSubscription } from '@cdktf/provider-google/lib/pubsub-subscription/index.js';
import { PubsubSubscriptionIamMember } from '@cdktf/provider-google/lib/pubsub-subscription-iam-member/index.js';
import type { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic/index.js';
import { alertPolicy } from './alerts.ts';
import { GcpConstruct } from './gcp-construct.ts';
import { MessageTopic } from './message-topic.ts';
import type { MessagingProps } from './messaging.ts';
import { durationOfDays, isWholeWithin } from './messaging.ts';
import { mayPublish } from './publishers.ts';
import { serviceAgent } from './service-agent.ts';
import type { Construct, ITerraformDependable } from './terraform.ts';

/** Props of {@link WatchedSubscription}. */
export interface WatchedSubscriptionProps extends MessagingProps {
  /** Id of the topic it gets messages from. */
  readonly topic: string;
  /** Where messages go: exactly one of a table and an address. */
  readonly delivery:
    | { readonly bigqueryConfig: PubsubSubscriptionBigqueryConfig }
    | { readonly pushConfig: PubsubSubscriptionPushConfig };
  /**
   * Seconds a receiver has to answer: 10 to 600.
   *
   * @default - that of Pub/Sub; a table needs none
   */
  readonly acknowledgeDeadlineSeconds?: number;
  /** What has to exist before messages are delivered. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * A subscription that never expires, with what keeps messages from being lost: tries with growing pauses, a topic and
 * a subscription for those that failed every time, and alerts on messages that wait too long or were put aside.
 */
export class WatchedSubscription extends GcpConstruct {
  /** The subscription. */
  readonly subscription: PubsubSubscription;
  /** Topic of the messages that failed every time. */
  readonly deadLetterTopic: PubsubTopic;
  /** Where those messages wait for a person. */
  readonly deadLetterSubscription: PubsubSubscription;
  /** Tells people when messages wait too long. */
  readonly backlogAlert: MonitoringAlertPolicy;
  /** Tells people when messages were put aside. */
  readonly deadLetterAlert: MonitoringAlertPolicy;

  constructor(scope: Construct, id: string, props: WatchedSubscriptionProps) {
    super(scope, id, props);
    this.checkDelivery(props);
    const deadLetters = `${props.name}-dead-letters`;
    this.deadLetterTopic = new MessageTopic(this, 'dead-letters', { ...props, name: deadLetters }).topic;
    const agent = serviceAgent(props.projectNumber, 'gcp-sa-pubsub');
    const mayPutAside = mayPublish(this, {
      topic: this.deadLetterTopic.name,
      project: props.project,
      member: agent,
      name: 'pubsub',
    });
    this.deadLetterSubscription = this.subscribe(deadLetters, props, {
      topic: this.deadLetterTopic.id,
      messageRetentionDuration: durationOfDays(props.deadLetterRetentionDays ?? 31),
      ackDeadlineSeconds: 600,
    });
    this.subscription = this.subscribe(props.name, props, {
      ...this.deliveryOf(props),
      // Put aside before somebody holds them, messages would be lost.
      dependsOn: [...props.dependsOn, mayPutAside, this.deadLetterSubscription],
    });
    // Pub/Sub takes a message off the subscription when it puts it aside.
    new PubsubSubscriptionIamMember(this, 'acknowledges', {
      project: props.project,
      subscription: this.subscription.name,
      role: 'roles/pubsub.subscriber',
      member: agent,
    });
    this.backlogAlert = this.alertOnBacklog(props);
    this.deadLetterAlert = this.alertOnDeadLetters(props);
  }

  private deliveryOf(props: WatchedSubscriptionProps) {
    const seconds = props.acknowledgeDeadlineSeconds;
    return {
      topic: props.topic,
      messageRetentionDuration: durationOfDays(props.retentionDays ?? 7),
      ...(seconds === undefined ? {} : { ackDeadlineSeconds: seconds }),
      retryPolicy: {
        minimumBackoff: `${props.minBackoffSeconds ?? 10}s`,
        maximumBackoff: `${props.maxBackoffSeconds ?? 600}s`,
      },
      deadLetterPolicy: {
        deadLetterTopic: this.deadLetterTopic.id,
        maxDeliveryAttempts: props.maxDeliveryAttempts ?? 20,
      },
      ...props.delivery,
    };
  }

  private subscribe(
    name: string,
    props: WatchedSubscriptionProps,
    config: Omit<ConstructorParameters<typeof PubsubSubscription>[2], 'name'>,
  ): PubsubSubscription {
    const made = new PubsubSubscription(this, `to-${name}`, {
      project: props.project,
      name: this.named(name, 255),
      expirationPolicy: { ttl: '' },
      labels: this.labels({ component: props.name }),
      // It holds what nobody has handled yet.
      lifecycle: { preventDestroy: this.protected },
      ...config,
    });
    return this.atAddress(made, name);
  }

  private alertOnBacklog(props: WatchedSubscriptionProps): MonitoringAlertPolicy {
    const minutes = props.backlogAlertMinutes ?? 30;
    return this.alert('backlog-alert', props, {
      title: `${this.named(props.name)}: messages wait for more than ${minutes} minutes`,
      subscription: this.subscription,
      metric: 'oldest_unacked_message_age',
      above: minutes * 60,
      content:
        `Messages of ${this.named(props.name)} are delivered too slowly, or fail and are tried again. ` +
        'Look at push_request_count or the errors of the destination on the page of the subscription, mend the ' +
        `receiver, and watch the age fall. Unhandled messages are deleted after ${props.retentionDays ?? 7} days.`,
    });
  }

  private alertOnDeadLetters(props: WatchedSubscriptionProps): MonitoringAlertPolicy {
    const days = props.deadLetterRetentionDays ?? 31;
    const name = this.named(`${props.name}-dead-letters`, 255);
    return this.alert('dead-letter-alert', props, {
      title: `${this.named(props.name)}: messages were put aside`,
      subscription: this.deadLetterSubscription,
      metric: 'num_undelivered_messages',
      above: 0,
      content:
        `Messages failed every time they were delivered and wait in the subscription ${name}, for ${days} days. ` +
        `Look at them: gcloud pubsub subscriptions pull ${name} --project ${props.project} --limit 10. Mend what ` +
        'refuses them, publish again those that are needed, and acknowledge the others. The alert closes when none waits.',
    });
  }

  private alert(
    id: string,
    props: WatchedSubscriptionProps,
    on: {
      readonly title: string;
      readonly subscription: PubsubSubscription;
      readonly metric: string;
      readonly above: number;
      readonly content: string;
    },
  ): MonitoringAlertPolicy {
    const where = { ...props, labels: this.labels({ component: props.name }) };
    return alertPolicy(this, id, where, {
      title: on.title,
      content: on.content,
      section: 'Messages are not handled',
      when: {
        filter:
          `metric.type = "pubsub.googleapis.com/subscription/${on.metric}" AND ` +
          `resource.type = "pubsub_subscription" AND resource.labels.subscription_id = "${on.subscription.name}"`,
        above: on.above,
      },
    });
  }

  private checkDelivery(props: WatchedSubscriptionProps): void {
    const { minBackoffSeconds: min = 10, maxBackoffSeconds: max = 600 } = props;
    this.checkWhole(
      'retentionDays',
      props.retentionDays,
      1,
      31,
      'What must be kept longer belongs in a table.',
    );
    this.checkWhole(
      'deadLetterRetentionDays',
      props.deadLetterRetentionDays,
      1,
      31,
      'Look at dead letters within a month.',
    );
    this.checkWhole('maxDeliveryAttempts', props.maxDeliveryAttempts, 5, 100, 'Leave it out.');
    this.checkWhole('backlogAlertMinutes', props.backlogAlertMinutes, 1, 1440, 'Leave it out for 30.');
    this.checkWhole(
      'acknowledgeDeadlineSeconds',
      props.acknowledgeDeadlineSeconds,
      10,
      600,
      'Split longer work into parts, or start a job from the receiver.',
    );
    this.checkWhole('minBackoffSeconds', min, 0, 600, 'Leave it out for 10.');
    this.checkWhole('maxBackoffSeconds', max, min, 600, 'Leave it out for 600.');
  }

  private checkWhole(
    prop: string,
    value: number | undefined,
    least: number,
    most: number,
    remedy: string,
  ): void {
    if (value !== undefined && !isWholeWithin(value, least, most))
      this.refuse(prop, value, `a whole number from ${least} to ${most}`, remedy);
  }
}
