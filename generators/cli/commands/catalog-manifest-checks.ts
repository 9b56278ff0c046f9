import diagnosticSchema from '#catalog/schema/diagnostic.schema.json' with { type: 'json' };
import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Template } from '#catalog/schema/generated/template.ts';
import { closest } from '#catalog/text/closest.ts';
import type { TemplateReader } from '../../engine/render/render.ts';
import { wrong } from '../../engine/problems.ts';
import { isRendered, writtenPath } from '../../engine/render/paths.ts';
import { migrationProblems } from './catalog-migration-checks.ts';

/** What a manifest may refer to. */
export interface ManifestSurroundings {
  readonly catalog: Pick<CatalogIndex, 'entries' | 'priceBook'>;
  readonly reader: TemplateReader;
}

/** Everything wrong with a manifest that neither its schema nor a trial render tells. Pointers lead into it. */
export function manifestProblems(manifest: Template, surroundings: ManifestSurroundings): Problem[] {
  return [
    ...kindProblems(manifest),
    ...defaultProblems(manifest),
    ...optionProblems(manifest, surroundings),
    ...inputProblems(manifest, surroundings),
    ...pointerProblems(manifest),
    ...costProblems(manifest, surroundings),
    ...forEachProblems(manifest, surroundings),
    ...migrationProblems(manifest),
  ];
}

const folderOfKind = { base: 'base', stack: 'stacks', 'use-case': 'use-cases' } as const;

function kindProblems({ id, kind }: Template): Problem[] {
  if (id.split('/')[0] === folderOfKind[kind]) return [];
  return [
    wrong('TEMPLATE_KIND', `A template of kind '${kind}' does not stand in ${id.split('/')[0] ?? ''}/.`, {
      pointer: '/kind',
      value: kind,
      expected: `a folder below ${folderOfKind[kind]}`,
      action: 'Correct the kind, or move the folder.',
    }),
  ];
}

function defaultProblems({ provides, defaultFor }: Template): Problem[] {
  return (defaultFor ?? []).flatMap((capability, index) =>
    unknownName(
      `/defaultFor/${index}`,
      capability,
      provides ?? [],
      'a capability that this template provides',
    ),
  );
}

/** An option nobody names cannot be chosen. */
function optionProblems({ id, options }: Template, { catalog }: ManifestSurroundings): Problem[] {
  const named = catalog.entries.flatMap(({ implementedBy }) =>
    implementedBy?.template === id ? [implementedBy.option] : [],
  );
  return (options ?? []).flatMap((option, index): Problem[] =>
    named.includes(option.id)
      ? []
      : [
          {
            ...wrong('OPTION_UNUSED', `No catalog entry names the option '${option.id}'.`, {
              pointer: `/options/${index}`,
              expected: 'an entry with implementedBy naming it',
              action: 'Name it in an entry, or remove it.',
            }),
            severity: 'warning',
          },
        ],
  );
}

function inputProblems({ id, inputs }: Template, { reader }: ManifestSurroundings): Problem[] {
  const texts = reader
    .filesOf(id)
    .filter(({ path }) => isRendered(path))
    .map(({ bytes }) => new TextDecoder().decode(bytes));
  return Object.keys(inputs?.properties ?? {}).flatMap((name) =>
    texts.some((text) => new RegExp(`\\binputs\\.${name}\\b`).test(text))
      ? []
      : [
          wrong('INPUT_UNUSED', `No .hbs file of the template reads the input '${name}'.`, {
            pointer: `/inputs/properties/${name}`,
            expected: `{{… inputs.${name}}} in a file of the template`,
            action: 'Use it, or remove it: nobody should be asked for nothing.',
          }),
        ],
  );
}

/** Pointers into the diagnostic that its schema does not know would silently find nothing. */
function pointerProblems({ inputs, chosenWhen }: Template): Problem[] {
  const fromInputs = Object.entries(inputs?.properties ?? {}).map(
    ([name, input]) => [`/inputs/properties/${name}/x-fromDiagnostic`, input['x-fromDiagnostic']] as const,
  );
  const fromFacts = (chosenWhen ?? []).map(
    ({ pointer }, index) => [`/chosenWhen/${index}/pointer`, pointer] as const,
  );
  return [...fromInputs, ...fromFacts].flatMap(([place, pointer]) =>
    pointer === undefined || isDiagnosticPointer(pointer)
      ? []
      : [
          wrong('DIAGNOSTIC_POINTER', `The diagnostic has no field ${pointer}.`, {
            pointer: place,
            value: pointer,
            expected: 'a JSON pointer to a field of diagnostic.schema.json',
            action: 'Correct the pointer.',
          }),
        ],
  );
}

