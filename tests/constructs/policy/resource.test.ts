import { describe, expect, test } from '@jest/globals';
import { describe as sentence, findingsIn } from '#constructs/policy/findings.ts';
import { gcpRules } from '#constructs/policy/gcp/catalogue.ts';
import { resourcesOf } from '#constructs/policy/resource.ts';
import { isSet, isUnknown, numbers, select, texts } from '#constructs/policy/values.ts';
import { prod } from '../synth.ts';

describe('resources of a configuration', () => {
  test('have their construct path, else their address, and arguments only', () => {
    const bucket = { name: 'a', '//': { metadata: { path: 'acme/own' } } };
    const configuration = { resource: { google_storage_bucket: { a: bucket, b: { name: 'b' } } } };
    expect(resourcesOf(configuration)).toEqual([
      { type: 'google_storage_bucket', name: 'a', path: 'acme/own', body: { name: 'a' } },
      { type: 'google_storage_bucket', name: 'b', path: 'google_storage_bucket.b', body: { name: 'b' } },
    ]);
  });

  test('have blocks that are made from a list, with unknown content', () => {
    const dynamic = { lifecycle_rule: { for_each: '${var.rules}', content: {} } };
    const [bucket] = resourcesOf({ resource: { google_storage_bucket: { a: { dynamic } } } });
    expect(isSet(bucket?.body, 'lifecycle_rule')).toBe(true);
    expect(
      findingsIn(bucket === undefined ? [] : [bucket], prod, gcpRules).map(({ at }) => at),
    ).not.toContain('lifecycle_rule');
  });

  test.each([[undefined], [null], ['text'], [{}], [{ resource: [] }], [{ resource: { a: null } }]])(
    'there are none in %p',
    (configuration) => {
      expect(resourcesOf(configuration)).toEqual([]);
    },
  );
});

describe('values', () => {
  const body = {
    one: { name: 'x' },
    many: [{ name: 'y' }, { name: '${google_thing.a.name}' }, { name: null }],
    whole: '${var.block}',
    numbers: ['1', 2, '${var.n}', 'x', ''],
  };

  test.each([
    ['one.name', ['one.name']],
    ['many.name', ['many.0.name', 'many.1.name']],
    ['whole.name.deep', ['whole']],
    ['none.name', []],
    ['one.name.deep', []],
  ])('at %s are found at %p', (path, places) => {
    expect(select(body, path).map(({ at }) => at)).toEqual(places);
  });

  test('are literal or not', () => {
    expect(texts(body, 'many.name')).toEqual([{ at: 'many.0.name', value: 'y' }]);
    expect(numbers(body, 'numbers').map(({ value }) => value)).toEqual([1, 2]);
    expect(isUnknown('a-${var.b}')).toBe(true);
    // Terraform's way to write the characters themselves.
    expect(isUnknown('a-$${b}')).toBe(false);
  });
});

test('a finding is one sentence, however long the value', () => {
  const schema = JSON.stringify([{ name: 'id', type: 'STRING' }]).slice(0, -1) + ' '.repeat(500);
  const resource = { type: 'google_bigquery_table', name: 'a', path: 'acme/a', body: { schema } };
  const [finding] = findingsIn([resource], prod, gcpRules).filter(({ rule }) => rule === 'TLTK_GCP_074');
  expect(finding).toMatchObject({ at: 'schema', value: schema });
  expect(finding === undefined ? '' : sentence(finding)).toMatch(
    /^TLTK_GCP_074 acme\/a: schema is "\[.{117}…, expected a list of columns in JSON\. /,
  );
});
