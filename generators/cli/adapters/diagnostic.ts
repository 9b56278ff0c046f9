import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { validateDiagnostic } from '#catalog/schema/generated/validators/diagnostic.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { readJsonDocument } from './json-document.ts';

/**
 * A diagnostic that keeps the schema. Its answers may still contradict each other: `checkDiagnostic` finds that.
 * @throws InputError with everything that is wrong with the file.
 */
export function readDiagnostic(file: string): Diagnostic {
  return parseWithSchema(validateDiagnostic, readJsonDocument(file), file);
}
