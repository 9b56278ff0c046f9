import type { CommandSpec } from '../command.ts';

/** Looking at a client repository, or at many. */
export const inspectCommands: readonly CommandSpec[] = [];
