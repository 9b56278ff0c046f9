import { describe, expect, test } from '@jest/globals';
import { expression, hclFile, template } from '#generators/engine/eject/hcl.ts';

describe('text', () => {
  test.each([
    ['EU', '"EU"'],
    ['${google_kms_crypto_key.main.id}', 'google_kms_crypto_key.main.id'],
    ['projects/${var.p}/x', '"projects/${var.p}/x"'],
    ['say "no"\nand \\ more', '"say \\"no\\"\\nand \\\\ more"'],
    ['${jsonencode({"a" = "}"})}', 'jsonencode({ "a" = "}" })'],
    [
      '${jsonencode({"a" = {"b" = {}}, "c" = "{${f({"x" = 1})}}"})}',
      'jsonencode({ "a" = { "b" = {} }, "c" = "{${f({"x" = 1})}}" })',
    ],
    ['a ${join("${x}", ["\\""])} "b"', '"a ${join("${x}", ["\\""])} \\"b\\""'],
    ['$${not} %%{this}', '"$${not} %%{this}"'],
    ['${a}${b}', '"${a}${b}"'],
    ['', '""'],
  ])('%j is %s', (text, written) => {
    expect(template(text)).toBe(written);
  });
});

test('lists and objects are laid out by line', () => {
  expect(expression(['a'])).toBe('["a"]');
  expect(expression([])).toBe('[]');
  expect(expression({ 'google.subject': 'assertion.sub', env: 'dev' })).toBe(
    '{\n  "google.subject" = "assertion.sub"\n  env              = "dev"\n}',
  );
  expect(expression(['a', 'b'])).toBe('[\n  "a",\n  "b",\n]');
});

test('blocks hold arguments, then blocks, an empty line between', () => {
  const empty = { attributes: [], blocks: [] };
  const body = {
    attributes: [
      { name: 'name', text: '"a"' },
      { name: 'location', text: '"EU"' },
      { name: 'labels', text: '{\n  env = "dev"\n}' },
    ],
    blocks: [{ type: 'versioning', labels: [], body: empty }],
  };
  expect(hclFile([{ type: 'resource', labels: ['google_storage_bucket', 'a'], body }])).toBe(
    `resource "google_storage_bucket" "a" {
  name     = "a"
  location = "EU"

  labels = {
    env = "dev"
  }

  versioning {}
}
`,
  );
});
