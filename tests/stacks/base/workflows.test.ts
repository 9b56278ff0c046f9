import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { basePlan, renderBase, textOf } from './rendered.ts';

const tree = renderBase(basePlan());
const names = [...tree.keys()].filter((name) => name.startsWith('.github/workflows/'));

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  /** Of a job that is a workflow of its own, none. */
  readonly steps?: readonly Readonly<Record<string, unknown>>[];
  /** The workflow that a job is. */
  readonly uses?: string;
}

interface Workflow {
  readonly on: object;
  readonly permissions: unknown;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = (name: string): Workflow => parse(textOf(tree, name)) as Workflow;

test('there are workflows to check, deploy and watch', () => {
  expect(names).toEqual(
    ['ci', 'deploy', 'drift', 'infra', 'note-images'].map((name) => `.github/workflows/${name}.yml`),
  );
});

test('every YAML file parses', () => {
  for (const [name, text] of tree) {
    if (!/\.ya?ml$/.test(name)) continue;
    const faults = parseAllDocuments(text).flatMap(({ errors }) => errors);
    expect({ name, faults }).toEqual({ name, faults: [] });
  }
});

describe.each(names)('%s', (name) => {
  const jobs = Object.entries(workflow(name).jobs);
  const steps = jobs.flatMap(([, job]) => job.steps ?? []);

  test('grants nothing by default, and each job what it names', () => {
    expect(workflow(name).permissions).toEqual({});
    for (const [, job] of jobs) expect(job.permissions).toBeDefined();
  });

  test('bounds time and runs one at a time, as what calls it does', () => {
    const isCalled = 'workflow_call' in workflow(name).on;
    expect(workflow(name).concurrency?.group !== undefined).toBe(!isCalled);
    for (const [, job] of jobs)
      if (job.uses === undefined) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
  });

  test('keeps no credentials in a checkout', () => {
    const checkouts = steps.filter(({ uses }) => String(uses).startsWith('actions/checkout@'));
    for (const { with: inputs } of checkouts) expect(inputs).toMatchObject({ 'persist-credentials': false });
  });

  test('puts no expression into a script', () => {
    for (const { run } of steps) expect(String(run)).not.toContain('${{');
  });
});

test('actions are pinned by commit, with the tag beside it, the same everywhere', () => {
  const pins = new Map<string, string>();
  for (const [name, text] of tree) {
    if (!name.startsWith('.github/')) continue;
    for (const [, uses = ''] of text.matchAll(/\buses: (.*)$/gm)) {
      if (uses.startsWith('./')) {
        const file = uses.slice(2);
        expect(tree.has(file) || tree.has(`${file}/action.yml`)).toBe(true);
        continue;
      }
      const [, action = '', pin = ''] =
        /^([\w-]+\/[\w.-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/.exec(uses) ?? [];
      expect({ uses, action }).toEqual({ uses, action: expect.stringMatching(/./) });
      expect(pins.get(action) ?? pin).toBe(pin);
      pins.set(action, pin);
    }
  }
  expect(pins.size).toBeGreaterThan(4);
});

describe('who may do what', () => {
  const granted = (permission: string, level: string): string[] =>
    names.flatMap((name) =>
      Object.entries(workflow(name).jobs)
        .filter(([, job]) => job.permissions?.[permission] === level)
        .map(([id]) => `${name.replace(/.*\//, '')}: ${id}`),
    );

  test('only jobs that talk to the cloud have an identity', () => {
    expect(granted('id-token', 'write')).toEqual([
      'deploy.yml: plan',
      'deploy.yml: deploy',
      'drift.yml: drift',
      'infra.yml: plan',
    ]);
  });

  test('only the job that notes digests writes to the repository, and it runs no code of it', () => {
    expect(granted('contents', 'write')).toEqual(['deploy.yml: note', 'note-images.yml: propose']);
    const { note } = workflow('.github/workflows/deploy.yml').jobs;
    expect(note).toMatchObject({ uses: './.github/workflows/note-images.yml' });
    const steps = workflow('.github/workflows/note-images.yml').jobs['propose']?.steps ?? [];
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter(({ uses }) => uses !== undefined)).toEqual([]);
  });
});

test('the commands the workflows and hooks call are there', () => {
  const makefile = textOf(tree, 'Makefile');
  const called = [...names, '.pre-commit-config.yaml'].flatMap((name) => [
    ...textOf(tree, name).matchAll(/(?:run|entry): make ([a-z-]+)$/gm),
  ]);
  expect(called.length).toBeGreaterThan(3);
  for (const [, target = ''] of called) expect(makefile).toMatch(new RegExp(`^${target}:`, 'm'));
  expect(tree.has('scripts/images.py')).toBe(true);
  expect(tree.has('scripts/setup.sh')).toBe(true);
});
