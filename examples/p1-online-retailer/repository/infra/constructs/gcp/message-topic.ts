import type { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js';
import type { PubsubTopicSchemaSettings } from '@cdktf/provider-google/lib/pubsub-topic/index.js';
import { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic/index.js';
import { GcpConstruct } from './gcp-construct.ts';
import { keyUser } from './key-user.ts';
import type { MessagingProps } from './messaging.ts';
import { durationOfDays, isWholeWithin, regionsOf } from './messaging.ts';
import { isAllowedLocation } from './locations.ts';
import { serviceAgent } from './service-agent.ts';
import type { Construct } from './terraform.ts';

/** Props of {@link MessageTopic}: of {@link MessagingProps} what concerns a topic. */
export interface MessageTopicProps extends MessagingProps {
  /**
   * Days for which messages can be delivered anew after they were handled: 1 to 31.
   *
   * @default - handled messages are gone
   */
  readonly replayDays?: number;
  /**
   * Refuses callers that reach Pub/Sub in another region than those of `storageRegions`.
   *
   * @default false
   */
  readonly enforceInTransit?: boolean;
  /**
   * Schema that messages must have.
   *
   * @default - none
   */
  readonly schema?: PubsubTopicSchemaSettings;
}

/** A Pub/Sub topic that stores messages in allowed regions, under the client's key. */
export class MessageTopic extends GcpConstruct {
  /** The topic. */
  readonly topic: PubsubTopic;
  /** Pub/Sub's right to use the key; shared by all topics of the stack with that key. */
  readonly keyGrant: KmsCryptoKeyIamMember | undefined;

  constructor(scope: Construct, id: string, props: MessageTopicProps) {
    super(scope, id, props);
    if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(props.name) || props.name.length > 63)
      this.refuse(
        'name',
        props.name,
        'up to 63 lower-case letters, digits and hyphens, a letter first',
        'Mend the name.',
      );
    this.keyGrant =
      props.encryption === undefined
        ? undefined
        : keyUser(this, {
            kmsKeyName: props.encryption.kmsKeyName,
            service: 'pubsub',
            member: serviceAgent(props.projectNumber, 'gcp-sa-pubsub'),
          });
    this.topic = this.atAddress(this.makeTopic(props), props.name);
  }

  private makeTopic(props: MessageTopicProps): PubsubTopic {
    return new PubsubTopic(this, 'topic', {
      project: props.project,
      name: this.named(props.name, 255),
      messageStoragePolicy: {
        allowedPersistenceRegions: this.storageRegions(props),
        enforceInTransit: props.enforceInTransit ?? false,
      },
      ...(props.encryption === undefined ? {} : { kmsKeyName: props.encryption.kmsKeyName }),
      ...(props.replayDays === undefined
        ? {}
        : { messageRetentionDuration: durationOfDays(this.days(props.replayDays)) }),
      ...(props.schema === undefined ? {} : { schemaSettings: props.schema }),
      labels: this.labels({ component: props.name }),
      // Without its topic, what is published is refused, and subscriptions get nothing from its successor.
      lifecycle: { preventDestroy: this.protected },
      ...(this.keyGrant === undefined ? {} : { dependsOn: [this.keyGrant] }),
    });
  }

  private storageRegions({ residency, region, storageRegions }: MessageTopicProps): string[] {
    const allowed = regionsOf(residency);
    if (storageRegions === undefined) return allowed.length === 0 ? [region] : allowed;
    const wrong = storageRegions.find(
      (item) => !/^[a-z]+-[a-z]+\d+$/.test(item) || !isAllowedLocation(item, residency),
    );
    if (wrong !== undefined || storageRegions.length === 0)
      this.refuse(
        'storageRegions',
        wrong ?? storageRegions,
        `some of ${allowed.join(', ')} (residency rule "${residency.rule}")`,
        'Leave it out for all of them.',
      );
    return [...storageRegions];
  }

  private days(days: number): number {
    if (!isWholeWithin(days, 1, 31))
      this.refuse(
        'replayDays',
        days,
        'a whole number from 1 to 31',
        'To keep messages longer, read them from the table or bucket they are written to.',
      );
    return days;
  }
}
