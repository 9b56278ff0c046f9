import { createHash } from 'node:crypto';

/** A generated file, as far as a snapshot shows it. */
interface ShownFile {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  readonly class: string;
  readonly template: string;
}

/**
 * A tree of generated files as text that a snapshot can hold: per file its path, template, class and contents; bytes
 * that are no text as their digest. Lock and archive are left out: they hold digests of everything else.
 */
export function showTree(files: ReadonlyMap<string, ShownFile>): string {
  return [...files]
    .filter(([path]) => path !== '.toltek/lock.json' && path !== '.toltek/base.tgz')
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
