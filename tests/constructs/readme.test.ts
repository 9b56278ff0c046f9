import { beforeAll, describe, expect, test } from '@jest/globals';
import { problemsIn } from './compiled.ts';
import type { ReadmeExample } from './examples.ts';
import { partOf, readmeExamples, stackOf } from './examples.ts';
import { dev, synthStack } from './synth.ts';

const examples = readmeExamples();
const byName = new Map(examples.map((example) => [example.name, example]));

/** What an example stands on: the examples before it whose constructs it asks the stack for. */
const standsOn: Readonly<Record<string, readonly string[]>> = {
  'client-foundation': [],
  warehouse: ['client-foundation'],
  'scheduled-job': ['client-foundation'],
  'ingestion-job': ['client-foundation', 'warehouse'],
  'transform-job': ['client-foundation', 'warehouse'],
  'model-service': ['client-foundation', 'warehouse'],
  'event-stream': ['client-foundation', 'warehouse'],
  'document-intake': ['client-foundation', 'warehouse'],
  'ci-identity': ['client-foundation'],
  'public-edge': ['client-foundation', 'warehouse'],
};

async function countsOf(names: readonly string[]): Promise<Record<string, number>> {
  const parts = await Promise.all(
    names
      .map((name) => byName.get(name))
      .filter((example): example is ReadmeExample => example !== undefined)
      .map(partOf),
  );
  return synthStack(stackOf(dev, 'cdktf.out', parts).stack).counts();
}

describe('README examples', () => {
  let problems: string[] = [];

  beforeAll(() => {
    problems = problemsIn(examples.map(({ file }) => file));
  }, 60_000);

  test('compile', () => {
    expect(problems).toEqual([]);
  });

  test.each(examples)('$name makes what it says', async ({ name, makes }) => {
    const below = standsOn[name] ?? [];
    const without: Record<string, number> = below.length === 0 ? {} : await countsOf(below);
    const all = await countsOf([...below, name]);
    const own = Object.fromEntries(
      Object.entries(all)
        .map(([type, count]): [string, number] => [type, count - (without[type] ?? 0)])
        .filter(([, count]) => count > 0),
    );
    expect(own).toEqual(makes);
  });
});
