import { beforeAll, describe, expect, test } from '@jest/globals';
import type { PackResource } from '#constructs/policy/kubernetes/pulumi-pack.ts';
import { packPolicies } from '#constructs/policy/kubernetes/pulumi-pack.ts';
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

/** What the policies report of resources: policy, message, URN. */
function reported(
  resources: readonly PackResource[],
  given = settings,
): [string, string, string | undefined][] {
  const found: [string, string, string | undefined][] = [];
  for (const { name, validateStack } of packPolicies(given))
    validateStack({ resources }, (message, urn) => found.push([name, message, urn]));
  return found;
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
    expect(packPolicies(settings).map(({ name }) => name)).toEqual(ids);
    expect(packPolicies({ ...settings, env: 'dev' }).length).toBeLessThan(ids.length);
  });

  test('finds nothing in what the components make', () => {
    expect(reported(made)).toEqual([]);
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
