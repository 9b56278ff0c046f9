import type { Lock } from '#catalog/schema/generated/types.ts';
import { counted } from './counted.ts';
import { shellWord } from '#catalog/text/shell-word.ts';

/**
 * Conflicts that are open, with what to do about them; nothing where there are none.
 * @param canAbort whether the change that left them can be taken back from here.
 */
export function pendingLines(
  pending: NonNullable<Lock['pending']>,
  named: string | undefined,
  canAbort: boolean,
): readonly string[] {
  if (pending.length === 0) return [];
  const operand = named === undefined ? '' : ` ${shellWord(named)}`;
  return [
    `${counted(pending.length, 'conflict')} left:`,
    ...pending.map(({ path, kind }) => `  ${path} (${kind})`),
    `Decide, then run toltek resolve${operand}${canAbort ? `; or take the whole change back: toltek abort${operand}` : ''}`,
  ];
}
