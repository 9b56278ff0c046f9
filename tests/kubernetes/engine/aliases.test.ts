import { expect, test } from '@jest/globals';
import aliasMessages from '@pulumi/pulumi/proto/alias_pb.js';
import resourceMessages from '@pulumi/pulumi/proto/resource_pb.js';
import { aliasUrns } from './aliases.ts';

const stack = { project: 'p', stack: 'dev' };
const parent = 'urn:pulumi:dev::p::toltek:a:New::group';

function request(spec: { readonly name?: string; readonly type?: string; readonly noParent?: boolean }) {
  const alias = new aliasMessages.Alias.Spec();
  if (spec.name !== undefined) alias.setName(spec.name);
  if (spec.type !== undefined) alias.setType(spec.type);
  if (spec.noParent === true) alias.setNoparent(true);
  const whole = new aliasMessages.Alias();
  whole.setSpec(alias);
  const made = new resourceMessages.RegisterResourceRequest();
  made.setType('k:v1:Pod');
  made.setName('pod');
  made.setParent(parent);
  made.setAliasesList([whole]);
  return made;
}

test.each([
  [{ name: 'old' }, 'urn:pulumi:dev::p::toltek:a:New$k:v1:Pod::old'],
  [{ type: 'k:v1beta1:Pod' }, 'urn:pulumi:dev::p::toltek:a:New$k:v1beta1:Pod::pod'],
  [{ noParent: true }, 'urn:pulumi:dev::p::k:v1:Pod::pod'],
])('an alias that says %j', (spec, urn) => {
  expect(aliasUrns(stack, request(spec), [])).toEqual([urn]);
});

test('a child had the alias of its parent for a parent, under each of its own names', () => {
  expect(aliasUrns(stack, request({ name: 'old' }), ['urn:pulumi:dev::p::toltek:a:Old::group'])).toEqual([
    'urn:pulumi:dev::p::toltek:a:New$k:v1:Pod::old',
    'urn:pulumi:dev::p::toltek:a:Old$k:v1:Pod::pod',
    'urn:pulumi:dev::p::toltek:a:Old$k:v1:Pod::old',
  ]);
});
