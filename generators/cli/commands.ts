import type { CommandSpec, OptionSpec } from './command.ts';
import { adviceCommands } from './specs/advice.ts';
import { catalogCommands } from './specs/catalog.ts';
import { inspectCommands } from './specs/inspect.ts';
import { provenanceCommands } from './specs/provenance.ts';
import { readerCommands } from './specs/readers.ts';
import { upkeepCommands } from './specs/upkeep.ts';

/** Options that every command takes. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  json: { type: 'boolean', summary: 'One JSON document on stdout, everything else on stderr' },
  quiet: { type: 'boolean', summary: 'Results and errors only' },
  'no-color': { type: 'boolean', summary: 'No colours (also: NO_COLOR=1)' },
  help: { type: 'boolean', summary: 'Show this help' },
};

/** Every command, in the order of help. No code of a command is loaded until it runs. */
export const commands: readonly CommandSpec[] = [
  ...adviceCommands,
  ...upkeepCommands,
  ...inspectCommands,
  ...provenanceCommands,
  ...catalogCommands,
  ...readerCommands,
];
