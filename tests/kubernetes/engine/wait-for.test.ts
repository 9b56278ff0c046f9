import { expect, test } from '@jest/globals';
import type { JsonObject, KubeObject } from '../json.ts';
import { conditionsOf } from './wait-for.ts';

/** An object that asks to be waited for, in a state. */
function object(waitFor: string, status: JsonObject, generation = 1): KubeObject {
  return {
    apiVersion: 'lab.example/v1',
    kind: 'Widget',
    metadata: { name: 'widget', generation, annotations: { 'pulumi.com/waitFor': waitFor } },
    status,
  };
}

/** Why it is not ready. */
function reasons(waitFor: string, status: JsonObject, generation?: number): (string | undefined)[] {
  const asked = object(waitFor, status, generation);
  return conditionsOf(asked).map((condition) => condition(asked));
}

test.each<[string, JsonObject, string | undefined]>([
  ['jsonpath={.status.phase}=Done', { phase: 'Done' }, undefined],
  ['jsonpath={.status.phase}=Done', { phase: 'Busy' }, '.status.phase is Busy, not Done'],
  ['jsonpath={.status.phase}=Done', {}, '.status.phase is not set, not Done'],
  ['jsonpath={.status.ready}=3', { ready: 3 }, undefined],
  ['jsonpath={.status.phase}', { phase: '' }, undefined],
  ['jsonpath={.status.phase}', {}, '.status.phase is not there'],
  ['jsonpath={.status.hosts[1].name}=b', { hosts: [{ name: 'a' }, { name: 'b' }] }, undefined],
  ['condition=Ready', { conditions: [{ type: 'Ready', status: 'True' }] }, undefined],
  [
    'condition=Ready',
    { conditions: [{ type: 'Ready', status: 'False' }] },
    'condition Ready is False, not True',
  ],
  ['condition=Broken=False', { conditions: [{ type: 'Broken', status: 'False' }] }, undefined],
])('%s on %j', (waitFor, status, reason) => {
  expect(reasons(waitFor, status)).toEqual([reason]);
});

test('a status of before a change does not count', () => {
  const status = { phase: 'Done', observedGeneration: 1 };
  expect(reasons('jsonpath={.status.phase}=Done', status, 2)).toEqual([
    'its controller has not seen the change',
  ]);
});

test('all conditions of a list must hold', () => {
  expect(reasons('["jsonpath={.status.phase}=Done", "condition=Ready"]', { phase: 'Done' })).toEqual([
    undefined,
    'condition Ready is not set, not True',
  ]);
});

test.each(['Done', '{.status.phase}=Done', '[]'])('%s is refused', (waitFor) => {
  expect(() => conditionsOf(object(waitFor, {}))).toThrow('pulumi.com/waitFor: ');
});
