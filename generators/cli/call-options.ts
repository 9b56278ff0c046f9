import { InputError } from '#catalog/problem.ts';
import type { CallOptions } from './command.ts';

/** The error of a call that cannot be understood. */
export function wrongCall(message: string, expected: string, action: string): InputError {
  return new InputError([{ code: 'CALL', severity: 'error', message, expected, action }]);
}

/**
 * The day of `--as-of`, as YYYY-MM-DD.
 * @throws InputError if it is not a day of the calendar.
 */
export function dayOption(options: CallOptions): string | undefined {
  const value = options.value('as-of');
  if (value === undefined) return undefined;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : new Date(NaN);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)) return value;
  throw wrongCall(`'${value}' is not a day.`, 'a day of the calendar as YYYY-MM-DD', 'Correct --as-of.');
}
