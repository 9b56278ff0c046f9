import { gunzipSync } from 'node:zlib';
import type { ArchivedFile } from './archive.ts';

/** Why an archive was not read, in words that fit behind a colon. */
export class ArchiveError extends Error {}

const BLOCK = 512;

/** More than the render of any plan, and little enough to hold in memory. */
export const LARGEST_ARCHIVE = 64 * 1024 * 1024;

/**
 * What a gzip file holds.
 * @throws ArchiveError where it is cut off, damaged, or holds more than `limit` bytes: it is never unpacked further.
 */
export function gunzipLimited(bytes: Uint8Array, limit = LARGEST_ARCHIVE): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new ArchiveError(`it unpacks to more than ${limit} bytes`);
    throw new ArchiveError('it is no gzip file, or a damaged one');
  }
}

/**
 * The files of a tar archive as `tar` writes it: regular files in POSIX ustar headers and nothing else, each path once
 * and within the folder it would be unpacked to. The bytes are views into the archive.
 * @throws ArchiveError for anything else: links, folders, extensions, other paths, sizes that do not fit.
 */
export function readTar(archive: Uint8Array): readonly ArchivedFile[] {
  const files = new Map<string, ArchivedFile>();
  let offset = 0;
  for (;;) {
    const header = archive.subarray(offset, offset + BLOCK);
    if (header.length < BLOCK) throw new ArchiveError('it ends without its closing blocks');
    if (isZero(header)) break;
    const { path, size, executable } = readHeader(header);
    if (files.has(path)) throw new ArchiveError(`it holds ${path} twice`);
    const start = offset + BLOCK;
    if (start + size > archive.length) throw new ArchiveError(`${path} is larger than the archive`);
    files.set(path, { path, bytes: archive.subarray(start, start + size), executable });
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (archive.length !== offset + 2 * BLOCK || !isZero(archive.subarray(offset)))
    throw new ArchiveError('something follows its closing blocks');
  return [...files.values()];
}

function readHeader(header: Uint8Array): { path: string; size: number; executable: boolean } {
  if (octal(header, 148, 8) !== checksum(header)) throw new ArchiveError('the checksum of a header is wrong');
  if (text(header, 257, 6) !== 'ustar') throw new ArchiveError('a header is not that of POSIX ustar');
  const prefix = text(header, 345, 155);
  const path = prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`;
  if (header[156] !== 0x30) throw new ArchiveError(`'${path}' is no regular file`);
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..') || path.includes('\\'))
    throw new ArchiveError(`'${path}' does not stay within the repository`);
  return { path, size: octal(header, 124, 12), executable: (octal(header, 100, 8) & 0o100) !== 0 };
}

/** Its own field counts as spaces. A plain loop: `status` reads the headers of hundreds of files in a few milliseconds. */
function checksum(header: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < BLOCK; index += 1)
    sum += index >= 148 && index < 156 ? 0x20 : (header[index] ?? 0);
  return sum;
}

/** A field of ASCII characters up to its first NUL. */
function text(header: Uint8Array, offset: number, width: number): string {
  let result = '';
  for (let index = offset; index < offset + width; index += 1) {
    const byte = header[index] ?? 0;
    if (byte === 0) break;
    if (byte < 0x20 || byte > 0x7e) throw new ArchiveError('a header holds other characters than ASCII');
    result += String.fromCharCode(byte);
  }
  return result;
}

/** A number in octal digits; other notations of tar (base-256, which may be negative) are not read. */
function octal(header: Uint8Array, offset: number, width: number): number {
  const digits = /^([0-7]{1,11})$/.exec(text(header, offset, width).trim());
  if (digits === null) throw new ArchiveError('a number in a header is not in octal digits');
  return Number.parseInt(digits[0], 8);
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
