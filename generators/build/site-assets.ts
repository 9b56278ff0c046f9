import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/** Scripts of the catalog site; each is one page's, but for the theme, which all pages run first. */
const scripts = ['theme', 'browse', 'entry', 'compare', 'package', 'diagnostic'] as const;

/**
 * Bundles what the pages of the catalog site run and look like: classic scripts, as a page opened from a folder may load
 * no modules.
 * @param root the checkout.
 * @param folder where the assets go; what was there is removed.
 */
export async function buildSiteAssets(root: string, folder: string): Promise<void> {
  const sources = path.join(root, 'catalog/site/browser');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [
      ...scripts.map((name) => path.join(sources, `${name}.ts`)),
      path.join(sources, 'style.css'),
    ],
    outdir: folder,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  });
  await writeFile(path.join(folder, 'icon.svg'), await readFile(path.join(sources, 'icon.svg')));
}
