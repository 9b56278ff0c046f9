import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import type { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic/index.js';
import type { PubsubTopicIamMember } from '@cdktf/provider-google/lib/pubsub-topic-iam-member/index.js';
import type { AlertTargets } from '../alerts.ts';
import { alertPolicy, queryName } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { MessageTopic } from '../message-topic.ts';
import { mayPublish } from '../publishers.ts';
import type { ScheduledJob } from '../scheduled-job/index.ts';
import { serviceAgent } from '../service-agent.ts';
import type { Construct } from '../terraform.ts';

/** Props of {@link SecretRotation}. */
export interface SecretRotationProps extends Deployment, AlertTargets {
  /** Number of the project, from `ClientFoundation.projectNumber`. */
  readonly projectNumber: string;
  /**
   * Customer-managed key of the messages.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: { readonly kmsKeyName: string };
}

/**
 * Tells people when a secret is due for a new value, or was changed: the topic that Secret Manager writes to, and an
 * alert on every message. One for all secrets of a deployment.
 */
export class SecretRotation extends GcpConstruct {
  /** The topic that secrets name. */
  readonly topic: PubsubTopic;
  /** Secret Manager's right to write to it; secrets wait for it. */
  readonly publisher: PubsubTopicIamMember;
  /** Tells people that there was a message. */
  readonly alert: MonitoringAlertPolicy;

  constructor(scope: Construct, id: string, props: SecretRotationProps) {
    super(scope, id, props);
    const name = 'secret-rotation';
    const messages = new MessageTopic(this, 'messages', { ...props, name });
    this.topic = messages.topic;
    this.publisher = mayPublish(this, {
      topic: this.topic.name,
      project: props.project,
      member: serviceAgent(props.projectNumber, 'gcp-sa-secretmanager'),
      name: 'secretmanager',
    });
    this.alert = this.alertOnMessages(props);
  }

  /** Makes the secrets of a job wait for the right to write to the topic: Secret Manager refuses a topic without it. */
  remindsOf(job: ScheduledJob): void {
    const { terraformResourceType: type, friendlyUniqueId } = this.publisher;
    for (const secret of job.secrets)
      secret.dependsOn = [...(secret.dependsOn ?? []), `${type}.${friendlyUniqueId}`];
  }

  private alertOnMessages(props: SecretRotationProps): MonitoringAlertPolicy {
    const metric = queryName('pubsub.googleapis.com/topic/send_message_operation_count');
    return alertPolicy(
      this,
      'alert',
      { ...props, labels: this.labels({ component: 'secret-rotation' }) },
      {
        title: `${this.named('secrets')}: a secret is due for a new value, or was changed`,
        severity: 'WARNING',
        section: 'A secret is due',
        content:
          `See which, by its next date: gcloud secrets list --project ${props.project} ` +
          '--format "table(name, rotation.nextRotationTime)". Get a new value from the system it opens, store it as a new ' +
          'version, name the version in the settings and deploy; then disable the old version.',
        when: {
          query: `sum(increase(${metric}{topic_id="${this.named('secret-rotation', 255)}"}[10m])) > 0`,
        },
      },
    );
  }
}
