import { expect, test } from '@jest/globals';
import { denied } from '#generators/cli/adapters/file-system.ts';

test.each([
  ['EACCES', 'NO_PERMISSION', 'The system denies access to /client/.toltek.'],
  ['EROFS', 'NO_PERMISSION', 'The system denies access to /client/.toltek.'],
  ['ENOSPC', 'DISK_FULL', 'There is no room left.'],
])('what the system denies (%s) is no fault of the toolbox', (code, expected, message) => {
  const error = Object.assign(new Error(`${code}: no`), { code, path: '/client/.toltek' });
  expect(denied(error)?.problems).toMatchObject([{ code: expected, message, file: '/client/.toltek' }]);
});

test('anything else may be one', () => {
  expect(denied(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBeUndefined();
  expect(denied(new TypeError('x'))).toBeUndefined();
});
