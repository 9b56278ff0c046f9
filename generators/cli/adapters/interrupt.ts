import { exitCode } from '../exit-codes.ts';

/**
 * Runs something that Ctrl-C is to stop in good order: the first one aborts the signal, the second ends the process.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const usual = process.listeners('SIGINT');
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.interrupted);
    controller.abort();
  };
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', onInterrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
    for (const listener of usual) process.on('SIGINT', listener);
  }
}
