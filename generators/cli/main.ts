#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { Terminal } from './adapters/terminal.ts';
import { commands } from './commands.ts';
import { exitCode } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { commandHelp, generalHelp } from './help.ts';
import { parseCall } from './parse.ts';
import { toolboxVersion } from './version.ts';

// A command is over before collecting garbage on several threads pays: they cost a fifth of an update's CPU.
setFlagsFromString('--no-parallel-scavenge');
setFlagsFromString('--no-concurrent-marking');

const words = process.argv.slice(2);
// Read before parsing, so that a wrong call too is answered in the form that was asked for.
const terminal = new Terminal({
  json: words.includes('--json'),
  quiet: words.includes('--quiet'),
  color:
    process.stderr.isTTY &&
    process.stdout.isTTY &&
    !words.includes('--no-color') &&
    (process.env['NO_COLOR'] ?? '') === '',
  interactive: process.stdin.isTTY && process.stderr.isTTY,
  width: process.stdout.columns > 0 ? process.stdout.columns : 100,
});

process.once('SIGINT', () => process.exit(exitCode.interrupted));
process.exitCode = await main();

async function main(): Promise<ExitCode> {
  try {
    const { command, operands, options } = parseCall(words, commands);
    if (command === undefined) {
      terminal.print(options.flag('version') ? toolboxVersion : generalHelp(commands, toolboxVersion));
      terminal.document(
        options.flag('version') ? { version: toolboxVersion } : { commands: commands.map(describe) },
      );
      return exitCode.done;
    }
    if (options.flag('help')) {
      terminal.print(commandHelp(command));
      terminal.document(describe(command));
      return exitCode.done;
    }
    const { run } = await command.load();
    return await run({ operands, options, terminal });
  } catch (error) {
    return report(error);
  }
}

function describe(command: (typeof commands)[number]): object {
  const { name, summary, operands, options, examples } = command;
  return { name, summary, operands, options, examples };
}

function report(thrown: unknown): ExitCode {
  const { problems, exit, fault } = failureOf(thrown);
  terminal.problems(problems);
  terminal.document({ problems });
  if (fault !== undefined && process.env['TOLTEK_DEBUG'] === '1') terminal.note(fault.stack ?? '');
  return exit;
}
