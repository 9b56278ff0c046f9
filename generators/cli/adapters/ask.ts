import { createInterface } from 'node:readline/promises';

/** Asks a yes-or-no question on stderr; an empty answer is yes, the end of the input is no. */
export async function confirm(question: string): Promise<boolean> {
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = new Promise<string>((resolve) => {
      dialogue.once('close', () => {
        resolve('n');
      });
    });
    const answer = await Promise.race([dialogue.question(`${question} [Y/n] `), ended]);
    return /^(y|yes|)$/i.test(answer.trim());
  } finally {
    dialogue.close();
  }
}
