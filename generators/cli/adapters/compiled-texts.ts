import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { CompiledTexts } from './files-templates.ts';
import { builtCatalogFile } from './package-root.ts';

/** The texts of the built-in templates as the build compiled them; none when running from the sources. */
export async function compiledTexts(): Promise<CompiledTexts> {
  const file = builtCatalogFile('texts.js');
  if (!existsSync(file)) return {};
  const module: unknown = await import(pathToFileURL(file).href);
  return hasTexts(module) ? module.texts : {};
}

/** The module is our own build's; its shape is all that needs checking. */
function hasTexts(module: unknown): module is { readonly texts: CompiledTexts } {
  return typeof module === 'object' && module !== null && 'texts' in module;
}
