import { crc32 } from 'node:zlib';

/** A file of an archive. */
export interface ArchivedFile {
  /** At most 255 ASCII characters, of which a name at most 100. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

const BLOCK = 512;

/**
 * A tar archive (POSIX ustar) that depends on nothing but its files: in the order of their paths, owned by nobody, dated
 * at the epoch. Written here because archivers add times, owners or extensions of their own.
 */
export function tar(files: readonly ArchivedFile[]): Uint8Array {
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const parts = ordered.flatMap((file) => [header(file), padded(file.bytes)]);
  return concatenate([...parts, new Uint8Array(2 * BLOCK)]);
}

function header({ path, bytes, executable }: ArchivedFile): Uint8Array {
  const [prefix, name] = splitPath(path);
  const block = new Uint8Array(BLOCK);
  const write = (offset: number, text: string): void => {
    block.set(new TextEncoder().encode(text), offset);
  };
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width, '0')}\0`;
  write(0, name);
  write(100, octal(executable ? 0o755 : 0o644, 7));
  write(108, octal(0, 7)); // owner
  write(116, octal(0, 7)); // group
  write(124, octal(bytes.length, 11));
  write(136, octal(0, 11)); // time
  write(148, ' '.repeat(8)); // checksum, as it counts while it is computed
  write(156, '0'); // regular file
  write(257, 'ustar\x0000');
  write(345, prefix);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  write(148, `${checksum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** A path longer than the name field is cut at a slash, the front part going to the prefix field. */
function splitPath(path: string): readonly [prefix: string, name: string] {
  if (path.length <= 100) return ['', path];
  const cut = path.indexOf('/', path.length - 101);
  if (cut < 0 || cut > 155) throw new Error(`${path} does not fit the header of a tar archive.`);
  return [path.slice(0, cut), path.slice(cut + 1)];
}

function padded(bytes: Uint8Array): Uint8Array {
  const size = Math.ceil(bytes.length / BLOCK) * BLOCK;
  if (size === bytes.length) return bytes;
  const block = new Uint8Array(size);
  block.set(bytes);
  return block;
}

const LARGEST_STORED = 0xffff;

/**
 * A gzip file whose content is stored, not compressed: compressors differ between versions of a runtime, and git,
 * which compresses what it stores, finds the little that changed between two versions only in uncompressed bytes.
 */
export function gzipStored(content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)];
  for (let start = 0; start === 0 || start < content.length; start += LARGEST_STORED) {
    const chunk = content.subarray(start, start + LARGEST_STORED);
    const last = start + LARGEST_STORED >= content.length;
    const { length } = chunk;
    parts.push(
      Uint8Array.of(last ? 1 : 0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff),
      chunk,
    );
  }
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc32(content), true);
  trailer.setUint32(4, content.length, true);
  return concatenate([...parts, new Uint8Array(trailer.buffer)]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
