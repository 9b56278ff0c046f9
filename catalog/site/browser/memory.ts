// What the browser remembers: the theme and an interview for good, a diagnostic until its tab is closed. Where storage is denied, nothing is
// remembered and everything else works.

/** What is kept under a name; undefined where there is nothing, or nothing may be kept. */
export function recall(storage: () => Storage, name: string): string | undefined {
  try {
    return storage().getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text under a name, or forgets it. Returns whether that was possible. */
export function remember(storage: () => Storage, name: string, text: string | undefined): boolean {
  try {
    if (text === undefined) storage().removeItem(name);
    else storage().setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

/** Until the tab is closed. */
export function forTab(): Storage {
  return sessionStorage;
}

/** For good. */
export function forGood(): Storage {
  return localStorage;
}

export const names = {
  theme: 'toltek-theme',
  /** The diagnostic as it was loaded: `{name, text}`. */
  diagnostic: 'toltek-diagnostic',
  /** The interview that is going on: a draft with its record. */
  interview: 'toltek-interview',
  /** Ranks by entry, for the list. */
  fit: 'toltek-fit',
} as const;
