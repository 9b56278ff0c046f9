import { PubsubTopicIamMember } from '@cdktf/provider-google/lib/pubsub-topic-iam-member/index.js';
import { InvalidPropError } from '../common/invalid-prop.ts';
import { isNamedMember } from './members.ts';
import type { Construct } from './terraform.ts';

/** Who may publish, and where. */
export interface Publisher {
  /** Name of the topic; of a topic of another project the full `projects/…/topics/…`. */
  readonly topic: string;
  readonly project: string;
  readonly member: string;
  /** Keeps the binding's address stable. */
  readonly name: string;
}

/** Lets a member publish to one topic; bindings that others made on it stay. */
export function mayPublish(
  scope: Construct,
  { topic, project, member, name }: Publisher,
): PubsubTopicIamMember {
  if (!isNamedMember(member))
    throw new InvalidPropError({
      at: scope.node.path,
      prop: 'member',
      value: member,
      expected: 'a named principal such as "serviceAccount:…" or "group:…"',
      remedy: 'Name who publishes.',
    });
  return new PubsubTopicIamMember(scope, `publisher-${name}`, {
    project,
    topic,
    role: 'roles/pubsub.publisher',
    member,
  });
}
