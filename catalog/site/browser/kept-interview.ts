import { draftDocument, readStored } from '../../diagnostic/questionnaire/stored.ts';
import type { StoredInterview } from '../../diagnostic/questionnaire/stored.ts';
import { isRecord } from '../../record.ts';
import { forGood, names, recall, remember } from './memory.ts';

/** The interview of this browser; undefined where none is kept. */
export function keptInterview(): StoredInterview | undefined {
  return read(recall(forGood, names.interview));
}

/** Keeps the interview for good, or deletes it. Returns whether that was possible. */
export function keepInterview(stored: StoredInterview | undefined): boolean {
  return remember(forGood, names.interview, stored && JSON.stringify(draftDocument(stored)));
}

/** Calls when another tab of this browser keeps an answer. */
export function onOtherTab(changed: (stored: StoredInterview | undefined) => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === names.interview) changed(read(newValue ?? undefined));
  });
}

function read(text: string | undefined): StoredInterview | undefined {
  if (text === undefined) return undefined;
  try {
    const document: unknown = JSON.parse(text);
    return isRecord(document) ? readStored(document) : undefined;
  } catch {
    // Somebody else wrote it: there is no interview.
    return undefined;
  }
}
