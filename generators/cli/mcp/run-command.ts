import { isRecord } from '#catalog/record.ts';
import { Terminal } from '../adapters/terminal.ts';
import { commands } from '../commands.ts';
import { failureOf } from '../failure.ts';
import { parseCall } from '../parse.ts';

/** What a command said to a program. */
export interface Spoken {
  /** The document that `--json` prints. */
  readonly document: Readonly<Record<string, unknown>>;
  /** As of the command line: 0 done, 1 findings, 2 wrong input, … */
  readonly exit: number;
}

/**
 * Runs a command as `toltek WORDS --json` does, in this process. Nothing reaches stdout: that belongs to the protocol.
 * @param words without `--json`.
 */
export async function runCommand(words: readonly string[]): Promise<Spoken> {
  let printed = '';
  const terminal = new Terminal({
    json: true,
    quiet: true,
    color: false,
    interactive: false,
    width: 100,
    write: (stream, text) => {
      if (stream === 'stdout') printed += text;
    },
  });
  try {
    const { command, operands, options } = parseCall(words, commands);
    if (command === undefined) throw new Error(`No command in '${words.join(' ')}'.`);
    const { run } = await command.load();
    const exit = await run({ operands, options, terminal });
    const document: unknown = JSON.parse(printed);
    if (!isRecord(document)) throw new Error(`${command.name} said no document.`);
    return { document, exit };
  } catch (error) {
    const { problems, exit } = failureOf(error);
    return { document: { problems }, exit };
  }
}
