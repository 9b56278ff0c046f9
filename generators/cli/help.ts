import type { CommandSpec, OptionSpec } from './command.ts';
import { commonOptions } from './commands.ts';

/** The page of `toltek --help`. */
export function generalHelp(commands: readonly CommandSpec[], version: string): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    `toltek ${version} - from a diagnostic to a complete client repository`,
    '',
    'Usage: toltek COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'Every command takes --json, --quiet, --no-color and --help.',
    'Exit codes: 0 done, 1 findings, 2 wrong input, 3 conflicts left, 4 refused, 70 our fault, 130 interrupted.',
  ].join('\n');
}

/** The page of `toltek COMMAND --help`. */
export function commandHelp(command: CommandSpec): string {
  const usage = ['toltek', command.name, command.operands, '[OPTIONS]']
    .filter((part) => part !== '')
    .join(' ');
  const rows = Object.entries({ ...command.options, ...commonOptions }).map(
    ([name, option]): [string, string] => [optionName(name, option), option.summary],
  );
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    command.summary,
    '',
    `Usage: ${usage}`,
    ...(command.description === undefined ? [] : ['', command.description]),
    '',
    'Options:',
    ...rows.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');
}

function optionName(name: string, option: OptionSpec): string {
  return option.type === 'string' ? `--${name} ${option.value ?? 'VALUE'}` : `--${name}`;
}
