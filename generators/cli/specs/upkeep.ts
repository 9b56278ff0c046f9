import type { CommandSpec } from '../command.ts';

/** Changing a client repository after its first day. */
export const upkeepCommands: readonly CommandSpec[] = [];
