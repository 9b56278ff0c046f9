import { describe, expect, test } from '@jest/globals';
import { parseStateMoves, terraformFileOf } from '#constructs/gcp/state-moves.ts';

const file = 'infra/gcp/state-moves.json';
const read = (document: unknown) => parseStateMoves(JSON.stringify(document), file);

describe('state moves', () => {
  test('become blocks that keep what moved and leave alone what is forgotten', () => {
    const moves = read({
      moved: [{ from: 'google_storage_bucket.old', to: 'google_storage_bucket.new' }],
      forgotten: ['google_bigquery_dataset.raw_crm'],
    });
    expect(terraformFileOf(moves)).toBe(`terraform {
  required_version = ">= 1.9"
}

moved {
  from = google_storage_bucket.old
  to   = google_storage_bucket.new
}

removed {
  from = google_bigquery_dataset.raw_crm

  lifecycle {
    destroy = false
  }
}
`);
  });

  test("of another engine are left to that engine's program", () => {
    const address = 'kubernetes:apps/v1:StatefulSet.clickhouse';
    expect(read({ moved: [{ from: address, to: `${address}-2` }], forgotten: [address] })).toEqual({
      moved: [],
      forgotten: [],
    });
  });

  test.each<[string, unknown, RegExp]>([
    ['no list', { moved: {}, forgotten: [] }, /state-moves\.json: moved is \{\}, expected a list/],
    ['nothing', [], /moved is missing/],
    [
      'half a move',
      { moved: [{ from: 'google_storage_bucket.a' }], forgotten: [] },
      /moved\.0\.to is missing, expected an address such as .* restore it from version control/,
    ],
    [
      'text that Terraform would run',
      { moved: [], forgotten: ['google_storage_bucket.a\n}\nresource "x" "y" {'] },
      /forgotten\.0 is "google_storage_bucket\.a\\n/,
    ],
    ['a name alone', { moved: [], forgotten: ['raw_crm'] }, /forgotten\.0 is "raw_crm"/],
  ])('refuse %s, naming the file and the place', (_, document, message) => {
    expect(() => read(document)).toThrow(message);
  });

  test('refuse what is no JSON', () => {
    expect(() => parseStateMoves('<<<<<<< yours', file)).toThrow(/state-moves\.json is not valid JSON: /);
  });
});
