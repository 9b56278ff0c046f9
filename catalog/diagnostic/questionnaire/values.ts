import { isRecord } from '../../record.ts';
import type { Bounds, Estimate, Portions } from './interview.ts';

/** Whether a value is two ends of a range. */
export function isBounds(value: unknown): value is Bounds {
  return isRecord(value) && typeof value['low'] === 'number' && typeof value['high'] === 'number';
}

/** Whether a value is a three-point estimate. */
export function isEstimate(value: unknown): value is Estimate {
  return isBounds(value) && 'mid' in value && (value.mid === null || typeof value.mid === 'number');
}

/** Whether a value is numbers by option. */
export function isPortions(value: unknown): value is Portions {
  return isRecord(value) && Object.values(value).every((part) => typeof part === 'number');
}
