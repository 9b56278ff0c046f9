import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Diagnostic, Plan, PriceBook, Selection, Template } from '#catalog/schema/generated/types.ts';
import { select } from '#catalog/selection/select.ts';
import { choose } from '../engine/plan/choose.ts';
import { factsOf, languageOf } from '../engine/plan/facts.ts';
import type { Facts } from '../engine/plan/facts.ts';
import { answerQuestions, questionsOf } from '../engine/plan/inputs.ts';
import type { AnsweredQuestion } from '../engine/plan/inputs.ts';
import { makePlan, resolvePlan } from '../engine/plan/plan.ts';
import type { RenderedTree, TemplateReader } from '../engine/render/render.ts';
import { makeRepository } from '../engine/repository.ts';
import { loadCatalog } from './adapters/catalog.ts';
import { readDiagnostic } from './adapters/diagnostic.ts';
import { compiledTexts } from './adapters/compiled-texts.ts';
import { folderReader } from './adapters/files-templates.ts';
import { constructsFolder, templatesFolder } from './adapters/package-root.ts';
import { toolboxVersion } from './version.ts';

/** What somebody asked to have generated, by command line or by prompts. */
export interface GenerationRequest {
  readonly diagnosticFile: string;
  /** Folder of another catalog; default: the built-in one. */
  readonly catalog?: string;
  /** Entries in place of the selection's choice; empty: its choice. */
  readonly useCases: readonly string[];
  /** Choose among what can be generated today. */
  readonly onlyBuilt: boolean;
  /** Day of the advice, YYYY-MM-DD; default: the diagnostic's `completedOn`. */
  readonly asOf?: string;
}

/** Everything that is decided before the templates' questions are answered. */
export interface Prepared {
  readonly diagnostic: Diagnostic;
  readonly selection: Selection;
  readonly facts: Facts;
  readonly templates: readonly Template[];
  readonly reader: TemplateReader;
  readonly toolbox: Plan['toolbox'];
  readonly prices: PriceBook;
}

/** A repository, ready to be written. */
export interface Generation {
  readonly plan: Plan;
  readonly files: RenderedTree;
}

/** Answers by input name: text as typed, or values of the right type. */
export type Answers = Readonly<Record<string, unknown>>;

/**
 * Reads the diagnostic, selects, and settles what is to be generated.
 * @throws InputError with everything that stands in the way.
 */
export async function prepare(request: GenerationRequest): Promise<Prepared> {
  const diagnostic = readDiagnostic(request.diagnosticFile);
  const catalog = await loadCatalog(request.catalog);
  const selection = select(diagnostic, catalog, {
    onlyBuilt: request.onlyBuilt,
    ...(request.asOf === undefined ? {} : { asOf: request.asOf }),
  });
  const { entries, business } = choose(selection, catalog.entries, request.useCases, languageOf(diagnostic));
  return {
    diagnostic,
    selection,
    facts: factsOf(diagnostic, entries, business, selection.asOf),
    templates: manifestsOf(catalog),
    reader: folderReader(templatesFolder(), constructsFolder(), await compiledTexts()),
    toolbox: { version: toolboxVersion, catalogDigest: catalog.digest },
    prices: catalog.priceBook,
  };
}

function manifestsOf(catalog: CatalogIndex): readonly Template[] {
  return catalog.templates.map(({ manifest }) => manifest);
}

/** The questions of the templates that will be used, with the answers known without asking anybody. */
export function openQuestions(prepared: Prepared, answers: Answers): readonly AnsweredQuestion[] {
  const { templates } = resolvePlan(prepared);
  return answerQuestions(questionsOf(templates.map(({ manifest }) => manifest)), {
    given: answers,
    diagnostic: prepared.diagnostic,
  });
}

/**
 * Plans and renders the repository.
 * @throws InputError naming what is missing or cannot be rendered.
 */
export function generate(prepared: Prepared, answers: Answers): Generation {
  const { diagnostic, selection, facts, templates, reader, toolbox, prices } = prepared;
  const plan = makePlan({ facts, diagnostic, templates, answers, toolbox, prices });
  return { plan, files: makeRepository({ plan, templates, reader, diagnostic, selection }) };
}
