import { transformSync } from 'esbuild';
import { InputError } from '#catalog/problem.ts';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { folderReader } from '../cli/adapters/files-templates.ts';
import { sha256 } from '../engine/digest.ts';
import { isRendered } from '../engine/render/paths.ts';
import { scopeOf } from '../engine/render/render.ts';
import { precompileText } from '../engine/render/template-text.ts';

/**
 * A module with every `.hbs` text of the templates, checked and compiled: doing so at run time costs more than the
 * rest of a generation.
 * @throws InputError with what is wrong with the texts.
 */
export function compileTexts(catalog: CatalogIndex, templates: string, constructs: string): string {
  const reader = folderReader(templates, constructs);
  const compiled = catalog.templates.flatMap(({ manifest }) =>
    reader
      .filesOf(manifest.id)
      .filter(({ path }) => isRendered(path))
      .map((file) => {
        const text = new TextDecoder().decode(file.bytes);
        const result = precompileText(
          text,
          `templates/${manifest.id}/files/${file.path}`,
          scopeOf(file, manifest),
        );
        if ('problems' in result) throw new InputError(result.problems);
        return [sha256(file.bytes), result.code] as const;
      }),
  );
  const unique = [...new Map(compiled)].sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = unique.map(([digest, code]) => `"${digest}": ${shorten(code)},\n`).join('');
  // They are read at every generation.
  return transformSync(`${PLACE}export const texts = {\n${texts}};\n`, { minify: true, format: 'esm' }).code;
}

/** What a call of a helper says of where it stands, as Handlebars writes it; only the line and column of its start are read. */
const LOCATION = /\{"start":\{"line":(\d+),"column":(\d+)\},"end":\{"line":\d+,"column":\d+\}\}/g;
const PLACE = 'const place = (line, column) => ({ start: { line, column }, end: { line, column } });\n';

/** For a runtime of before 4.6; ours is bundled with the texts. */
const FALLBACK =
  /container\.lookupProperty \|\| function\(parent, propertyName\) \{[^}]*\}\s*return undefined\s*\}/g;

/** Leaves out what Handlebars writes into every function of a text and no one reads: half of what there is to parse. */
function shorten(code: string): string {
  return code.replace(LOCATION, 'place($1, $2)').replace(FALLBACK, 'container.lookupProperty');
}
