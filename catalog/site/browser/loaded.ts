import type { Diagnostic } from '../../schema/generated/types.ts';
import { isRecord } from '../../record.ts';
import { forTab, names, recall, remember } from './memory.ts';

/** A diagnostic that was loaded in this tab. */
export interface LoadedDiagnostic {
  /** Name of its file. */
  readonly name: string;
  /** As it was checked when it was loaded. */
  readonly diagnostic: Diagnostic;
}

/** The diagnostic of this tab; undefined where none was loaded. */
export function loadedDiagnostic(): LoadedDiagnostic | undefined {
  const text = recall(forTab, names.diagnostic);
  if (text === undefined) return undefined;
  const kept: unknown = JSON.parse(text);
  // Only `keepDiagnostic` writes it, in this tab.
  return isRecord(kept) ? (kept as unknown as LoadedDiagnostic) : undefined;
}

/** Keeps a diagnostic until the tab is closed, or forgets it. Returns whether that was possible. */
export function keepDiagnostic(loaded: LoadedDiagnostic | undefined): boolean {
  return remember(forTab, names.diagnostic, loaded === undefined ? undefined : JSON.stringify(loaded));
}
