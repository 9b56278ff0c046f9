import { isRecord } from '../../record.ts';
import { pointerAppend, pointerSteps, pointerValue } from '../../schema/pointer.ts';
import type { Draft } from './interview.ts';

/** The step of a pointer that means "behind the last item". */
const end = '-';

/**
 * The pointer that a place of the questionnaire means in a draft: each `#` becomes the next of the positions, each
 * `=ID` the position of the item with that id, or `-` where there is none.
 */
export function pointerOf(at: string, draft: Draft, positions: readonly number[]): string {
  let used = 0;
  return pointerSteps(at).reduce((pointer, step) => {
    if (step === '#') {
      const position = positions[used] ?? end;
      used += 1;
      return pointerAppend(pointer, position);
    }
    if (!step.startsWith('=')) return pointerAppend(pointer, step);
    const position = listAt(draft, pointer).findIndex(
      (item) => isRecord(item) && item['id'] === step.slice(1),
    );
    return pointerAppend(pointer, position < 0 ? end : position);
  }, '');
}

/** The list a pointer leads to; empty where there is none. */
export function listAt(draft: Draft, pointer: string): readonly unknown[] {
  const list = pointerValue(draft, pointer);
  return Array.isArray(list) ? (list as readonly unknown[]) : [];
}
