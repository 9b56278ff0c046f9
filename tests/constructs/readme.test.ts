// README examples are compiled, synthesized and compared with what is committed, so that the documentation cannot rot.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { problemsIn } from './compiled.ts';
import { readmeExamples } from './examples.ts';
import { committedInventory, inventoryFile, inventoryOf, watchedIn } from './house/inventory.ts';
import { derivedFiles } from './house/written.ts';

const examples = readmeExamples();

describe('README examples', () => {
  let problems: string[] = [];
  let derived: ReadonlyMap<string, string>;

  beforeAll(async () => {
    problems = problemsIn(examples.map(({ file }) => file));
    derived = await derivedFiles();
  }, 60_000);

  test('compile', () => {
    expect(problems).toEqual([]);
  });

  test.each(examples)('$name makes what its inventory says (npm run constructs)', async (example) => {
    expect(await inventoryOf(example)).toEqual(committedInventory(example));
  });

  test('the generated parts of README files are in step (npm run constructs)', () => {
    const inventories = new Set(examples.map(inventoryFile));
    const texts = [...derived].filter(([file]) => !inventories.has(file));
    expect(texts.map(([file]) => readFileSync(file, 'utf8'))).toEqual(texts.map(([, text]) => text));
  });
});

describe('an inventory', () => {
  test.each([
    ['a location', { location: 'EU' }],
    ['the key of a bucket', { encryption: { default_kms_key_name: 'k' } }],
    ['a protection', { lifecycle: { prevent_destroy: true } }],
    ['who is given what', { role: 'roles/run.invoker', member: 'group:a@example.com' }],
    ['the rule of a firewall', { rule: [{ match: { config: { src_ip_ranges: ['*'] } } }] }],
    ['what is kept how long', { retention_policy: { retention_period: 9 } }],
    [
      'the secret of a container',
      { template: { containers: [{ env: [{ value_source: { secret_key_ref: { secret: 's' } } }] }] } },
    ],
  ])('shows %s', (_, body) => {
    expect(Object.keys(watchedIn(body))).toHaveLength(Object.keys(body).length);
  });

  test('leaves out what does not decide about safety', () => {
    expect(watchedIn({ description: 'Marts', labels: { env: 'dev' }, name: 'a' })).toEqual({});
  });
});
