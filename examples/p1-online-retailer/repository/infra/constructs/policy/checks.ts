import { secondsOf } from './formats.ts';
import type { Check } from './rule.ts';
import { isSet, isUnknown, numbers, select, texts } from './values.ts';

/** Something has to stand at `path`. */
export function required(path: string, expected: string): Check {
  return ({ body }) => (isSet(body, path) ? [] : [{ at: path, value: undefined, expected }]);
}

/** Nothing may stand at `path`, not even a reference. */
export function forbidden(path: string, expected: string): Check {
  return ({ body }) => select(body, path).map(({ at, value }) => ({ at, value, expected }));
}

/** `value` has to stand at `path`, because what the service does otherwise is not good enough. */
export function mustBe(path: string, value: unknown, expected = JSON.stringify(value)): Check {
  return ({ body }) => {
    const found = select(body, path);
    if (found.length === 0) return [{ at: path, value: undefined, expected }];
    return found
      .filter((place) => place.value !== value && !isUnknown(place.value))
      .map((place) => ({ at: place.at, value: place.value, expected }));
  };
}

/** `value` must not stand at `path`; what the service does otherwise is good. */
export function mustNotBe(path: string, value: unknown, expected: string): Check {
  return ({ body }) =>
    select(body, path)
      .filter((place) => place.value === value)
      .map((place) => ({ at: place.at, value: place.value, expected }));
}

/** Every literal text at `path` has to be `accepted`. */
export function textsAre(path: string, accepted: (text: string) => boolean, expected: string): Check {
  return ({ body }) =>
    texts(body, path)
      .filter(({ value }) => !accepted(value))
      .map(({ at, value }) => ({ at, value, expected }));
}

/** Every literal text at `path` has to match. */
export function matches(path: string, pattern: RegExp, expected: string): Check {
  return textsAre(path, (text) => pattern.test(text), expected);
}

/** Every literal text at `path` has to be one of these. */
export function oneOf(path: string, values: readonly string[]): Check {
  return textsAre(path, (text) => values.includes(text), `one of ${values.join(', ')}`);
}

/** Every literal number at `path` has to be whole and within the limits, which are included. */
export function wholeFrom(path: string, least: number, most: number): Check {
  return ({ body }) =>
    numbers(body, path)
      .filter(({ value }) => !Number.isInteger(value) || value < least || value > most)
      .map(({ at, value }) => ({ at, value, expected: `a whole number from ${least} to ${most}` }));
}

/** Every literal duration at `path` has to be written as `600s` and be within the limits, in seconds, which are included. */
export function lasts(path: string, least: number, most: number): Check {
  const expected = `a duration in seconds from "${least}s" to "${most}s"`;
  return ({ body }) =>
    texts(body, path)
      .filter(({ value }) => {
        const seconds = secondsOf(value);
        return seconds === undefined || seconds < least || seconds > most;
      })
      .map((place) => ({ ...place, expected }));
}

/** All that any of the checks finds. */
export function all(...checks: readonly Check[]): Check {
  return (resource, context) => checks.flatMap((check) => check(resource, context));
}

/** For each type of resource, its own check. */
export function byType(checks: Readonly<Record<string, Check>>): Check {
  const known = new Map(Object.entries(checks));
  return (resource, context) => known.get(resource.type)?.(resource, context) ?? [];
}
