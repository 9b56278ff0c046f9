import type { Problem } from '#catalog/problem.ts';
import { closest } from '#catalog/text/closest.ts';
import { wrong } from '../problems.ts';
import { anyShape, fieldOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** The fields that a text may name: those of the plan, and the item of a `forEach`. */
export interface Scope {
  readonly plan: Shape;
  /** Inputs that the template's manifest declares. */
  readonly inputs: readonly string[];
  readonly items: ReadonlyMap<string, Shape>;
}

/** The helpers a text may call. */
export interface Vocabulary {
  readonly writers: readonly string[];
  readonly expressions: readonly string[];
}

/** Arguments written `name=value`, by helper. */
const OPTIONS: Readonly<Record<string, string>> = { yamlBlock: 'indent', number: 'decimals' };

const LOOP_VARIABLES = ['index', 'first', 'last', 'key'];

/** The tree as the parser makes it: its published types leave out that these may be missing. */
type Mustache = Omit<hbs.AST.MustacheStatement, 'hash'> & { readonly hash?: hbs.AST.Hash };
type Program = Omit<hbs.AST.Program, 'blockParams'> & { readonly blockParams?: readonly string[] };
type Block = Omit<hbs.AST.BlockStatement, 'program' | 'inverse'> & {
  readonly program: Program;
  readonly inverse?: Program;
};

const isMustache = (node: hbs.AST.Node): node is Mustache => node.type === 'MustacheStatement';
const isBlock = (node: hbs.AST.Node): node is Block => node.type === 'BlockStatement';
const isPath = (node: hbs.AST.Node): node is hbs.AST.PathExpression => node.type === 'PathExpression';
const isCall = (node: hbs.AST.Node): node is hbs.AST.SubExpression => node.type === 'SubExpression';

/** Where the walk stands: what `this` is, what surrounds it, and the names bound by `as |name|`. */
interface Place {
  readonly current: Shape;
  readonly outer: readonly Shape[];
  readonly names: ReadonlyMap<string, Shape>;
}

/**
 * Everything in a parsed text that is not allowed: fields that do not exist, values written without saying where they
 * land, helpers and constructs outside the vocabulary. Each problem has line and column.
 */
export function fieldProblems(
  program: hbs.AST.Program,
  scope: Scope,
  vocabulary: Vocabulary,
  file: string,
): readonly Problem[] {
  const walk = new Walk(scope, vocabulary, file);
  walk.program(program, { current: scope.plan, outer: [], names: scope.items });
  return walk.problems;
}

class Walk {
  readonly problems: Problem[] = [];
  readonly #scope: Scope;
  readonly #vocabulary: Vocabulary;
  readonly #file: string;

  constructor(scope: Scope, vocabulary: Vocabulary, file: string) {
    this.#scope = scope;
    this.#vocabulary = vocabulary;
    this.#file = file;
  }

  program(program: Program, place: Place): void {
    for (const statement of program.body) {
      if (isMustache(statement)) this.#mustache(statement, place);
      else if (isBlock(statement)) this.#block(statement, place);
      else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement')
        this.#report(statement, 'Partials and decorators are not available.', 'if, unless, each and writers');
    }
  }

  #mustache(node: Mustache, place: Place): void {
    const name = isPath(node.path) ? node.path.original : '';
    const { writers } = this.#vocabulary;
    if (!node.escaped) {
      this.#report(node, 'Three braces are not available.', `{{<writer> ${name}}}`);
      return;
    }
    if (!writers.includes(name)) {
      const bare = node.params.length === 0 && !this.#vocabulary.expressions.includes(name);
      const what = bare ? `{{${name}}} does not say where the value lands.` : `'${name}' is no writer.`;
      this.#report(
        node,
        what,
        `one of: ${writers.join(', ')}`,
        `Write {{yaml ${name}}}, {{md ${name}}}, … .`,
      );
      return;
    }
    if (node.params.length !== 1) this.#report(node, `{{${name}}} takes one value.`, `{{${name} value}}`);
    for (const pair of node.hash?.pairs ?? []) {
      if (OPTIONS[name] !== pair.key)
        this.#report(pair, `{{${name}}} has no option '${pair.key}'.`, OPTIONS[name] ?? 'no option');
    }
    for (const param of node.params) this.#value(param, place);
  }

  #block(node: Block, place: Place): void {
    const name = node.path.original;
    if (name !== 'if' && name !== 'unless' && name !== 'each') {
      this.#report(node, `There is no block '${name}'.`, 'one of: if, unless, each');
      return;
    }
    const [subject] = node.params;
    if (subject === undefined || node.params.length > 1) {
      this.#report(node, `{{#${name}}} takes one value.`, `{{#${name} value}}`);
      return;
    }
    const shape = this.#value(subject, place);
    const inside = name === 'each' ? this.#loop(node, shape, place) : place;
    this.program(node.program, inside);
    if (node.inverse !== undefined) this.program(node.inverse, place);
  }

  #loop(node: Block, list: Shape, place: Place): Place {
    if (list.kind === 'object')
      this.#report(node, '{{#each}} needs a list.', 'a list of the plan, or an object of any fields');
    const item = list.kind === 'list' ? list.item() : anyShape;
    const [itemName, keyName] = node.program.blockParams ?? [];
    const names = new Map(place.names);
    if (itemName !== undefined) names.set(itemName, item);
    if (keyName !== undefined) names.set(keyName, anyShape);
    return { current: item, outer: [place.current, ...place.outer], names };
  }

  #value(node: hbs.AST.Node, place: Place): Shape {
    if (isPath(node)) return this.#path(node, place);
    if (isCall(node)) return this.#call(node, place);
    return anyShape;
  }

  #call(node: hbs.AST.SubExpression, place: Place): Shape {
    const name = node.path.original;
    const { expressions } = this.#vocabulary;
    if (!expressions.includes(name))
      this.#report(node, `There is no '${name}' to compute with.`, `one of: ${expressions.join(', ')}`);
    const [first = anyShape] = node.params.map((param) => this.#value(param, place));
    return name === 'where' ? first : anyShape;
  }

  #path(node: hbs.AST.PathExpression, place: Place): Shape {
    const parts = node.parts;
    if (node.data) {
      if (parts.length !== 1 || !LOOP_VARIABLES.includes(parts[0] ?? ''))
        this.#report(
          node,
          `There is no ${node.original}.`,
          `one of: ${LOOP_VARIABLES.map((name) => `@${name}`).join(', ')}`,
        );
      return anyShape;
    }
    const [head = '', ...rest] = parts;
    const local = node.depth === 0 && !/^(this|\.)/.test(node.original) ? place.names.get(head) : undefined;
    if (local !== undefined) return this.#walk(node, local, rest);
    const start = node.depth === 0 ? place.current : place.outer[node.depth - 1];
    if (start === undefined) {
      this.#report(node, `${node.original} leaves the outermost block.`, 'a field of the plan');
      return anyShape;
    }
    return this.#walk(node, start, parts);
  }

  #walk(node: hbs.AST.PathExpression, start: Shape, parts: readonly string[]): Shape {
    let shape = start;
    for (const [index, part] of parts.entries()) {
      const next = fieldOf(shape, part);
      if (next === undefined) {
        this.#unknownField(node, part, shape);
        return anyShape;
      }
      const isInput = shape === this.#scope.plan && part === 'inputs';
      const input = parts[index + 1];
      if (isInput && input !== undefined && !this.#scope.inputs.includes(input))
        this.#undeclaredInput(node, input);
      shape = next;
    }
    return shape;
  }

  #unknownField(node: hbs.AST.PathExpression, part: string, shape: Shape): void {
    const known = shape.kind === 'object' ? [...shape.fields.keys()] : [];
    this.#report(
      node,
      `There is no field '${part}' in ${node.original}.`,
      known.length === 0 ? 'a value, which has no fields' : `one of: ${known.join(', ')}`,
      this.#meant(node, part, known),
    );
  }

  #meant(node: hbs.AST.PathExpression, part: string, known: readonly string[]): string | undefined {
    const near = closest(part, known);
    if (near !== undefined) return `Did you mean '${near}'?`;
    const ofPlan = part === node.parts[0] && fieldOf(this.#scope.plan, part) !== undefined;
    return ofPlan ? `Inside a loop the fields of the plan start with ../ : ../${node.original}` : undefined;
  }

  #undeclaredInput(node: hbs.AST.PathExpression, input: string): void {
    const { inputs } = this.#scope;
    this.#report(
      node,
      `The manifest does not declare the input '${input}'.`,
      inputs.length === 0 ? 'an input declared in template.yaml' : `one of: ${inputs.join(', ')}`,
      `Declare it below inputs/properties in template.yaml.`,
    );
  }

  #report(node: hbs.AST.Node, message: string, expected: string, action?: string): void {
    const { line, column } = node.loc.start;
    this.problems.push(
      wrong('TEMPLATE_FIELD', message, {
        file: this.#file,
        pointer: `line ${line}, column ${column + 1}`,
        expected,
        ...(action === undefined ? {} : { action }),
      }),
    );
  }
}
