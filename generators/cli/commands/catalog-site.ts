import path from 'node:path';
import { buildSite } from '#catalog/site/site.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { readSiteSource } from '../adapters/site-source.ts';
import { checkSiteTarget, writeSite } from '../adapters/site-write.ts';
import { wrongCall } from '../call-options.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

/** `toltek catalog site`: the catalog as static pages. */
export async function run({ options, terminal }: Call): Promise<ExitCode> {
  const out = options.value('out');
  if (out === undefined || out === '')
    throw wrongCall('Where the site goes is not said.', '--out DIR', 'Give --out a folder.');
  checkSiteTarget(out);
  const catalog = await loadCatalog(options.value('catalog'));
  const files = buildSite(readSiteSource(catalog));
  writeSite(out, files);
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const start = path.join(out, 'index.html');
  terminal.document({
    out,
    start,
    catalogVersion: catalog.version,
    entries: catalog.entries.length,
    files: files.size,
    bytes,
  });
  terminal.print(
    `${out}: ${catalog.entries.length} entries, ${files.size} files, ${(bytes / 1e6).toFixed(1)} MB, English and French.`,
  );
  terminal.note(`Open ${start} in a browser, or serve the folder with any web server.`);
  return exitCode.done;
}