/** Whether a JSON pointer can lead to something in a diagnostic; `*` and numbers stand for list items. */
export function isDiagnosticPointer(pointer: string): boolean {
  if (!pointer.startsWith('/')) return false;
  const steps = pointer.split('/').slice(1);
  return (
    steps.reduce<readonly Schema[]>(
      (at, step) => at.flatMap((schema) => below(schema, step)),
      expand(diagnosticSchema),
    ).length > 0
  );
}

type Schema = Readonly<Record<string, unknown>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A schema as the schemas it is made of: references followed, combinations taken apart. */
function expand(schema: unknown): readonly Schema[] {
  if (!isSchema(schema)) return [];
  const reference = schema['$ref'];
  const target =
    typeof reference === 'string'
      ? reference
          .split('/')
          .slice(1)
          .reduce<unknown>((at, key) => (isSchema(at) ? at[key] : undefined), diagnosticSchema)
      : undefined;
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list) ? (list as readonly unknown[]) : [];
  });
  return [schema, ...expand(target), ...parts.flatMap(expand)];
}

function below(schema: Schema, step: string): readonly Schema[] {
  const { properties, items, additionalProperties } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, step)) return expand(properties[step]);
  if (/^(\*|\d+)$/.test(step) && items !== undefined) return expand(items);
  return isSchema(additionalProperties) ? expand(additionalProperties) : [];
}

function costProblems({ cost }: Template, { catalog }: ManifestSurroundings): Problem[] {
  const known = catalog.priceBook.items.map(({ id }) => id);
  return (cost ?? []).flatMap(({ usage }, part) =>
    usage.flatMap(({ item, low, mid, high }, index) => {
      const pointer = `/cost/${part}/usage/${index}`;
      const unordered = wrong('COST_RANGE', 'The three values are not in order.', {
        pointer,
        value: { low, mid, high },
        expected: 'low ≤ mid ≤ high',
        action: 'Put them in order.',
      });
      return [
        ...unknownName(`${pointer}/item`, item, known, 'the id of a price book item'),
        ...(low <= mid && mid <= high ? [] : [unordered]),
      ];
    }),
  );
}

function forEachProblems({ id, forEach }: Template, { reader }: ManifestSurroundings): Problem[] {
  const paths = reader.filesOf(id).map(({ path }) => path);
  return (forEach ?? []).flatMap(({ folder }, index) =>
    paths.some((path) => path === folder || path.startsWith(`${folder}/`))
      ? []
      : [
          wrong('FOR_EACH_EMPTY', `The template has no file below ${folder}.`, {
            pointer: `/forEach/${index}/folder`,
            value: folder,
            expected: 'a folder below files/ with at least one file',
            action: 'Correct the folder, or remove the rule.',
          }),
        ],
  );
}

function unknownName(pointer: string, name: string, known: readonly string[], what: string): Problem[] {
  if (known.includes(name)) return [];
  const near = closest(name, known);
  return [
    wrong('MANIFEST_REFERENCE', `There is no '${name}'.`, {
      pointer,
      value: name,
      expected: what,
      action: near === undefined ? 'Correct it, or add what it names.' : `Did you mean '${near}'?`,
    }),
  ];
}

/** A path of a template, before a client's names are put into it. */
interface StoredPath {
  readonly template: Template;
  readonly stored: string;
}

/**
 * Paths that two templates write, found without a plan. Templates that give the same capability are alternatives and
 * may write the same paths: they never meet in a repository.
 */
export function collisionProblems(templates: readonly Template[], reader: TemplateReader): Problem[] {
  const taken = new Map<string, StoredPath[]>();
  const problems: Problem[] = [];
  for (const template of templates) {
    for (const { path: stored } of reader.filesOf(template.id)) {
      const key = writtenPath(stored).toLowerCase();
      const holders = taken.get(key) ?? [];
      const other = holders.find((holder) => !areAlternatives(holder.template, template));
      if (other !== undefined) problems.push(collision({ template, stored }, other));
      taken.set(key, [...holders, { template, stored }]);
    }
  }
  return problems;
}

function areAlternatives(a: Template, b: Template): boolean {
  return a.id !== b.id && (a.provides ?? []).some((capability) => (b.provides ?? []).includes(capability));
}

function collision({ template, stored }: StoredPath, other: StoredPath): Problem {
  return wrong(
    'TEMPLATE_COLLISION',
    `${other.template.id} and ${template.id} both write '${writtenPath(stored)}'.`,
    {
      file: `templates/${template.id}/files/${stored}`,
      expected: `a path no other template writes (the other is templates/${other.template.id}/files/${other.stored})`,
      action: 'Rename one of the two, or contribute to the file by `contributes`.',
    },
  );
}
