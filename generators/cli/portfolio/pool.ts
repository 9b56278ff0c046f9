import { Worker } from 'node:worker_threads';

/** Work for a pool of threads, one task at a time each. */
export interface PoolWork<Task, Result> {
  /**
   * The module each thread runs. It posts `ready` once it can take tasks, then one result for every task it is sent.
   */
  readonly program: URL;
  /** What each thread is given as its `workerData`. */
  readonly data: unknown;
  readonly tasks: readonly Task[];
  /** Threads at once. */
  readonly jobs: number;
  /** Memory for the objects of a thread, in MB: one that wants more dies, and takes no other along. */
  readonly heapMB: number;
  /** Once aborted, no further task is given out; those that were are finished. */
  readonly signal: AbortSignal;
  /** Called once for every task that was given out, in the order in which they end. */
  readonly done: (task: Task, result: Result) => void;
  /** What a task comes to whose thread died of it. */
  readonly crashed: (task: Task, why: string) => Result;
}

/**
 * Works off tasks in threads. A thread that dies (an error nobody caught, memory, an exit) costs the one task it had:
 * a new thread takes its place.
 * @throws Error if a thread dies before it could take its first task: then any other would, too.
 */
export async function runPool<Task, Result>(work: PoolWork<Task, Result>): Promise<void> {
  const queue = [...work.tasks];
  const lanes = Array.from({ length: Math.min(work.jobs, queue.length) }, async () => {
    while (queue.length > 0 && !work.signal.aborted) await runThread(work, queue);
  });
  await Promise.all(lanes);
}

/** Runs one thread until the queue is empty, somebody stops the work, or the thread dies. */
function runThread<Task, Result>(work: PoolWork<Task, Result>, queue: Task[]): Promise<void> {
  const thread = new Worker(work.program, {
    workerData: work.data,
    resourceLimits: { maxOldGenerationSizeMb: work.heapMB },
  });
  let ready = false;
  // In an array, because a task may be any value.
  let current: readonly Task[] = [];
  return new Promise((resolve, reject) => {
    let failure: string | undefined;
    const next = (): void => {
      current = work.signal.aborted ? [] : queue.splice(0, 1);
      if (current.length === 0) void thread.terminate();
      for (const task of current) thread.postMessage(task);
    };
    thread.on('message', (message: 'ready' | { readonly result: Result }) => {
      if (message === 'ready') ready = true;
      else for (const task of current) work.done(task, message.result);
      next();
    });
    thread.on('error', (error) => {
      failure = error.message;
    });
    thread.on('exit', (code) => {
      for (const task of current) work.done(task, work.crashed(task, failure ?? `it ended with ${code}`));
      if (ready) resolve();
      else reject(new Error(failure ?? `A thread ended with ${code} before it could start.`));
    });
  });
}
