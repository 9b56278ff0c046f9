import { expect, jest, test } from '@jest/globals';
import { runPool } from '#generators/cli/portfolio/pool.ts';

jest.setTimeout(60_000);

/** A thread to whom each task says what becomes of it. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
import { parentPort, workerData } from 'node:worker_threads';

if (workerData === 'dead') throw new Error('no catalog');
parentPort.on('message', (task) => {
  if (task === 'throw') throw new Error('thrown');
  if (task === 'reject') void Promise.reject(new Error('rejected'));
  else if (task === 'exit') process.exit(7);
  else if (task === 'memory') for (const kept = []; ; ) kept.push(Array.from({ length: 1000 }, () => ({})));
  else parentPort.postMessage({ result: task + ' done' });
});
parentPort.postMessage('ready');
`)}`,
);

interface Run {
  readonly tasks: readonly string[];
  readonly jobs: number;
  readonly data?: unknown;
  /** Called after every task, with how many are done. */
  readonly after?: (count: number, controller: AbortController) => void;
}

/** What became of every task. */
async function results({ tasks, jobs, data, after }: Run): Promise<Readonly<Record<string, string>>> {
  const done: Record<string, string> = {};
  const controller = new AbortController();
  await runPool<string, string>({
    program,
    data,
    tasks,
    jobs,
    heapMB: 64,
    signal: controller.signal,
    done: (task, result) => {
      expect(done[task]).toBeUndefined();
      done[task] = result;
      after?.(Object.keys(done).length, controller);
    },
    crashed: (_, why) => `crashed: ${why}`,
  });
  return done;
}

test('every task is done once, by few threads or many', async () => {
  const tasks = Array.from({ length: 30 }, (_, at) => `task ${at}`);
  const expected = Object.fromEntries(tasks.map((task) => [task, `${task} done`]));
  expect(await results({ tasks, jobs: 1 })).toEqual(expected);
  expect(await results({ tasks, jobs: 7 })).toEqual(expected);
  expect(await results({ tasks: [], jobs: 2 })).toEqual({});
});

test.each([1, 2])('a thread that dies costs the one task it had (%i at once)', async (jobs) => {
  const tasks = ['a', 'throw', 'b', 'exit', 'c', 'reject', 'd'];
  expect(await results({ tasks, jobs })).toEqual({
    a: 'a done',
    throw: 'crashed: thrown',
    b: 'b done',
    exit: 'crashed: it ended with 7',
    c: 'c done',
    reject: 'crashed: rejected',
    d: 'd done',
  });
});

test('a thread that runs out of memory takes no other along', async () => {
  const done = await results({ tasks: ['a', 'memory', 'b'], jobs: 1 });
  expect(done).toMatchObject({ a: 'a done', b: 'b done' });
  expect(done['memory']).toMatch(/^crashed: .*memory/);
});

test('once stopped, no further task is given out', async () => {
  const tasks = ['a', 'b', 'c', 'd'];
  const after: Run['after'] = (count, controller) => {
    if (count === 2) controller.abort();
  };
  expect(await results({ tasks, jobs: 1, after })).toEqual({ a: 'a done', b: 'b done' });
});

test('a thread that cannot even start is said once, not per task', async () => {
  await expect(results({ tasks: ['a', 'b'], jobs: 1, data: 'dead' })).rejects.toThrow('no catalog');
});
