import { readFileSync, statSync } from 'node:fs';
import { InputError } from '#catalog/problem.ts';
import { refusal, wrong } from '#generators/engine/problems.ts';
import { codeOf } from './file-system.ts';

/** A logo is small; a photograph is a mistake. */
const largestBytes = 256 * 1024;

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What an image in a report must not hold: code, other documents, and anything that is fetched. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/<script/i, 'a script'],
  [/\son[a-z]+\s*=/i, 'an event handler'],
  [/javascript:/i, 'a script address'],
  [/<foreignObject/i, 'a foreign object'],
  [/<!(?:DOCTYPE|ENTITY)/i, 'a document type'],
  [/@import/i, 'an imported style'],
  [/(?:href|src)\s*=\s*["']?\s*(?!#|data:image\/(?:png|jpeg)[;,])[^\s"'>]/i, 'a link to something outside'],
  [/url\(\s*["']?\s*(?!#)/i, 'a link to something outside'],
];

/**
 * A logo as a `data:` address, so that the report needs no other file.
 * @throws InputError if it cannot be read, is too large, is neither SVG nor PNG, or holds what an image must not.
 */
export function readLogo(file: string): string {
  const bytes = readBytes(file);
  if (bytes.subarray(0, pngSignature.length).equals(pngSignature)) {
    return `data:image/png;base64,${bytes.toString('base64')}`;
  }
  return `data:image/svg+xml;base64,${Buffer.from(checkedSvg(bytes, file)).toString('base64')}`;
}

function readBytes(file: string): Buffer {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) throw unusable(file, 'It is not a file.', 'an SVG or PNG file');
    if (stat.size > largestBytes) {
      throw unusable(
        file,
        `It has ${Math.ceil(stat.size / 1024)} KB.`,
        `at most ${largestBytes / 1024} KB`,
        'Export the logo smaller; an SVG usually is.',
      );
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (codeOf(error) === 'ENOENT') throw unusable(file, 'There is no such file.', 'an SVG or PNG file');
    throw unusable(file, `It cannot be read (${codeOf(error) ?? 'unknown'}).`, 'a readable file');
  }
}

function checkedSvg(bytes: Buffer, file: string): string {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (!/^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(text)) {
    throw unusable(
      file,
      'It is neither an SVG nor a PNG image.',
      'an SVG or PNG file',
      'Export the logo as SVG or PNG.',
    );
  }
  const found = forbidden.find(([pattern]) => pattern.test(text));
  if (found !== undefined) {
    throw unusable(
      file,
      `The image holds ${found[1]}.`,
      'a plain drawing',
      'Export it again as "plain" or "optimised" SVG, or as PNG.',
    );
  }
  return text;
}

function unusable(file: string, message: string, expected: string, action = 'Correct --logo.'): InputError {
  return refusal(wrong('LOGO', message, { file, expected, action }));
}
