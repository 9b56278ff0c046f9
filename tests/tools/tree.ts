import { createHash } from 'node:crypto';

/** A generated file, as far as a snapshot shows it. */
interface ShownFile {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  readonly class: string;
  readonly template: string;
}

const DIGESTS = new Set(['.toltek/base.tgz', '.toltek/lock.json', '.toltek/provenance.json']);

/**
 * A tree of generated files as text that a snapshot can hold: per file its path, template, class and contents; bytes
 * that are no text as their digest. What holds digests of everything else is left out.
 */
export function showTree(files: ReadonlyMap<string, ShownFile>): string {
  return [...files]
    .filter(([path]) => !DIGESTS.has(path))
    .map(([path, file]) => {
      const mark = file.executable ? ' executable' : '';
      return `===== ${path} (${file.template}, ${file.class}${mark})\n${contents(file.bytes)}`;
    })
    .join('\n');
}

function contents(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `<${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}>`;
  }
}
