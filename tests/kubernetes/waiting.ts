// Waiting for other processes, always with an end.

/** Waits. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Asks again and again until there is an answer.
 *
 * @param what what is waited for, for the message
 * @param ask gives the answer, or a reason why there is none yet
 * @throws when the time is over, with the last reason
 */
export async function until<Answer>(
  what: string,
  seconds: number,
  ask: () => Promise<{ readonly answer: Answer } | { readonly missing: string }>,
): Promise<Answer> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const got = await ask();
    if ('answer' in got) return got.answer;
    if (Date.now() > end) throw new Error(`${what}: ${got.missing}, after ${seconds} s.`);
    await pause(150);
  }
}
