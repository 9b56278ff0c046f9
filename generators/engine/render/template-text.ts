import Handlebars from 'handlebars';
import type { Problem } from '#catalog/problem.ts';
import { expressions, writers } from '../helpers.ts';
import type { Helper } from '../helpers.ts';
import { lookUp } from '../plan/pointer.ts';
import { wrong } from '../problems.ts';
import { UnwritableValue } from '../text.ts';
import { fieldProblems } from './fields.ts';
import type { Scope } from './fields.ts';

/** A compiled `.hbs` file. */
export type Rendering = (data: Readonly<Record<string, unknown>>) => string;

/** The blocks of Handlebars that templates may use. */
const BLOCKS = ['if', 'unless', 'each'] as const;

const vocabulary = { writers: Object.keys(writers), expressions: Object.keys(expressions) };
const knownHelpers = Object.fromEntries(
  [...BLOCKS, ...vocabulary.writers, ...vocabulary.expressions].map((name) => [name, true]),
);

const engine = Handlebars.create();
for (const name of Object.keys(engine.helpers))
  if (!BLOCKS.some((block) => block === name)) engine.unregisterHelper(name);
engine.registerHelper('each', located(demandingEach(engine.helpers['each'])));

/** Given to each rendering rather than registered: Handlebars wraps every helper it has whenever it renders a text. */
const helpers: Readonly<Record<string, Helper>> = Object.fromEntries(
  Object.entries({ ...writers, ...expressions }).map(([name, helper]) => [name, located(helper)]),
);

/** Version of the library that renders, for the lock. */
export const HANDLEBARS_VERSION = Handlebars.VERSION;

/** A text compiled at build time. */
export interface CompiledText {
  /** Between two calls of Handlebars. */
  readonly spec: TemplateSpecification;
  /** Helpers it calls, and perhaps others. */
  readonly helpers: readonly string[];
}

const options = {
  strict: true,
  noEscape: true, // the writers escape, each for its place
  knownHelpersOnly: true,
  knownHelpers,
};

/**
 * Compiles the text of an `.hbs` file.
 * @param file as problems name it.
 * @param scope the fields the text may name.
 */
export function compileText(
  text: string,
  file: string,
  scope: Scope,
): { readonly render: Rendering } | { readonly problems: readonly Problem[] } {
  const parsed = parseText(text, file, scope);
  if ('problems' in parsed) return parsed;
  const render = engine.compile(parsed.program, options);
  return { render: (data) => render(data, { helpers }) };
}

/** Compiles a text to the source of a JavaScript expression, for `compiledRendering` of the same version. */
export function precompileText(
  text: string,
  file: string,
  scope: Scope,
): { readonly code: string } | { readonly problems: readonly Problem[] } {
  const parsed = parseText(text, file, scope);
  if ('problems' in parsed) return parsed;
  // Before compiling, which changes the program.
  const used = JSON.stringify(helpersOf(parsed.program));
  const spec: unknown = engine.precompile(parsed.program, options);
  if (typeof spec !== 'string') throw new Error('Handlebars compiled to something other than text.');
  return { code: `{ "helpers": ${used}, "spec": ${spec} }` };
}

/** What a text compiled at build time renders. */
export function compiledRendering({ spec, helpers: used }: CompiledText): Rendering {
  const render = engine.template(spec);
  const known = Object.fromEntries(
    used.flatMap((name): [string, Helper][] => {
      const helper = helpers[name];
      return helper === undefined ? [] : [[name, helper]];
    }),
  );
  return (data) => render(data, { helpers: known });
}

/** The names of helpers that stand anywhere in a program. */
function helpersOf(program: hbs.AST.Program): readonly string[] {
  const names = new Set<string>();
  class Names extends Handlebars.Visitor {
    override PathExpression(path: hbs.AST.PathExpression): void {
      names.add(path.original);
    }
  }
  new Names().accept(program);
  return Object.keys(helpers).filter((name) => names.has(name));
}

function parseText(
  text: string,
  file: string,
  scope: Scope,
): { readonly program: hbs.AST.Program } | { readonly problems: readonly Problem[] } {
  let program: hbs.AST.Program;
  try {
    program = engine.parse(text);
  } catch (error) {
    return { problems: [syntaxProblem(error, file)] };
  }
  const problems = fieldProblems(program, scope, vocabulary, file);
  return problems.length > 0 ? { problems } : { program };
}

function syntaxProblem(error: unknown, file: string): Problem {
  const text = error instanceof Error ? error.message : String(error);
  const line = /line (\d+)/.exec(text)?.[1];
  return wrong('TEMPLATE_SYNTAX', `The template cannot be read: ${text.split('\n').at(-1) ?? text}`, {
    file,
    ...(line === undefined ? {} : { pointer: `line ${line}` }),
    action: 'Correct the Handlebars expression; a literal {{ is written \\{{.',
  });
}

/** A helper whose refusals say where in the text it was called. */
function located(helper: Helper): Helper {
  return function (this: unknown, ...args) {
    try {
      return Reflect.apply(helper, this, args);
    } catch (error) {
      if (!(error instanceof UnwritableValue) || error.place !== undefined) throw error;
      throw new UnwritableValue(error.message, placeOf(args.at(-1)));
    }
  };
}

/** Handlebars passes the place of a call in the options of a helper. */
function placeOf(options: unknown): string | undefined {
  const [line, column] = ['/loc/start/line', '/loc/start/column'].map(
    (pointer) => lookUp(options, pointer)[0]?.value,
  );
  return typeof line === 'number' && typeof column === 'number'
    ? `line ${line}, column ${column + 1}`
    : undefined;
}

/** The loop of Handlebars passes over what is missing; here a template must not name what is not there. */
function demandingEach(each: Handlebars.HelperDelegate | undefined): Helper {
  return function (this: unknown, ...args) {
    const [list] = args;
    if (typeof list !== 'object' || list === null) throw new UnwritableValue('{{#each}} expected a list');
    return each === undefined ? '' : String(Reflect.apply(each, this, args));
  };
}
