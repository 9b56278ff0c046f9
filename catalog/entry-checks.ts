import type { Foundation, IndexedTemplate } from './catalog.ts';
import type { Problem } from './problem.ts';
import type { Entry } from './schema/generated/entry.ts';
import { closest } from './text/closest.ts';

/** What an entry may refer to. */
export interface EntrySurroundings {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly foundations: readonly Foundation[];
  /** Templates by id; left out where templates are not known, so that `implementedBy` is not checked. */
  readonly templates?: ReadonlyMap<string, IndexedTemplate['manifest']>;
}

/**
 * What a schema cannot say of an entry: sums, orders and references. Empty if all is well.
 * @param fileName the entry's file without folder and ending, which has to be its id.
 */
export function entryProblems(entry: Entry, fileName: string, surroundings: EntrySurroundings): Problem[] {
  return [
    ...idProblems(entry, fileName),
    ...driverProblems(entry),
    ...rangeProblems(entry),
    ...referenceProblems(entry, surroundings),
    ...overlapProblems(entry, surroundings),
    ...implementationProblems(entry, surroundings),
  ];
}

function problem(
  code: string,
  pointer: string,
  rest: Omit<Problem, 'code' | 'severity' | 'pointer'>,
): Problem {
  return { code, severity: 'error', pointer, ...rest };
}

function idProblems({ id }: Entry, fileName: string): Problem[] {
  if (id === fileName) return [];
  return [
    problem('ENTRY_ID', '/id', {
      message: `The id '${id}' is not the name of the file.`,
      value: id,
      expected: fileName,
      action: `Name the file ${id}.yaml, or correct the id.`,
    }),
  ];
}

function driverProblems({ drivers }: Entry): Problem[] {
  if (drivers === undefined) return [];
  const sum = Object.values(drivers).reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) < 1e-9) return [];
  return [
    problem('ENTRY_DRIVERS', '/drivers', {
      message: 'The shares of the drivers do not add up to 1.',
      value: Math.round(sum * 1e6) / 1e6,
      expected: '1',
      action: 'Change the shares so that they add up to 1.',
    }),
  ];
}

function rangeProblems({ cost, weeks }: Entry): Problem[] {
  const ranges = {
    '/cost/deliveryEUR': cost?.deliveryEUR,
    '/cost/runEURPerMonth': cost?.runEURPerMonth,
    '/weeks': weeks,
  };
  return Object.entries(ranges).flatMap(([pointer, range]) =>
    range === undefined || (range.low <= range.mid && range.mid <= range.high)
      ? []
      : [
          problem('ENTRY_RANGE', pointer, {
            message: 'The three values are not in order.',
            value: range,
            expected: 'low ≤ mid ≤ high',
            action: 'Put them in order.',
          }),
        ],
  );
}

function referenceProblems(entry: Entry, { entries, foundations }: EntrySurroundings): Problem[] {
  const ids = [...entries.keys()];
  const modules = foundations.map(({ id }) => id);
  const { dependsOn, conflictsWith } = entry.requires;
  const others = entry.overlaps.map((overlap) => overlap.with);
  return [
    ...unknownReferences('/requires/dependsOn', dependsOn, ids, 'an entry'),
    ...unknownReferences('/requires/conflictsWith', conflictsWith, ids, 'an entry'),
    ...unknownReferences('/modules', entry.modules, modules, 'a foundation'),
    ...unknownReferences('/overlaps', others, ids, 'an entry'),
    ...[...dependsOn, ...conflictsWith, ...others]
      .filter((id) => id === entry.id)
      .map(() =>
        problem('ENTRY_SELF', '', {
          message: `'${entry.id}' refers to itself.`,
          expected: 'another entry',
          action: 'Remove the reference.',
        }),
      ),
  ];
}

function unknownReferences(
  pointer: string,
  asked: readonly string[],
  known: readonly string[],
  what: string,
): Problem[] {
  return asked.flatMap((id, index) => {
    if (known.includes(id)) return [];
    const near = closest(id, known);
    return [
      problem('ENTRY_REFERENCE', `${pointer}/${index}`, {
        message: `There is no '${id}'.`,
        value: id,
        expected: `the id of ${what}`,
        action: near === undefined ? 'Correct the id or add what it names.' : `Did you mean '${near}'?`,
      }),
    ];
  });
}

/** An overlap holds for the pair, so both files have to say the same. */
function overlapProblems(entry: Entry, { entries }: EntrySurroundings): Problem[] {
  return entry.overlaps.flatMap(({ with: other, omega }, index) => {
    const back = entries.get(other)?.overlaps.find((overlap) => overlap.with === entry.id);
    if (!entries.has(other) || back?.omega === omega) return [];
    return [
      problem('ENTRY_OVERLAP', `/overlaps/${index}`, {
        message:
          back === undefined
            ? `'${other}' does not say that it overlaps with '${entry.id}'.`
            : `'${other}' says ${back.omega} for the same pair.`,
        value: omega,
        expected: 'the same overlap in both files',
        action: `Add { with: ${entry.id}, omega: ${omega} } to ${other}.yaml, or correct it there or here.`,
      }),
    ];
  });
}

function implementationProblems({ implementedBy }: Entry, { templates }: EntrySurroundings): Problem[] {
  if (implementedBy === undefined || templates === undefined) return [];
  const template = templates.get(implementedBy.template);
  if (template === undefined) {
    return unknownReferences(
      '/implementedBy/template',
      [implementedBy.template],
      [...templates.keys()],
      'a template',
    ).map((found) => ({ ...found, pointer: '/implementedBy/template' }));
  }
  if (implementedBy.option === undefined) return [];
  const options = (template.options ?? []).map(({ id }) => id);
  return unknownReferences('', [implementedBy.option], options, `an option of ${implementedBy.template}`).map(
    (found) => ({ ...found, pointer: '/implementedBy/option' }),
  );
}
