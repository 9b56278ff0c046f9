import { describe, expect, test } from '@jest/globals';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import { GcpConstruct } from '#constructs/gcp/gcp-construct.ts';
import type { IamProps } from '#constructs/gcp/iam.ts';
import { grantsOf } from '#constructs/gcp/iam.ts';
import { App, TerraformStack } from '#constructs/gcp/terraform.ts';
import { dev } from './synth.ts';

class Thing extends GcpConstruct {}

function grants(props: IamProps) {
  return grantsOf(new Thing(new TerraformStack(new App(), 'test'), 'thing', dev), props);
}

const viewer = 'roles/bigquery.dataViewer';
const analysts = 'group:analysts@example.com';
const until = { title: 'until_2027', expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' };

describe('the four props of access', () => {
  test('say the same in four ways, each grant with an id of its own', () => {
    expect(
      grants({
        iam: { [viewer]: [analysts] },
        iamBindings: {
          auditors: { role: viewer, members: ['user:a@example.com', 'user:b@example.com'], condition: until },
        },
        iamBindingsAdditive: { loader: { role: 'roles/bigquery.dataEditor', member: analysts } },
        iamByPrincipals: { 'user:c@example.com': [viewer] },
      }),
    ).toEqual([
      { id: 'iam-bigquery-dataViewer-group-analysts-example-com', role: viewer, member: analysts },
      { id: 'iam-bigquery-dataViewer-user-c-example-com', role: viewer, member: 'user:c@example.com' },
      { id: 'iam-auditors-user-a-example-com', role: viewer, member: 'user:a@example.com', condition: until },
      { id: 'iam-auditors-user-b-example-com', role: viewer, member: 'user:b@example.com', condition: until },
      { id: 'iam-loader', role: 'roles/bigquery.dataEditor', member: analysts },
    ]);
  });

  test('give the same in any order of the props', () => {
    const two = { 'roles/a.b': [analysts], 'roles/c.d': [analysts] };
    const turned = { 'roles/c.d': [analysts], 'roles/a.b': [analysts] };
    expect(grants({ iam: two })).toEqual(grants({ iam: turned }));
  });

  test('take references to accounts where a name keeps the address', () => {
    const stack = new TerraformStack(new App(), 'test');
    const { member } = new ServiceAccount(stack, 'loader', { accountId: 'loader' });
    const thing = new Thing(stack, 'thing', dev);
    expect(grantsOf(thing, { iamBindingsAdditive: { loader: { role: viewer, member } } })).toHaveLength(1);
    expect(() => grantsOf(thing, { iam: { [viewer]: [member] } })).toThrow(
      /test\/thing: iam is .*expected a literal member\. Give references to resources in iamBindingsAdditive/,
    );
  });

  test.each<[string, IamProps, RegExp]>([
    ['everyone', { iam: { [viewer]: ['allUsers'] } }, /iam is "allUsers", expected a named principal/],
    [
      'a basic role',
      { iamByPrincipals: { [analysts]: ['roles/editor'] } },
      /iamByPrincipals is "roles\/editor", expected a role such as/,
    ],
    [
      'what is no role',
      { iamBindings: { x: { role: 'dataViewer', members: [analysts] } } },
      /iamBindings\.x is "dataViewer"/,
    ],
    [
      'one grant from two props',
      { iam: { [viewer]: [analysts] }, iamByPrincipals: { [analysts]: [viewer] } },
      /iamByPrincipals is .*expected a grant that iam does not make\. Keep one of the two/,
    ],
    [
      'one name twice',
      {
        iamBindings: { 'a-group': { role: viewer, members: ['group:x'] } },
        iamBindingsAdditive: { 'a-group-group-x': { role: viewer, member: analysts } },
      },
      /iamBindingsAdditive\.a-group-group-x is .*a grant that iamBindings\.a-group does not make/,
    ],
  ])('refuse %s', (_, props, message) => {
    expect(() => grants(props)).toThrow(message);
  });
});
