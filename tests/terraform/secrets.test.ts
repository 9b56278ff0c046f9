import { describe, expect, test } from '@jest/globals';
import { secretsIn } from './secrets.ts';

describe('the scan for secrets', () => {
  test.each([
    [
      'a secret version',
      { resource: { google_secret_manager_secret_version: { a: { secret_data: 's3' } } } },
    ],
    ['a key', { note: `-----BEGIN RSA PRIVATE KEY-----\nMII` }],
    ['a password in an address', { env: [{ name: 'DB', value: 'postgres://app:hunter2@10.0.0.2/db' }] }],
    ['a token', { value: `ghp_${'a'.repeat(36)}` }],
    ['a value that is known', { anywhere: 'token=canary-1' }],
    ['a list of them', { user: { password: ['s3'] } }],
  ])('finds %s', (_, document) => {
    expect(secretsIn(document, ['canary-1'])).toHaveLength(1);
  });

  test('lets references and names of secrets be', () => {
    const document = {
      secret: 'projects/p/secrets/crm-password',
      password: '',
      secret_data: '${var.secret}',
      env: 'CRM_PASSWORD',
      filter: 'https://accounts.example.com/a@b',
    };
    expect(secretsIn(document)).toEqual([]);
  });
});
