import type { Generation } from '../generation.ts';
import type { RenderedTree } from '../../engine/render/render.ts';

/** Bytes for people: `12 B`, `3.4 kB`, `1.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Bytes of all files together. */
export function totalBytes(files: RenderedTree): number {
  return [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** The files as an indented tree, each with its size and the template it is from. */
export function treeLines(files: RenderedTree): readonly string[] {
  const rows: { readonly name: string; readonly size: string; readonly from: string }[] = [];
  let shown: readonly string[] = [];
  for (const [path, { bytes, template }] of files) {
    const folders = path.split('/');
    const name = folders.pop() ?? '';
    const common = folders.findIndex((folder, depth) => folder !== shown[depth]);
    for (let depth = common < 0 ? folders.length : common; depth < folders.length; depth += 1)
      rows.push({ name: `${'  '.repeat(depth)}${folders[depth] ?? ''}/`, size: '', from: '' });
    rows.push({ name: `${'  '.repeat(folders.length)}${name}`, size: size(bytes.length), from: template });
    shown = folders;
  }
  const width = Math.max(...rows.map((row) => row.name.length));
  return rows.map((row) =>
    row.from === '' ? row.name : `${row.name.padEnd(width)}  ${row.size.padStart(8)}  ${row.from}`,
  );
}

/** What the repository holds, in a few lines. */
export function summaryLines({ plan, files }: Generation): readonly string[] {
  const { useCases, templates, sources, omittedSources } = plan;
  return [
    ...titled(
      'Use cases',
      useCases.map(({ id, name }) => `${id}: ${name}`),
    ),
    ...titled(
      'Templates',
      templates.map(({ id, version, because }) => `${id} ${version}: ${because}`),
    ),
    ...titled(
      'Sources',
      sources.map(({ id, connector, refresh }) => `${id}: ${connector}, ${refresh.replace('_', ' ')}`),
    ),
    ...titled(
      'No pipeline',
      omittedSources.map(({ id, because }) => `${id}: ${because}`),
    ),
    ...titled('Files', [`${files.size}, ${size(totalBytes(files))}`]),
  ];
}

function titled(title: string, items: readonly string[]): readonly string[] {
  const width = 'No pipeline'.length;
  return items.map((item, index) => `  ${(index === 0 ? title : '').padEnd(width)}  ${item}`);
}

/** The same for programs. */
export function generationDocument({ plan, files }: Generation): object {
  const { client, useCases, templates, capabilities, inputs, sources, omittedSources } = plan;
  return {
    client: client.id,
    asOf: plan.asOf,
    useCases: useCases.map(({ id, name, template, option }) => ({ id, name, template, option })),
    templates,
    capabilities,
    inputs,
    sources: sources.map(({ id, connector, schedule, entities }) => ({ id, connector, schedule, entities })),
    omittedSources,
    totalBytes: totalBytes(files),
    files: [...files].map(([path, file]) => ({
      path,
      bytes: file.bytes.length,
      executable: file.executable,
      class: file.class,
      template: file.template,
      source: file.source,
    })),
  };
}
