import { isBuilt } from '../catalog.ts';
import type { CatalogIndex } from '../catalog.ts';
import type { Entry } from '../schema/generated/entry.ts';
import type { History } from '../schema/generated/types.ts';
import { canonicalJson } from '../selection/canonical.ts';
import { sha256 } from '../selection/sha256.ts';

/** A JSON document as it is written to a file. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** One entry as machines read it: all of it, with what writes it and the history of that. */
export function entryDocument(
  entry: Entry,
  { templates }: CatalogIndex,
  histories: ReadonlyMap<string, History>,
): object {
  const template = templates.find(({ manifest }) => manifest.id === entry.implementedBy?.template);
  const history = histories.get(entry.implementedBy?.template ?? '');
  return {
    entry,
    digest: digestOf(entry),
    status: isBuilt(entry) ? 'built' : 'planned',
    template:
      template === undefined
        ? null
        : { digest: template.digest, manifest: template.manifest, files: template.files.length },
    history:
      history?.versions.map(({ version, released, digest }) => ({
        version,
        released: released ?? null,
        digest,
      })) ?? [],
  };
}

/** Digest of what an entry advises, whatever the order its keys were written in. */
function digestOf(entry: Entry): string {
  return sha256(canonicalJson(entry));
}

/** The small document from which everything else is found. */
export function indexDocument(catalog: CatalogIndex, schemas: readonly string[]): object {
  return {
    indexVersion: 1,
    catalogVersion: catalog.version,
    digest: catalog.digest,
    priceBookDate: catalog.priceBookDate,
    schemas: Object.fromEntries(schemas.map((name) => [name, `schema/${name}.schema.json`])),
    entries: catalog.entries.map((entry) => ({
      id: entry.id,
      kind: entry.kind,
      family: entry.family,
      status: isBuilt(entry) ? 'built' : 'planned',
      lifecycle: entry.lifecycle,
      name: entry.name,
      digest: digestOf(entry),
      version:
        catalog.templates.find(({ manifest }) => manifest.id === entry.implementedBy?.template)?.manifest
          .version ?? null,
      document: `entries/${entry.id}.json`,
      page: `entries/${entry.id}.html`,
    })),
  };
}

/** The site in plain text, for language models: what is here and where (the llms.txt convention). */
export function llmsText(catalog: CatalogIndex): string {
  const line = ({ id, name, summary }: Entry): string =>
    `- [${plain(name.en)}](entries/${id}.json): ${plain(summary.en)}`;
  const built = catalog.entries.filter(isBuilt);
  const planned = catalog.entries.filter((entry) => !isBuilt(entry));
  return `# Toltek Toolbox

> A catalog of AI use cases for small and medium companies: what each needs, costs, takes and obliges to, and templates that generate a complete client repository for those that are built. Catalog ${catalog.version}, prices of ${catalog.priceBookDate}. Legal classes are not legally reviewed.

From a diagnostic (schema/diagnostic.schema.json), \`toltek select diagnostic.json --json\` ranks the use cases a client was asked about and chooses a package; \`toltek new DIR --diagnostic diagnostic.json\` writes the client's repository. Every command takes --json.

## Documents

- [Index](index.json): every entry with its digest, and where its document and page are
- [Diagnostic](schema/diagnostic.schema.json): JSON Schema of what is known of a client
- [Selection](schema/selection.schema.json): JSON Schema of what is advised on it
- [Entry](schema/entry.schema.json): JSON Schema of an entry

## Built: can be generated today

${built.map(line).join('\n')}

## Planned: can be advised and ranked

${planned.map(line).join('\n')}
`;
}

/** Text of a catalog on one line, without characters that Markdown reads. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[[\]()<>`]/g, (character) => `\\${character}`);
}
