// Reads the props of the constructs from their sources: what each prop is called, may be, means, and is when left out.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type { Default } from './default-of.ts';
import { defaultOf } from './default-of.ts';
import type { JsonSchema } from './schema-of.ts';
import { isOwnInterface, isReference, schemaOf } from './schema-of.ts';

/** One prop of an interface. */
export interface Prop {
  readonly name: string;
  /** Its type as it is written in the source, without `readonly`. */
  readonly type: string;
  readonly optional: boolean;
  /** What it means: the first part of its comment, in one line. */
  readonly meaning: string;
  /** What holds when it is left out; of optional props only. */
  readonly default?: Default;
  /** The interface that declares it, for instance `MessagingProps`. */
  readonly declaredIn: string;
}

/** An interface of props: that of a construct, or one that is reached from it. */
export interface PropsInterface {
  readonly name: string;
  /** What it describes: its comment, in one line. */
  readonly meaning: string;
  readonly props: readonly Prop[];
}

/** The props of one construct. */
export interface ConstructProps {
  /** Folder of the construct, for instance `model-service`. */
  readonly folder: string;
  /** Class of the construct, for instance `ModelService`. */
  readonly construct: string;
  /** Its own interface first, then every other that is reached from it, in the order of their first mention. */
  readonly interfaces: readonly PropsInterface[];
  /** JSON Schema of the props. */
  readonly schema: JsonSchema;
}

/** What was read, and what breaks the rules of the house, each with file, line, and what to do. */
export interface ReadProps {
  readonly constructs: readonly ConstructProps[];
  readonly problems: readonly string[];
}

/** Reads the constructs of a folder: each folder in it whose `index.ts` exports a class with a parameter `props` or `args`. */
export function readProps(folder: string): ReadProps {
  const names = readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'index.ts')))
    .sort();
  const files = names.map((name) => path.join(folder, name, 'index.ts'));
  const program = ts.createProgram(files, options, sourcesOnly());
  const reader = new PropsReader(program.getTypeChecker(), folder);
  const constructs = names.map((name, index) => {
    const source = program.getSourceFile(files[index] ?? '');
    return source === undefined ? undefined : reader.construct(name, source);
  });
  return { constructs: constructs.filter((one) => one !== undefined), problems: reader.problems };
}

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
};

/** Resolves relative imports only: props are plain data of our own, and the bindings' definitions take seconds to read. */
function sourcesOnly(): ts.CompilerHost {
  return {
    ...ts.createCompilerHost(options),
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({
        resolvedModule: text.startsWith('.')
          ? { resolvedFileName: path.resolve(path.dirname(from), text), extension: ts.Extension.Ts }
          : undefined,
      })),
  };
}

class PropsReader {
  readonly problems: string[] = [];
  private readonly seen = new Set<string>();
  private readonly checker: ts.TypeChecker;
  private readonly folder: string;

  constructor(checker: ts.TypeChecker, folder: string) {
    this.checker = checker;
    this.folder = folder;
  }

  construct(folder: string, source: ts.SourceFile): ConstructProps | undefined {
    for (const node of source.statements) {
      if (!ts.isClassDeclaration(node) || node.name === undefined) continue;
      const parameter = node.members
        .find(ts.isConstructorDeclaration)
        ?.parameters.find(({ name }) => ['props', 'args'].includes(name.getText()));
      if (parameter === undefined) continue;
      const type = this.checker.getTypeAtLocation(parameter);
      return {
        folder,
        construct: node.name.text,
        interfaces: this.interfaces(type),
        schema: schemaOf(this.checker, type, node.name.text, (node, what) => {
          this.complain(node, what);
        }),
      };
    }
    this.complain(source, 'exports no class whose constructor takes "props" or "args"');
    return undefined;
  }

  /** The interface of a type, and those reached from it, each once. */
  private interfaces(root: ts.Type): PropsInterface[] {
    const found: PropsInterface[] = [];
    for (const type of this.reached(root)) {
      if (!isOwnInterface(type)) continue;
      found.push({
        name: type.symbol.name,
        meaning: this.meaningOf(type.symbol),
        props: type.getProperties().flatMap((prop) => this.prop(prop)),
      });
    }
    return found;
  }

  /** All types that a type is made of, itself first. */
  private reached(root: ts.Type): Set<ts.Type> {
    const found = new Set<ts.Type>();
    const visit = (type: ts.Type): void => {
      if (found.has(type)) return;
      found.add(type);
      partsOf(this.checker, type).forEach(visit);
    };
    visit(root);
    return found;
  }

  private prop(symbol: ts.Symbol): Prop[] {
    const node = symbol.declarations?.find(ts.isPropertySignature);
    if (node === undefined) return [];
    const optional = node.questionToken !== undefined;
    const meaning = this.meaningOf(symbol);
    const tag = symbol.getJsDocTags(this.checker).find(({ name }) => name === 'default');
    const fallback = tag === undefined ? undefined : defaultOf(oneLine(ts.displayPartsToString(tag.text)));
    if (meaning === '')
      this.complain(node, `${symbol.name} has no comment: say what it means, with its unit`);
    if (optional && fallback === undefined)
      this.complain(
        node,
        `${symbol.name} is optional and has no @default: write a literal, or "- " and what happens instead`,
      );
    if (fallback?.kind === 'unclear')
      this.complain(
        node,
        `@default of ${symbol.name} is ${fallback.text}: write a literal such as 'EU', or "- " and words`,
      );
    if (!optional && tag !== undefined)
      this.complain(
        node,
        `${symbol.name} is required and has a @default: make it optional, or drop the default`,
      );
    const parent = node.parent;
    return [
      {
        name: symbol.name,
        type: oneLine(this.typeText(node)),
        optional,
        meaning,
        ...(fallback === undefined ? {} : { default: fallback }),
        declaredIn: ts.isInterfaceDeclaration(parent) ? parent.name.text : '',
      },
    ];
  }

  /** A type of ours that is no interface is written out: a reader should not have to look it up. */
  private typeText(node: ts.PropertySignature): string {
    const written = node.type;
    if (written === undefined) return 'unknown';
    const symbol = ts.isTypeReferenceNode(written)
      ? this.checker.getSymbolAtLocation(written.typeName)
      : undefined;
    const target =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    const alias = target?.declarations?.find(ts.isTypeAliasDeclaration);
    const own = alias !== undefined && alias.typeParameters === undefined ? alias.type : written;
    return own
      .getText()
      .replaceAll('readonly ', '')
      .replace(/^\s*\| /, '');
  }

  private meaningOf(symbol: ts.Symbol): string {
    return oneLine(ts.displayPartsToString(symbol.getDocumentationComment(this.checker)));
  }

  private complain(node: ts.Node, what: string): void {
    const source = node.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const problem = `${path.relative(this.folder, source.fileName)}:${line + 1}: ${what}.`;
    if (!this.seen.has(problem)) this.problems.push(problem);
    this.seen.add(problem);
  }
}

/** The types a type is made of: members of a union, items of a list, values of a record, props of an object. */
function partsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  if (type.isUnionOrIntersection()) return type.types;
  if (isReference(type) && (checker.isArrayType(type) || checker.isTupleType(type)))
    return checker.getTypeArguments(type);
  const values = type.getStringIndexType();
  if (values !== undefined) return [values];
  return (type.flags & ts.TypeFlags.Object) === 0
    ? []
    : type.getProperties().map((prop) => checker.getTypeOfSymbol(prop));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
