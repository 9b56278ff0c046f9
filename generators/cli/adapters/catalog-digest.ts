import type { CatalogIndex, IndexedTemplate } from '#catalog/catalog.ts';
import type { Template } from '#catalog/schema/generated/types.ts';
import { wholeTemplate } from '#catalog/template-parts.ts';
import { canonicalJson, sha256 } from '../../engine/digest.ts';
import type { StoredFile, TemplateReader } from '../../engine/render/render.ts';

/** Digest of what is advised: entries, foundations and price book. */
export function adviceDigest({
  entries,
  foundations,
  priceBook,
}: Pick<CatalogIndex, 'entries' | 'foundations' | 'priceBook'>): string {
  return sha256(canonicalJson({ entries, foundations, priceBook }));
}

/** Digest of a whole catalog: what is advised, and every template. */
export function catalogDigest(advice: string, templates: readonly IndexedTemplate[]): string {
  const written = templates.map(({ manifest, digest }) => [manifest.id, digest]);
  return sha256(canonicalJson({ advice, written }));
}

/** Digest of one template: its manifest, and path, bytes and executable bit of its files and of what it constructs with. */
export function templateDigest(manifest: Template, { filesOf, construct }: TemplateReader): string {
  const files = filesOf(manifest.id);
  const constructs = (wholeTemplate(manifest).constructs ?? []).flatMap(construct);
  return sha256(canonicalJson({ manifest, files: digests(files), constructs: digests(constructs) }));
}

function digests(files: readonly StoredFile[]): readonly unknown[] {
  return files.map(({ path, bytes, executable }) => [path, sha256(bytes), executable]);
}
