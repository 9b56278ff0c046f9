import { pointerSteps, pointerValue } from '../schema/pointer.ts';

/**
 * A copy of the document with another value at a JSON pointer; what lies beside the way is shared, not copied,
 * which is what makes thousands of what-ifs cheap. The parent has to exist.
 */
export function withValue<T>(document: T, pointer: string, value: unknown): T {
  // The copy has the shape of the document but for the value, which the caller answers for.
  return replace(document, pointerSteps(pointer), value) as T;
}

function replace(document: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const inner = replace(pointerValue(document, `/${step}`), rest, value);
  if (Array.isArray(document)) return document.with(Number(step), inner) as unknown;
  return { ...(typeof document === 'object' ? document : {}), [step]: inner };
}
