import { Terminal } from '#generators/cli/adapters/terminal.ts';
import { CallOptions } from '#generators/cli/command.ts';
import type { CommandModule } from '#generators/cli/command.ts';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was refused, where the call ended so. */
  readonly refused: readonly Problem[];
}

/** Runs a command as `main` does, and keeps what it said. */
export async function call(
  { run }: CommandModule,
  operands: readonly string[],
  options: Readonly<Record<string, unknown>> = {},
): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const terminal = new Terminal({
    json: options['json'] === true,
    quiet: false,
    color: false,
    interactive: false,
    width: 100,
    write: (stream, text) => {
      said[stream] += text;
    },
  });
  try {
    const code = await run({ operands, options: new CallOptions(options), terminal });
    return { code, ...said, refused: [] };
  } catch (error) {
    if (error instanceof InputError) return { code: 2, ...said, refused: error.problems };
    throw error;
  }
}
