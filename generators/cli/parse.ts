import { parseArgs } from 'node:util';
import { closest } from '#catalog/text/closest.ts';
import { wrongCall } from './call-options.ts';
import { CallOptions } from './command.ts';
import type { CommandSpec, OptionSpec } from './command.ts';
import { commonOptions } from './commands.ts';

/** What the words of a call mean. `command` is missing for `toltek`, `toltek --help` and `toltek --version`. */
export interface ParsedCall {
  readonly command?: CommandSpec;
  readonly operands: readonly string[];
  readonly options: CallOptions;
}

/**
 * Reads the words after `toltek`.
 * @throws InputError for an unknown command or option, a missing value, or a wrong number of operands.
 */
export function parseCall(words: readonly string[], commands: readonly CommandSpec[]): ParsedCall {
  const first = words[0];
  if (first === undefined || first.startsWith('-')) {
    return {
      operands: [],
      options: parseOptions(words, { ...commonOptions, version: versionOption }, 'toltek').options,
    };
  }
  const command = findCommand(words, commands);
  const rest = words.slice(command.name.split(' ').length);
  const { operands, options } = parseOptions(rest, { ...command.options, ...commonOptions }, command.name);
  if (!options.flag('help')) requireOperandCount(command, operands.length);
  return { command, operands, options };
}

const versionOption: OptionSpec = { type: 'boolean', summary: 'Show the version' };

function findCommand(words: readonly string[], commands: readonly CommandSpec[]): CommandSpec {
  const two = words.slice(0, 2).join(' ');
  const found =
    commands.find((command) => command.name === two) ?? commands.find((command) => command.name === words[0]);
  if (found !== undefined) return found;
  const group = commands.filter((command) => command.name.startsWith(`${words[0] ?? ''} `));
  const names = (group.length > 0 ? group : commands).map((command) => command.name);
  const asked = group.length > 0 ? two : (words[0] ?? '');
  throw wrongCall(
    `There is no command '${asked}'.`,
    `one of: ${names.join(', ')}`,
    suggestion(asked, names, (name) => `toltek ${name}`),
  );
}

function parseOptions(
  words: readonly string[],
  specs: Readonly<Record<string, OptionSpec>>,
  name: string,
): { operands: readonly string[]; options: CallOptions } {
  const options = Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => [key, { type: spec.type, multiple: spec.multiple ?? false }]),
  );
  const { tokens, values, positionals } = parseArgs({
    args: [...words],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const spec = specs[token.name];
    if (spec === undefined) {
      const known = Object.keys(specs);
      throw wrongCall(
        `'${name}' has no option ${token.rawName}.`,
        `one of: ${known.map((key) => `--${key}`).join(', ')}`,
        suggestion(token.name, known, (key) => `--${key}`),
      );
    }
    // `--out --json` would otherwise take `--json` as the file's name.
    if (
      spec.type === 'string' &&
      (token.value === undefined || (!token.inlineValue && token.value.startsWith('--')))
    ) {
      throw wrongCall(
        `${token.rawName} needs a value.`,
        spec.value ?? 'VALUE',
        `Write ${token.rawName}=${spec.value ?? 'VALUE'}.`,
      );
    }
    if (spec.type === 'boolean' && token.value !== undefined) {
      throw wrongCall(`${token.rawName} takes no value.`, token.rawName, `Write ${token.rawName} alone.`);
    }
  }
  return { operands: positionals, options: new CallOptions(values) };
}

function requireOperandCount(command: CommandSpec, count: number): void {
  const { min, max } = command.operandCount;
  if (count >= min && count <= max) return;
  const usage = `toltek ${command.name} ${command.operands}`.trim();
  throw wrongCall(
    count < min ? `'${command.name}' needs ${command.operands}.` : `'${command.name}' was given too much.`,
    usage,
    `See toltek ${command.name} --help.`,
  );
}

function suggestion(asked: string, names: readonly string[], write: (name: string) => string): string {
  const near = closest(asked, names);
  return near === undefined ? 'See toltek --help.' : `Did you mean ${write(near)}?`;
}
