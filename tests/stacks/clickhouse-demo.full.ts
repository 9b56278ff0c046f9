// The repository of a client that runs Kubernetes, as a partner makes and tries it on a laptop: both demos, from nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { run } from '../tools/python.ts';

jest.setTimeout(1_200_000);

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'toltek-clickhouse-demo-'));
const repository = path.join(folder, 'client');

beforeAll(() => {
  const diagnostic = path.join(root, 'examples/p5-payments-scale-up/diagnostic.json');
  const words = ['new', repository, '--diagnostic', diagnostic, '--only-built', '--yes'];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', path.join(root, 'generators/cli/main.ts'), ...words],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const lock = readFileSync(path.join(repository, '.toltek/lock.json'), 'utf8');
  expect(lock).toContain('stacks/clickhouse-kubernetes');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(['demo', 'demo-clickhouse'])(
  'make %s is green, and its models beat their baselines',
  async (target) => {
    const { code, output } = await run('make', [target], { cwd: repository });
    if (code !== 0) throw new Error(output.slice(-8000));
    expect(output).toMatch(/customer-segmentation +Silhouette .* better/u);
    expect(output).toMatch(/demand-forecasting +WAPE .* better/u);
    expect(output).toMatch(/^Done in \d+ s\.$/mu);
  },
);
