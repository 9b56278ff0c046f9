import type { CommandSpec } from '../command.ts';

/** Where a client repository comes from. */
export const provenanceCommands: readonly CommandSpec[] = [];
