// Props are plain JSON, so a closed part of TypeScript is enough: texts, numbers, booleans, null, literals, lists, records,
// interfaces, and unions of these. Everything else is refused with the place it stands at.
import ts from 'typescript';
import { defaultOf } from './default-of.ts';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Refuse = (node: ts.Node, what: string) => void;

/** The JSON Schema (draft 2020-12) of the props of a construct. What `refuse` was told of is `{}` in it. */
export function schemaOf(
  checker: ts.TypeChecker,
  props: ts.Type,
  construct: string,
  refuse: Refuse,
): JsonSchema {
  return new SchemaWriter(checker, refuse).document(props, construct);
}

class SchemaWriter {
  private readonly definitions = new Map<string, JsonSchema>();
  private readonly checker: ts.TypeChecker;
  private readonly refuse: Refuse;

  constructor(checker: ts.TypeChecker, refuse: Refuse) {
    this.checker = checker;
    this.refuse = refuse;
  }

  document(props: ts.Type, construct: string): JsonSchema {
    const root = this.object(props);
    return {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `Props of ${construct}`,
      ...root,
      ...(this.definitions.size === 0
        ? {}
        : { $defs: Object.fromEntries([...this.definitions].sort(byName)) }),
    };
  }

  private object(type: ts.Type): JsonSchema {
    const properties = type.getProperties();
    const required = properties.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional));
    return {
      type: 'object',
      additionalProperties: false,
      ...(required.length === 0 ? {} : { required: required.map(({ name }) => name) }),
      properties: Object.fromEntries(properties.map((prop) => [prop.name, this.property(prop)])),
    };
  }

  private property(symbol: ts.Symbol): JsonSchema {
    const node = symbol.declarations?.[0];
    const description = oneLine(ts.displayPartsToString(symbol.getDocumentationComment(this.checker)));
    const tag = symbol.getJsDocTags(this.checker).find(({ name }) => name === 'default');
    const fallback = tag === undefined ? undefined : defaultOf(oneLine(ts.displayPartsToString(tag.text)));
    const told = [description, fallback?.kind === 'words' ? `Otherwise: ${fallback.text}.` : ''];
    const text = told.filter((part) => part !== '').join(' ');
    return {
      ...(text === '' ? {} : { description: text }),
      ...(fallback?.kind === 'value' ? { default: fallback.value } : {}),
      ...(node === undefined ? {} : this.schema(this.checker.getTypeOfSymbol(symbol), node)),
    };
  }

  private schema(type: ts.Type, node: ts.Node): JsonSchema {
    const name = nameOf(type);
    if (name === undefined) return this.unnamed(type, node);
    if (!this.definitions.has(name)) {
      // Noted before it is written: a type may hold itself.
      this.definitions.set(name, {});
      this.definitions.set(name, this.unnamed(type, node));
    }
    return { $ref: `#/$defs/${name}` };
  }

  private unnamed(type: ts.Type, node: ts.Node): JsonSchema {
    if (type.isUnion()) return this.union(type.types, node);
    return this.literal(type) ?? this.list(type, node) ?? this.data(type, node) ?? this.refused(type, node);
  }

  private union(types: readonly ts.Type[], node: ts.Node): JsonSchema {
    const given = types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    if (given.length > 1 && given.every((type) => type.isStringLiteral() || type.isNumberLiteral()))
      return {
        enum: given.map((type) => (type.isStringLiteral() || type.isNumberLiteral() ? type.value : null)),
      };
    const isBoolean = ({ flags }: ts.Type): boolean => (flags & ts.TypeFlags.BooleanLiteral) !== 0;
    const parts = given.filter((type) => !isBoolean(type)).map((type) => this.schema(type, node));
    const booleans = given.filter(isBoolean);
    if (booleans.length === 2) parts.push({ type: 'boolean' });
    else parts.push(...booleans.map((type) => this.schema(type, node)));
    const [only, ...others] = parts;
    return only !== undefined && others.length === 0 ? only : { anyOf: parts };
  }

  private literal(type: ts.Type): JsonSchema | undefined {
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (type.flags & ts.TypeFlags.BooleanLiteral)
      return { const: this.checker.typeToString(type) === 'true' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    return undefined;
  }

  private list(type: ts.Type, node: ts.Node): JsonSchema | undefined {
    if (!isReference(type) || !(this.checker.isArrayType(type) || this.checker.isTupleType(type)))
      return undefined;
    const [item, ...others] = this.checker.getTypeArguments(type);
    if (item === undefined) return this.refused(type, node);
    if (this.checker.isArrayType(type)) return { type: 'array', items: this.schema(item, node) };
    const items = [item, ...others].map((one) => this.schema(one, node));
    return {
      type: 'array',
      prefixItems: items,
      minItems: items.length,
      maxItems: items.length,
      items: false,
    };
  }

  private data(type: ts.Type, node: ts.Node): JsonSchema | undefined {
    const isData =
      (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
      !type.isClass() &&
      type.getCallSignatures().length + type.getConstructSignatures().length === 0 &&
      type.getProperties().every(({ flags }) => !(flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)));
    if (!isData) return undefined;
    const values = type.getStringIndexType();
    if (values !== undefined) return { type: 'object', additionalProperties: this.schema(values, node) };
    return this.object(type);
  }

  private refused(type: ts.Type, node: ts.Node): JsonSchema {
    this.refuse(
      node,
      `${ts.isPropertySignature(node) ? node.name.getText() : 'it'} holds ${this.checker.typeToString(type)}, which is ` +
        'not plain JSON: pass data, and constructs as arguments of their own',
    );
    return {};
  }
}

/** The name under which a type is defined once: that of an interface, or of an alias of data that may hold itself. */
function nameOf(type: ts.Type): string | undefined {
  const { aliasSymbol } = type;
  if (aliasSymbol !== undefined && type.aliasTypeArguments === undefined) return aliasSymbol.name;
  return isOwnInterface(type) ? type.symbol.name : undefined;
}

/** Whether the type is an interface of our sources, not of the language. */
export function isOwnInterface(type: ts.Type): boolean {
  const declared = type.getSymbol()?.declarations?.[0];
  return (
    declared !== undefined &&
    ts.isInterfaceDeclaration(declared) &&
    !declared.getSourceFile().isDeclarationFile
  );
}

/** Whether the type has arguments, as lists do. */
export function isReference(type: ts.Type): type is ts.TypeReference {
  return 'target' in type;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
