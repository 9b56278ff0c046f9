import { parseAllDocuments } from 'yaml';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Entry, Plan, PriceBook, Template } from '#catalog/schema/generated/types.ts';
import type { InputSchema } from '../../engine/plan/answers.ts';
import { answerQuestions, questionsOf } from '../../engine/plan/inputs.ts';
import { resolveTemplates } from '../../engine/plan/capabilities.ts';
import { makePlan } from '../../engine/plan/plan.ts';
import { wrong } from '../../engine/problems.ts';
import { pinsOf } from '../../engine/provenance/pins.ts';
import { render } from '../../engine/render/render.ts';
import type { RenderedFile, RenderedTree, TemplateReader } from '../../engine/render/render.ts';
import { sampleDiagnostic, sampleFacts } from './catalog-sample.ts';
import type { TrialPart } from './catalog-sample.ts';

export interface TrialInput {
  readonly templates: readonly Template[];
  readonly entries: readonly Entry[];
  readonly reader: TemplateReader;
  readonly toolbox: Plan['toolbox'];
  readonly prices: PriceBook;
}

/**
 * Renders templates for a sample client and says what went wrong: in planning, in rendering, in what was written.
 * @param parts what the client is said to have chosen; a stack may be named to try it in place of its alternatives.
 */
export function trialProblems(parts: readonly TrialPart[], input: TrialInput): readonly Problem[] {
  try {
    const { plan, manifests } = samplePlan(parts, input);
    const tree = render(plan, manifests, input.reader);
    return [
      ...[...tree].flatMap(syntaxProblems),
      ...pinProblems(tree),
      ...manifests.flatMap((manifest) => promiseProblems(manifest, tree)),
    ];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

/** Every part of a template, so that a trial writes all it can. */
export function partsOf({ id, options }: Template): readonly TrialPart[] {
  const names = (options ?? []).map((option) => option.id);
  return (names.length > 0 ? names : [null]).map((option) => ({ template: id, option }));
}

function samplePlan(
  parts: readonly TrialPart[],
  { templates, entries, toolbox, prices }: TrialInput,
): { readonly plan: Plan; readonly manifests: readonly Template[] } {
  const roots = [
    ...templates.filter(({ kind }) => kind === 'base').map(({ id }) => id),
    ...parts.map(({ template }) => template),
  ];
  const chosen = resolveTemplates(
    [...new Set(roots)].map((template) => ({ template, because: 'It is tried.' })),
    templates,
    { diagnostic: sampleDiagnostic },
  );
  const manifests = chosen.templates.map(({ manifest }) => manifest);
  const plan = makePlan({
    facts: sampleFacts(parts, entries),
    diagnostic: sampleDiagnostic,
    templates,
    answers: sampleAnswers(manifests),
    toolbox,
    prices,
  });
  return { plan, manifests };
}

/** An answer for every input that neither the sample client nor a default answers. */
function sampleAnswers(manifests: readonly Template[]): Record<string, unknown> {
  return Object.fromEntries(
    answerQuestions(questionsOf(manifests), { given: {}, diagnostic: sampleDiagnostic })
      .filter(({ origin, required }) => origin === 'nobody' && required)
      .map(({ name, schema }) => [name, sampleAnswer(schema)]),
  );
}

function sampleAnswer(schema: InputSchema): unknown {
  if (schema['x-secret'] === true) return 'TRIAL_SECRET';
  const given: unknown = schema.examples?.[0] ?? schema.enum?.[0];
  if (given !== undefined) return given;
  return {
    string: 'trial',
    number: schema.minimum ?? 1,
    integer: schema.minimum ?? 1,
    boolean: true,
    array: [],
  }[schema.type];
}

/** A rendered file that its own format cannot read. */
function syntaxProblems([path, file]: readonly [string, RenderedFile]): readonly Problem[] {
  if (!file.source.endsWith('.hbs')) return [];
  const found = syntaxError(path, new TextDecoder().decode(file.bytes));
  if (found === undefined) return [];
  return [
    wrong('RENDERED_SYNTAX', `What it renders to is not valid: ${found}`, {
      file: file.source,
      value: path,
      expected: `a file that its format can read, whatever the client's names are`,
      action: 'Write values with the helper of the format: {{yaml …}}, {{json …}}, ….',
    }),
  ];
}

function syntaxError(path: string, text: string): string | undefined {
  if (path.endsWith('.json')) return messageOf(() => void JSON.parse(text));
  if (/\.ya?ml$/.test(path)) return yamlError(text);
  return undefined;
}

function yamlError(text: string): string | undefined {
  const errors = parseAllDocuments(text).flatMap((document) => ('errors' in document ? document.errors : []));
  return errors[0]?.message.split('\n')[0];
}

function messageOf(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Files whose pins cannot be listed for the client, so that none could be generated. */
function pinProblems(tree: RenderedTree): readonly Problem[] {
  try {
    pinsOf(tree);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map((problem) => ({
      ...problem,
      file: tree.get(problem.file ?? '')?.source ?? problem.file ?? '',
    }));
  }
}

/** Contributions that name files or folders which nobody writes. */
function promiseProblems(manifest: Template, tree: RenderedTree): readonly Problem[] {
  const written = (path: string): boolean =>
    tree.has(path) || [...tree.keys()].some((known) => known.startsWith(`${path}/`));
  return promises(manifest)
    .filter(([, path]) => !written(path))
    .map(([pointer, path]) =>
      wrong('PROMISE', `No template writes '${path}'.`, {
        file: `templates/${manifest.id}/template.yaml`,
        pointer,
        value: path,
        expected: 'a path that the repository has',
        action: 'Correct the path, or add the file.',
      }),
    );
}

function promises({ contributes }: Template): readonly (readonly [pointer: string, path: string])[] {
  const { services, python, documents, dbtFolders, gcpStacks, kubernetesStacks } = contributes ?? {};
  return [
    ...(services ?? []).map(({ folder }, i) => [`/contributes/services/${i}/folder`, folder] as const),
    ...(python ?? []).flatMap(({ id, paths, tests }, i) => [
      [`/contributes/python/${i}/id`, `requirements/${id}.txt`] as const,
      ...[...paths, ...(tests ?? [])]
        .filter((path) => path !== '.')
        .map((path) => [`/contributes/python/${i}`, path] as const),
    ]),
    ...(documents ?? []).map(({ path }, i) => [`/contributes/documents/${i}/path`, path] as const),
    ...(dbtFolders ?? []).map(
      ({ folder }, i) => [`/contributes/dbtFolders/${i}/folder`, `transform/models/${folder}`] as const,
    ),
    ...(gcpStacks ?? []).map(
      ({ module }, i) =>
        [`/contributes/gcpStacks/${i}/module`, `infra/gcp/${module.replace(/^\.\//, '')}`] as const,
    ),
    ...(kubernetesStacks ?? []).map(
      ({ module }, i) =>
        [
          `/contributes/kubernetesStacks/${i}/module`,
          `infra/kubernetes/use-cases/${module.replace(/^\.\//, '')}`,
        ] as const,
    ),
  ];
}
