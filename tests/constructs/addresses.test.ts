import { describe, expect, test } from '@jest/globals';
import { addressText, brokenPromises, committedAddresses, keptStacks } from './house/addresses.ts';

describe('paths and addresses', () => {
  // Terraform destroys what changes its address and makes it anew. Is it meant? Say so in `moved` of the template where it holds
  // data, then: npm run constructs -- --accept
  test.each(keptStacks)(
    'of $name stay',
    async ({ name, addresses }) => {
      const kept = committedAddresses(name);
      expect(kept.size).toBeGreaterThan(100);
      const now = await addresses();
      expect(brokenPromises(kept, now)).toEqual([]);
      // What is new is written by: npm run constructs
      expect(addressText(now).split('\n')).toEqual(addressText(kept).split('\n'));
    },
    60_000,
  );

  test('that went or changed are told one by one', () => {
    const kept = new Map([
      ['a/b', 'google_storage_bucket.b'],
      ['a/c', 'google_storage_bucket.c'],
    ]);
    expect(brokenPromises(kept, new Map([['a/b', 'google_storage_bucket.d']]))).toEqual([
      'a/b was google_storage_bucket.b and is google_storage_bucket.d',
      'a/c is gone (google_storage_bucket.c)',
    ]);
  });
});
