import { expect, test } from '@jest/globals';
import * as validate from '#generators/cli/commands/catalog-validate.ts';
import { call } from './catalog-call.ts';

test('the entries and templates of this checkout are sound', async () => {
  const { code, stderr } = await call(validate, []);
  expect(stderr).toBe('');
  expect(code).toBe(0);
}, 60_000);
