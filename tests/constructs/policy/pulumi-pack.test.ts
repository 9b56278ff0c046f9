import { beforeAll, describe, expect, test } from '@jest/globals';
import type { PackResource } from '#constructs/policy/kubernetes/pulumi-pack.ts';
import { packPolicies } from '#constructs/policy/kubernetes/pulumi-pack.ts';
import { objectOf } from '#constructs/policy/resource.ts';
import type { PolicySettings } from '#constructs/policy/settings.ts';
import { kubernetesRuleGroups } from '#constructs/policy/kubernetes/catalogue.ts';
import { collect } from '../kubernetes/collect.ts';
import { prod } from '../kubernetes/deployments.ts';
import { everything } from '../kubernetes/everything.ts';
import { prod as gcpProd } from '../synth.ts';

const settings: PolicySettings = {
  env: 'prod',
  residency: gcpProd.residency,
  today: '2026-11-28',
  acknowledgements: [],
};

/** As the engine does it: each resource before it is made, as the program says it; then all of them, as the cluster has them. */
function reported(
  said: readonly PackResource[],
  given = settings,
  made = said,
): [string, string, string | undefined][] {
  const found: [string, string, string | undefined][] = [];
  const policies = packPolicies(given);
  for (const resource of said)
    for (const policy of policies) if ('validateResource' in policy) policy.validateResource(resource);
  for (const policy of policies)
    if ('validateStack' in policy)
      policy.validateStack({ resources: made }, (message, urn) => found.push([policy.name, message, urn]));
  return found;
}

/** What the API server makes of an object, in short: its own notes, a default, a status. */
function live(resource: PackResource): PackResource {
  const { metadata, spec, ...rest } = objectOf(resource.props);
  return {
    ...resource,
    props: {
      ...rest,
      metadata: {
        ...objectOf(metadata),
        uid: '1',
        managedFields: [{ manager: 'pulumi', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }],
      },
      ...(spec === undefined ? {} : { spec: { ...objectOf(spec), template: {}, defaulted: {} } }),
      status: { conditions: [], counts: {} },
    },
  };
}

const secret: PackResource = {
  type: 'kubernetes:core/v1:Secret',
  urn: 'urn:secret',
  props: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'n' },
    data: { p: 'aHVudGVyMg==' },
  },
};

describe('the policy pack', () => {
  let made: readonly PackResource[];
  beforeAll(async () => {
    made = (await collect(() => everything(prod))).sent.map(({ token, urn, object }) => ({
      type: token,
      urn,
      props: object,
    }));
  }, 60_000);

  test('has a policy for each rule on Kubernetes, by its id', () => {
    const ids = kubernetesRuleGroups.flatMap(({ rules }) => rules).map(({ id }) => id);
    expect(packPolicies(settings).map(({ name }) => name)).toEqual(['reader', ...ids]);
    expect(packPolicies({ ...settings, env: 'dev' }).length).toBeLessThan(ids.length);
  });

  test('finds nothing in what the components make', () => {
    expect(reported(made)).toEqual([]);
  });

  test('judges what the program says, not what the cluster made of it', () => {
    expect(reported(made, settings, made.map(live))).toEqual([]);
    // What stands there by default is no answer to what the program leaves out.
    const found = reported([secret], settings, [
      { ...secret, props: { ...objectOf(secret.props), data: {} } },
    ]);
    expect(found.map(([policy]) => policy)).toEqual(['TLTK_K8S_022']);
  });

  test('judges what the cluster has where it was not shown what the program says', () => {
    expect(reported([], settings, [secret]).map(([policy]) => policy)).toEqual(['TLTK_K8S_022']);
  });

  test('names the resource and what to do, and never shows a value', () => {
    expect(reported([secret])).toEqual([
      [
        'TLTK_K8S_022',
        'n/s: data, expected a Secret that a person or an operator fills. Let a person, External Secrets or an operator fill the Secret, and name it here.',
        'urn:secret',
      ],
    ]);
  });

  test('leaves alone what is acknowledged, until its last day', () => {
    const acknowledgement = {
      rule: 'TLTK_K8S_022',
      path: 'n/s',
      reason: 'Made by a tool that is replaced in March.',
      until: '2026-12-31',
    };
    const with_ = (today: string) =>
      reported([secret], { ...settings, today, acknowledgements: [acknowledgement] });
    expect(with_('2026-12-31')).toEqual([]);
    expect(with_('2027-01-01')).toHaveLength(1);
  });

  test('holds nothing against what Pulumi learns later, and stumbles over nothing', () => {
    const hidden = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? new Proxy(value, {
            get: (target, key, receiver) => {
              if (key === 'namespace' || key === 'image') throw new Error('unknown during preview');
              return hidden(Reflect.get(target, key, receiver));
            },
          })
        : value;
    expect(reported(made.map((one) => ({ ...one, props: hidden(one.props) })))).toEqual([]);
  });

  test('looks at nothing but Kubernetes', () => {
    expect(reported([{ ...secret, type: 'random:index/randomPassword:RandomPassword' }])).toEqual([]);
  });
});
