import type { Problem } from '../problem.ts';
import type { Diagnostic } from '../schema/generated/types.ts';
import { validateDiagnostic } from '../schema/generated/validators/diagnostic.js';
import type { Language } from '../text/number.ts';
import { schemaProblems } from '../schema/validate.ts';
import { checkDiagnostic, checkReadable } from './check.ts';
import type { Finding } from './finding.ts';
import { readablePart } from './readable-part.ts';

/** What is found in a document that is meant to be a diagnostic. */
export type Examined =
  | { readonly valid: true; readonly diagnostic: Diagnostic; readonly findings: readonly Finding[] }
  | {
      readonly valid: false;
      readonly problems: readonly Problem[];
      /** What of it can be read; undefined where nothing can. */
      readonly readable: Diagnostic | undefined;
      /** Contradictions among the answers that can be read. */
      readonly findings: readonly Finding[];
    };

/**
 * Everything that is wrong with a diagnostic at once: its shape, and answers that contradict each other.
 * @param file as its owner named it, for problems.
 * @param language of the problems.
 */
export function examine(data: unknown, file: string, language: Language = 'en'): Examined {
  const problems = schemaProblems(validateDiagnostic, data, file, language);
  if (validateDiagnostic(data))
    return { valid: true, diagnostic: data, findings: inFile(file, checkDiagnostic(data)) };
  const readable = readablePart(data);
  const findings = readable === undefined ? [] : inFile(file, checkReadable(readable));
  return { valid: false, problems, readable, findings };
}

function inFile(file: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => ({ ...finding, file }));
}
