import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Derives the google provider's schema from its TypeScript bindings, in the shape of
 * `terraform providers schema -json`.
 *
 * The generated JavaScript says of every argument its name, its type and whether it is a block; the type
 * definitions say whether it is required; the getters say what the provider computes. What cannot be
 * derived: value rules, conflicts, what forces a replacement, and most of "optional and computed".
 */

type Type =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly [string, Type]
  // eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- a Record would be circular
  | readonly ['object', { readonly [name in string]: Type }];

interface Attribute {
  readonly type: Type;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

interface NestedBlock {
  readonly nesting_mode: string;
  readonly min_items?: 1;
  readonly max_items?: 1;
  readonly block: Block;
}

interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly block_types: Readonly<Record<string, NestedBlock>>;
}

interface Schema {
  readonly version: 0;
  readonly block: Block;
}

/** The schema document of one provider. */
export interface SchemaDocument {
  readonly format_version: '1.0';
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly provider: Schema;
        readonly resource_schemas: Readonly<Record<string, Schema>>;
        readonly data_source_schemas: Readonly<Record<string, Schema>>;
      }
    >
  >;
}

/** One argument as the bindings' HCL mapper describes it. */
interface Argument {
  readonly name: string;
  readonly mapper: string;
  readonly isBlock: boolean;
  readonly kind: string;
  readonly storage: string;
}

/** One value that can be read from a resource. */
interface Getter {
  readonly name: string;
  readonly type: string;
  readonly isSet: boolean;
}

const bindings = join(
  dirname(createRequire(import.meta.url).resolve('@cdktf/provider-google/package.json')),
  'lib',
);

/** Arguments that the provider fills in when they are left out; the rule fits the types we use. */
const filledIn = new Set(['id', 'project', 'region', 'location', 'zone']);

/**
 * Derives the schema of the resources and data sources in the bindings.
 *
 * @param only folders of the bindings, for instance `storage-bucket`; all without
 */
export function deriveSchema(only?: ReadonlySet<string>): SchemaDocument {
  let provider: Schema = { version: 0, block: { attributes: {}, block_types: {} } };
  const resources: Record<string, Schema> = {};
  const dataSources: Record<string, Schema> = {};
  for (const folder of readdirSync(bindings).sort()) {
    const source = join(bindings, folder, 'index.js');
    if (!existsSync(source) || only?.has(folder) === false) continue;
    const file = new BindingFile(
      readFileSync(source, 'utf8'),
      readFileSync(join(bindings, folder, 'index.d.ts'), 'utf8'),
    );
    const { terraformType, base } = file;
    if (terraformType === undefined) continue;
    if (base === 'TerraformProvider') provider = file.schema();
    else if (base === 'TerraformDataSource') dataSources[terraformType] = file.schema();
    else resources[terraformType] = file.schema();
  }
  return {
    format_version: '1.0',
    provider_schemas: {
      'hashicorp/google': { provider, resource_schemas: resources, data_source_schemas: dataSources },
    },
  };
}

/** One generated file of the bindings: a resource, data source or provider with its nested structures. */
class BindingFile {
  readonly terraformType: string | undefined;
  readonly base: string | undefined;
  private readonly className: string;
  private readonly mappers = new Map<string, Argument[]>();
  private readonly optional = new Map<string, Map<string, boolean>>();
  private readonly classes = new Map<string, { base: string; getters: Getter[]; body: string }>();

