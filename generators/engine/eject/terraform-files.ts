// The configuration that the cdktf program wrote, as files of Terraform's own language: one per part of the program, and what
// belongs to all of them apart. The addresses are the same, so the state does not know the difference.
import { refuseAny, wrong } from '../problems.ts';
import type { Problem } from '#catalog/problem.ts';
import type { HclAttribute, HclBlock, HclBody, HclValue } from './hcl.ts';
import { expression, hclFile, template } from './hcl.ts';
import type { BlockSchema, Schemas } from './schema.ts';
import { fields } from './schema.ts';

/** One file of Terraform's language. */
export interface TerraformFile {
  readonly name: string;
  readonly text: string;
  /** How many resources and data sources it holds. */
  readonly resources: number;
}

/** What the files are made from. */
export interface Ejection {
  /** The configuration in JSON. */
  readonly configuration: unknown;
  /** What it lies in, for messages. */
  readonly file: string;
  readonly schemas: Schemas;
}

const known = new Set(['//', 'terraform', 'provider', 'resource', 'data', 'output', 'locals', 'variable']);

/**
 * The files of one environment.
 *
 * @throws InputError when the configuration holds what cannot be written faithfully; each with its place
 */
export function terraformFiles({ configuration, file, schemas }: Ejection): TerraformFile[] {
  const document = fields(configuration);
  const problems: Problem[] = Object.keys(document)
    .filter((name) => !known.has(name))
    .map((name) => unwritable(file, name, 'a block of this kind is not written here'));
  const writer = new ConfigurationWriter(document, file, schemas, problems);
  const files = writer.files();
  refuseAny(problems);
  return files;
}

function unwritable(file: string, path: string, message: string): Problem {
  return wrong('NOT_EJECTABLE', `${path}: ${message}.`, {
    file,
    pointer: `/${path.replaceAll('.', '/')}`,
    expected: 'resources, data sources, outputs, locals and variables, as the constructs make them',
    action: 'Take it out of the program, eject, and write it in the Terraform files by hand.',
  });
}

/** What becomes a variable: the same in every resource, and what differs between environments. */
const variables: Readonly<Record<string, string>> = {
  project: 'Google Cloud project that everything is in.',
  region: 'Region of regional resources.',
};

class ConfigurationWriter {
  private readonly document: Readonly<Record<string, unknown>>;
  private readonly file: string;
  private readonly schemas: Schemas;
  private readonly problems: Problem[];
  private readonly values: ReadonlyMap<string, string>;

  constructor(
    document: Readonly<Record<string, unknown>>,
    file: string,
    schemas: Schemas,
    problems: Problem[],
  ) {
    this.document = document;
    this.file = file;
    this.schemas = schemas;
    this.problems = problems;
    const [google] = listOf(fields(document['provider'])['google']);
    this.values = new Map(
      Object.keys(variables).flatMap((name): [string, string][] => {
        const value = fields(google)[name];
        return typeof value === 'string' && !value.includes('${') ? [[name, value]] : [];
      }),
    );
  }

