import { sha256 } from '../digest.ts';
import { decodeText, encodeText, sameBytes, withPlainLineEnds } from '../merge/encoding.ts';
import type { BaseFile, FileContent } from './types.ts';

/** What a person did to the bytes of a generated file. */
export type ContentEdit =
  | 'none'
  /** Only the line ends differ, as after a checkout on another system: nothing a person wrote. */
  | 'line-ends'
  | 'content';

/** As much of a generated file as tells whether bytes are its own. */
type Generated = Pick<BaseFile, 'bytes' | 'sha256'>;

/** How the person's bytes differ from those that were generated. */
export function contentEdit(base: Generated, ours: Pick<FileContent, 'bytes'>): ContentEdit {
  if (holds(base, ours.bytes)) return 'none';
  return otherLineEnds(ours.bytes).some((bytes) => holds(base, bytes)) ? 'line-ends' : 'content';
}

/** Whether bytes are those that were generated. */
export function holds(base: Generated, bytes: Uint8Array): boolean {
  return base.bytes === undefined ? sha256(bytes) === base.sha256 : sameBytes(base.bytes, bytes);
}

/** A text with the line ends of another. */
export function withLineEndsOf(like: Uint8Array, bytes: Uint8Array): Uint8Array {
  const text = decodeText(bytes);
  const lineEnds = decodeText(like)?.lineEnds;
  if (text === undefined || lineEnds === undefined) return bytes;
  return encodeText(withPlainLineEnds(text.text), text.byteOrderMark, lineEnds);
}

/** The same text with the line ends it does not have; none where there are no line ends, or both kinds. */
function otherLineEnds(bytes: Uint8Array): readonly Uint8Array[] {
  const decoded = decodeText(bytes);
  if (decoded?.lineEnds === 'crlf')
    return [encodeText(withPlainLineEnds(decoded.text), decoded.byteOrderMark, 'lf')];
  if (decoded?.lineEnds === 'lf') return [encodeText(decoded.text, decoded.byteOrderMark, 'crlf')];
  return [];
}
