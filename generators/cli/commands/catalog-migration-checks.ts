import type { Problem } from '#catalog/problem.ts';
import type { Template } from '#catalog/schema/generated/types.ts';
import { misfit } from '../../engine/plan/answers.ts';
import { wrong } from '../../engine/problems.ts';
import type { Migration } from '../../engine/update/migrations.ts';

/** Everything wrong with migrations that their schema does not tell. Pointers lead into the manifest. */
export function migrationProblems(manifest: Template): readonly Problem[] {
  const migrations = manifest.migrations ?? [];
  return migrations.flatMap((migration, index) => {
    const pointer = `/migrations/${index}`;
    const isRepeated = migrations.findIndex(({ id }) => id === migration.id) < index;
    return [
      ...(isRepeated ? [repeated(migration, pointer)] : []),
      ...conditionProblems(migration, manifest, pointer),
      ...migration.steps.flatMap((step, at) => stepProblems(step, `${pointer}/steps/${at}`)),
    ];
  });
}

/** The lock knows a migration by its id: the second would never run. */
function repeated({ id }: Migration, pointer: string): Problem {
  return wrong('MIGRATION_ID', `Two migrations have the id '${id}'.`, {
    pointer: `${pointer}/id`,
    value: id,
    expected: 'an id that no other migration of the template has',
    action: 'Choose another.',
  });
}

function conditionProblems(
  { id, when }: Migration,
  { inputs }: Template,
  pointer: string,
): readonly Problem[] {
  if (when === undefined) return [];
  const schema = inputs?.properties[when.input];
  const expected = schema === undefined ? 'an input that the template declares' : misfit(when.equals, schema);
  if (expected === undefined) return [];
  const place = schema === undefined ? 'input' : 'equals';
  return [
    wrong('MIGRATION_WHEN', `The condition of the migration '${id}' never holds.`, {
      pointer: `${pointer}/when/${place}`,
      value: when[place],
      expected,
      action: 'Correct it, or remove the condition.',
    }),
  ];
}

function stepProblems(step: Migration['steps'][number], pointer: string): readonly Problem[] {
  if (step.do === 'replace') return [];
  const named = { pointer: step.pointer, ...(step.do === 'add' && { where: step.where }) };
  return Object.entries(named)
    .filter(([, value]) => !/^(\/([^~/]|~[01])+)+$/.test(value))
    .map(([key, value]) =>
      wrong('MIGRATION_POINTER', `'${value}' is no JSON pointer to a key.`, {
        pointer: `${pointer}/${key}`,
        value,
        expected: 'for instance /dependencies/left-pad; ~1 stands for / in a key, ~0 for ~',
        action: 'Correct it.',
      }),
    );
}
