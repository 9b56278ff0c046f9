import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Plan, Template } from '#catalog/schema/generated/types.ts';
import { refusal, wrong } from '../engine/problems.ts';
import type { TemplateReader } from '../engine/render/render.ts';
import { loadCatalog } from './adapters/catalog.ts';
import { adviceDigest, catalogDigest, templateDigest } from './adapters/catalog-digest.ts';
import { compiledTexts } from './adapters/compiled-texts.ts';
import { folderReader } from './adapters/files-templates.ts';
import { constructsFolder, templatesFolder } from './adapters/package-root.ts';
import { toolboxVersion } from './version.ts';

/** What repositories are brought to: one toolbox with its catalog. Read once, shared by any number of repositories. */
export interface Target {
  readonly toolbox: Plan['toolbox'];
  readonly catalog: CatalogIndex;
  /** Every template there is. */
  readonly templates: readonly Template[];
  /** Refuses templates whose files are not those the catalog was built from. */
  readonly reader: TemplateReader;
}

/**
 * Loads what repositories are brought to.
 * @param folder another catalog. Default: the built-in one.
 * @throws InputError if the catalog cannot be read or is not what its digest says.
 */
export async function loadTarget(folder?: string): Promise<Target> {
  const catalog = await loadCatalog(folder);
  if (catalogDigest(adviceDigest(catalog), catalog.templates) !== catalog.digest)
    throw refusal(
      wrong(
        'CATALOG_DIGEST',
        'The catalog is not the one its digest names: it was changed after it was built.',
        {
          ...(folder === undefined ? {} : { file: folder }),
          value: catalog.digest,
          expected: 'an index.json as the build wrote it',
          action: 'Install the package again; in a checkout, run npm run generate.',
        },
      ),
    );
  const reader = folderReader(templatesFolder(), constructsFolder(), await compiledTexts());
  return {
    toolbox: { version: toolboxVersion, catalogDigest: catalog.digest },
    catalog,
    templates: catalog.templates.map(({ manifest }) => manifest),
    reader: { ...reader, filesOf: verified(reader, catalog) },
  };
}

/** Files are compared with the catalog when they are first read: most templates are of no use to a repository. */
function verified(reader: TemplateReader, { templates }: CatalogIndex): TemplateReader['filesOf'] {
  const indexed = new Map(templates.map((template) => [template.manifest.id, template]));
  const sound = new Set<string>();
  return (id) => {
    const known = indexed.get(id);
    if (known !== undefined && !sound.has(id)) {
      if (templateDigest(known.manifest, reader) !== known.digest) throw changed(id, known.digest);
      sound.add(id);
    }
    return reader.filesOf(id);
  };
}

function changed(id: string, digest: string): Error {
  return refusal(
    wrong(
      'CATALOG_DIGEST',
      `The files of ${id}, or the constructs it uses, are not those the catalog was built from.`,
      {
        file: `templates/${id}`,
        expected: `files with the digest ${digest}`,
        action: 'Install the package again; in a checkout, run npm run generate.',
      },
    ),
  );
}