  files(): TerraformFile[] {
    const bySubject = this.subjects();
    return [
      this.shared('versions.tf', [this.terraformBlock()]),
      this.shared('providers.tf', this.providerBlocks()),
      this.shared('variables.tf', this.variableBlocks()),
      { name: 'terraform.tfvars', text: this.variableValues(), resources: 0 },
      this.shared('locals.tf', this.localBlocks()),
      ...[...bySubject]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, blocks]) => ({ name, text: hclFile(blocks), resources: blocks.length })),
      this.shared('outputs.tf', this.outputBlocks()),
    ].filter(({ text }) => text !== '');
  }

  private shared(name: string, blocks: readonly HclBlock[]): TerraformFile {
    return { name, text: hclFile(blocks), resources: 0 };
  }

  /** Resources and data sources by the file they go to: named after the part of the program that made them. */
  private subjects(): Map<string, HclBlock[]> {
    const files = new Map<string, HclBlock[]>();
    for (const kind of ['data', 'resource'] as const)
      for (const [type, named] of Object.entries(fields(this.document[kind])))
        for (const [name, body] of Object.entries(fields(named))) {
          const subject = subjectOf(body);
          const block = { type: kind, labels: [type, name], body: this.resourceBody(kind, type, name, body) };
          files.set(subject, [...(files.get(subject) ?? []), block]);
        }
    return files;
  }

  private resourceBody(kind: string, type: string, name: string, rendered: unknown): HclBody {
    const schema =
      this.schemas.get(`${kind} ${type}`) ?? (type === 'terraform_data' ? { blocks: new Map() } : undefined);
    const at = `${kind}.${type}.${name}`;
    if (schema === undefined) {
      this.problems.push(unwritable(this.file, at, 'its provider gave no schema of this type'));
      return { attributes: [], blocks: [] };
    }
    const { depends_on: after, lifecycle, provider, provisioner, connection, ...body } = fields(rendered);
    if (provisioner !== undefined || connection !== undefined)
      this.problems.push(unwritable(this.file, at, 'provisioners are not written here'));
    const own = this.body(body, schema, at);
    return {
      attributes: [
        ...(typeof provider === 'string' ? [{ name: 'provider', text: reference(provider) }] : []),
        ...own.attributes,
        ...(after === undefined ? [] : [{ name: 'depends_on', text: references(after) }]),
      ],
      blocks: [
        ...own.blocks,
        ...(lifecycle === undefined ? [] : [this.lifecycleBlock(fields(lifecycle), at)]),
      ],
    };
  }

  private body(body: Readonly<Record<string, unknown>>, schema: BlockSchema, at: string): HclBody {
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    for (const [name, value] of Object.entries(body)) {
      if (name === '//' || value === null || value === undefined) continue;
      const inner = schema.blocks.get(name);
      if (name === 'dynamic') blocks.push(...this.dynamicBlocks(fields(value), schema, at));
      else if (inner === undefined)
        attributes.push({ name, text: this.attribute(name, value, `${at}.${name}`) });
      else
        for (const item of listOf(value))
          blocks.push({ type: name, labels: [], body: this.body(fields(item), inner, `${at}.${name}`) });
    }
    return { attributes, blocks };
  }

  private attribute(name: string, value: unknown, at: string): string {
    const variable = [...this.values].find(([key, same]) => same === value && isPlaceOf(key, name));
    return variable === undefined ? expression(this.data(value, at)) : `var.${variable[0]}`;
  }

  private dynamicBlocks(
    dynamic: Readonly<Record<string, unknown>>,
    schema: BlockSchema,
    at: string,
  ): HclBlock[] {
    return Object.entries(dynamic).flatMap(([name, rendered]) =>
      listOf(rendered).map((one): HclBlock => {
        const { for_each: each, iterator, content } = fields(one);
        const inner = schema.blocks.get(name) ?? { blocks: new Map() };
        return {
          type: 'dynamic',
          labels: [name],
          body: {
            attributes: [
              { name: 'for_each', text: expression(this.data(each, `${at}.dynamic.${name}`)) },
              ...(typeof iterator === 'string' ? [{ name: 'iterator', text: iterator }] : []),
            ],
            blocks: [
              { type: 'content', labels: [], body: this.body(fields(content), inner, `${at}.${name}`) },
            ],
          },
        };
      }),
    );
  }

  private lifecycleBlock(lifecycle: Readonly<Record<string, unknown>>, at: string): HclBlock {
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    for (const [name, value] of Object.entries(lifecycle))
      if (name === 'precondition' || name === 'postcondition')
        for (const item of listOf(value))
          blocks.push({ type: name, labels: [], body: this.body(fields(item), { blocks: new Map() }, at) });
      else
        attributes.push({
          name,
          text:
            name === 'ignore_changes' || name === 'replace_triggered_by' ? references(value) : String(value),
        });
    return { type: 'lifecycle', labels: [], body: { attributes, blocks } };
  }

  private terraformBlock(): HclBlock {
    const { backend, required_providers: providers, ...rest } = fields(this.document['terraform']);
    for (const name of Object.keys(rest).filter((key) => key !== 'required_version'))
      this.problems.push(unwritable(this.file, `terraform.${name}`, 'is not written here'));
    const attributes = Object.entries(fields(providers)).map(([name, value]) => ({
      name,
      text: expression(this.data(value, `terraform.required_providers.${name}`)),
    }));
    return {
      type: 'terraform',
      labels: [],
      body: {
        attributes: [],
        blocks: [
          { type: 'required_providers', labels: [], body: { attributes, blocks: [] } },
          ...Object.entries(fields(backend)).map(([kind, body]) => ({
            type: 'backend',
            labels: [kind],
            body: this.body(fields(body), { blocks: new Map() }, 'terraform.backend'),
          })),
        ],
      },
    };
  }

  private providerBlocks(): HclBlock[] {
    return Object.entries(fields(this.document['provider'])).flatMap(([name, configured]) =>
      listOf(configured).map((one) => ({
        type: 'provider',
        labels: [name],
        body: this.body(fields(one), { blocks: new Map() }, `provider.${name}`),
      })),
    );
  }

  private variableBlocks(): HclBlock[] {
    return [...this.values.keys()].map((name) => ({
      type: 'variable',
      labels: [name],
      body: {
        attributes: [
          { name: 'description', text: template(variables[name] ?? '') },
          { name: 'type', text: 'string' },
        ],
        blocks: [],
      },
    }));
  }

  private variableValues(): string {
    const width = Math.max(0, ...[...this.values.keys()].map((name) => name.length));
    return [...this.values].map(([name, value]) => `${name.padEnd(width)} = ${template(value)}\n`).join('');
  }

  private localBlocks(): HclBlock[] {
    const attributes = Object.entries(fields(this.document['locals'])).map(([name, value]) => ({
      name,
      text: expression(this.data(value, `locals.${name}`)),
    }));
    return attributes.length === 0 ? [] : [{ type: 'locals', labels: [], body: { attributes, blocks: [] } }];
  }

  private outputBlocks(): HclBlock[] {
    return Object.entries(fields(this.document['output'])).map(([name, rendered]) => {
      const { depends_on: after, ...body } = fields(rendered);
      const own = this.body(body, { blocks: new Map() }, `output.${name}`);
      return {
        type: 'output',
        labels: [name],
        body: {
          attributes: [
            ...own.attributes,
            ...(after === undefined ? [] : [{ name: 'depends_on', text: references(after) }]),
          ],
          blocks: [],
        },
      };
    });
  }

  /** The value as data; complains of what is none. */
  private data(value: unknown, at: string): HclValue {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    if (Array.isArray(value)) return value.map((item: unknown, index) => this.data(item, `${at}.${index}`));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, this.data(inner, `${at}.${key}`)]),
      );
    if (value !== null && value !== undefined) this.problems.push(unwritable(this.file, at, 'is no data'));
    return null;
  }
}

/** Whether an argument of that name means what the variable means, so that an equal value is no coincidence. */
function isPlaceOf(variable: string, argument: string): boolean {
  return argument === variable || (variable === 'region' && argument === 'location');
}

/** The file a resource goes to: the second part of its construct's path, below the stack. */
function subjectOf(body: unknown): string {
  const path = fields(fields(fields(body)['//'])['metadata'])['path'];
  const part = typeof path === 'string' ? path.split('/')[1] : undefined;
  const name = (part ?? 'others').replaceAll(/[^\w-]/g, '-');
  return reserved.has(name) ? `${name}-part.tf` : `${name}.tf`;
}

const reserved = new Set(['versions', 'providers', 'variables', 'locals', 'outputs', 'state-moves']);

function references(value: unknown): string {
  const items = listOf(value).map((item) => reference(String(item)));
  if (value === 'all') return 'all';
  return items.length < 2
    ? `[${items.join('')}]`
    : ['[', ...items.map((item) => `  ${item},`), ']'].join('\n');
}

/** A reference without the `${…}` that the JSON form may put around it. */
function reference(text: string): string {
  return /^\$\{([^{}]*)\}$/.exec(text)?.[1] ?? text;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
