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
  const texts = `export const texts = {\n${unique.map(([digest, code]) => `"${digest}": ${code},\n`).join('')}};\n`;
  // They are read at every generation.
  return transformSync(texts, { minifyWhitespace: true, format: 'esm' }).code;
}
