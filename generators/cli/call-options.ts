import { InputError } from '#catalog/problem.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import type { PackageName } from '#catalog/selection/packages.ts';
import type { Language } from '#catalog/selection/text.ts';
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

/**
 * The language of `--lang`; without it, that of the diagnostic, English where it is neither English nor French.
 * @throws InputError for another language.
 */
export function languageOption(options: CallOptions, { meta }: Pick<Diagnostic, 'meta'>): Language {
  const value = options.value('lang');
  if (value === undefined) return meta.language?.toLowerCase().startsWith('fr') === true ? 'fr' : 'en';
  if (value === 'en' || value === 'fr') return value;
  throw wrongCall(`The text is not written in '${value}'.`, 'one of: en, fr', 'Correct --lang.');
}

/**
 * The package of `--package`, `undefined` for the best one.
 * @throws InputError if there is no package of that name.
 */
export function packageOption(options: CallOptions): PackageName | undefined {
  const value = options.value('package');
  const name = (['analytics', 'genai', 'custom'] as const).find((each) => each === value);
  if (value === undefined || name !== undefined) return name;
  throw wrongCall(
    `There is no package '${value}'.`,
    'one of: analytics, genai, custom',
    'Correct --package.',
  );
}