  constructor(javascript: string, definitions: string) {
    const named = /^(\w+)\.tfResourceType = "(\w+)"/m.exec(javascript);
    this.className = named?.[1] ?? '';
    this.terraformType = named?.[2];
    for (const [body, name] of javascript.matchAll(/^function (\w+)ToHclTerraform\(struct\) \{[\s\S]*?^\}/gm))
      this.mappers.set(name ?? '', argumentsOf(body));
    for (const [, name, base, body] of javascript.matchAll(
      /^class (\w+) extends cdktf\.(\w+) \{([\s\S]*?)^\}/gm,
    ))
      this.classes.set(name ?? '', { base: base ?? '', getters: gettersOf(body ?? ''), body: body ?? '' });
    for (const [, name, body] of definitions.matchAll(/^export interface (\w+)[^{]*\{([\s\S]*?)^\}/gm))
      this.optional.set(name ?? '', optionalProps(body ?? ''));
    this.base = this.classes.get(this.className)?.base;
  }

  schema(): Schema {
    const body = this.classes.get(this.className)?.body ?? '';
    const own = /synthesizeHclAttributes\(\) \{[\s\S]*?^ {4}\}/m.exec(body)?.[0] ?? '';
    return { version: 0, block: this.block(argumentsOf(own), `${this.className}Config`, this.className) };
  }

  private block(args: readonly Argument[], props: string, className: string): Block {
    const attributes: Record<string, Attribute> = {};
    const blocks: Record<string, NestedBlock> = {};
    for (const argument of args) {
      const required = this.optional.get(props)?.get(argument.name) === false;
      if (argument.isBlock) blocks[argument.name] = this.nested(argument, required);
      else
        attributes[argument.name] = {
          type: attributeType(argument),
          ...(required ? { required: true } : { optional: true }),
          ...(!required && props.endsWith('Config') && filledIn.has(argument.name) ? { computed: true } : {}),
        };
    }
    const readable = this.classes.get(className) ?? this.classes.get(`${className}OutputReference`);
    for (const getter of readable?.getters ?? [])
      if (!(getter.name in attributes) && !(getter.name in blocks))
        attributes[getter.name] = { type: this.getterType(getter), computed: true };
    return { attributes, block_types: blocks };
  }

  private nested(argument: Argument, required: boolean): NestedBlock {
    const structure = argument.storage.replace(/List$|Map$/, '');
    const mapper = /(\w+)ToHclTerraform/.exec(argument.mapper)?.[1] ?? '';
    const block = this.block(this.mappers.get(mapper) ?? [], structure, structure);
    if (argument.kind === 'struct') return { nesting_mode: 'single', block };
    return {
      nesting_mode: argument.kind,
      ...(required ? { min_items: 1 } : {}),
      ...(argument.mapper.includes('listMapperHcl') ? {} : { max_items: 1 }),
      block,
    };
  }

  private getterType({ type, isSet }: Getter): Type {
    const plain = getterTypes[type];
    if (plain !== undefined) return plain;
    const structure = type.replace(/List$|Map$|OutputReference$/, '');
    if (type.endsWith('Map')) return ['map', this.objectType(structure)];
    if (type.endsWith('List') || this.classes.get(type)?.base === 'ComplexList')
      return [isSet ? 'set' : 'list', this.objectType(structure)];
    return this.objectType(structure);
  }

  private objectType(structure: string): Type {
    const getters = this.classes.get(`${structure}OutputReference`)?.getters ?? [];
    return ['object', Object.fromEntries(getters.map((getter) => [getter.name, this.getterType(getter)]))];
  }
}

const primitives: Readonly<Record<string, Type>> = { string: 'string', number: 'number', boolean: 'bool' };

const getterTypes: Readonly<Record<string, Type>> = {
  String: 'string',
  Number: 'number',
  Boolean: 'bool',
  List: ['list', 'string'],
  NumberList: ['list', 'number'],
  StringMap: ['map', 'string'],
  NumberMap: ['map', 'number'],
  BooleanMap: ['map', 'bool'],
  AnyMap: ['map', 'string'],
  StringMapList: ['list', ['map', 'string']],
};

function argumentsOf(source: string): Argument[] {
  const pattern =
    /^\s+"?([a-z0-9_]+)"?: \{\n\s+value: (.*),\n\s+isBlock: (true|false),\n\s+type: "(\w+)",\n\s+storageClassType: "(\w+)",/gm;
  return [...source.matchAll(pattern)].map(
    ([, name = '', mapper = '', isBlock, kind = '', storage = '']) => ({
      name,
      mapper,
      isBlock: isBlock === 'true',
      kind,
      storage,
    }),
  );
}

function attributeType({ kind, storage }: Argument): Type {
  if (kind === 'simple') return primitives[storage] ?? 'dynamic';
  const element = /^(string|number|boolean)/.exec(storage)?.[1];
  return [kind, primitives[element ?? ''] ?? 'dynamic'];
}

function gettersOf(body: string): Getter[] {
  const plain = [...body.matchAll(/return this\.get(\w+)Attribute\('(\w+)'\)/g)].map(
    ([, type = '', name = '']) => ({ name, type, isSet: false }),
  );
  const nested = [
    ...body.matchAll(/this\._\w+ = new (?:cdktf\.)?(\w+)\(this, "(\w+)"(?:, (true|false))?\)/g),
  ].map(([, type = '', name = '', isSet]) => ({ name, type, isSet: isSet === 'true' }));
  return [...plain, ...nested];
}

/** Terraform name of every prop of an interface, from the link in its comment, and whether it is optional. */
function optionalProps(body: string): Map<string, boolean> {
  const pattern = /#(\w+) [\w#]+\}\s*\n(?:[^\n]*\n)*?\s+readonly \w+(\?)?: [^;]+;/g;
  return new Map([...body.matchAll(pattern)].map(([, name = '', mark]) => [name, mark === '?']));
}
