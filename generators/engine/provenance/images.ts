import { packageUrl, UnreadablePin } from './pin.ts';
import type { Pin } from './pin.ts';

const FROM = /^FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?$/i;
const COPY_FROM = /^(?:COPY|ADD)\s.*?--from=(\S+)/i;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const EXPECTED = 'an image with an exact tag or digest';

/**
 * The images that a Dockerfile builds on or copies from; stages of its own are none.
 * @throws UnreadablePin for an image without tag and digest, or one that a variable names.
 */
export function dockerfilePins(text: string): readonly Pin[] {
  const stages = new Set<string>(['scratch']);
  const pins: Pin[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.trim();
    const from = FROM.exec(content);
    if (from === null && /^FROM\b/i.test(content)) throw new UnreadablePin(index + 1, EXPECTED);
    const image = from?.[1] ?? COPY_FROM.exec(content)?.[1];
    if (image !== undefined && !stages.has(image.toLowerCase()) && !/^\d+$/.test(image))
      pins.push(imagePin(image, index + 1));
    if (from?.[2] !== undefined) stages.add(from[2].toLowerCase());
  }
  return pins;
}

/**
 * A container image as it is named, `registry/owner/name:tag@digest`. No digest is made up where none is given.
 * @throws UnreadablePin if neither tag nor digest is given, or a variable is part of it.
 */
export function imagePin(reference: string, line: number): Pin {
  const [named = '', digest] = reference.split('@', 2);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const full = tagged ? named.slice(0, colon) : named;
  const tag = tagged ? named.slice(colon + 1) : undefined;
  const version = digest ?? tag;
  if (version === undefined || reference.includes('$') || digest?.match(DIGEST) === null)
    throw new UnreadablePin(line, EXPECTED);
  const [host = '', ...rest] = full.split('/');
  const registry = rest.length > 0 && /[.:]|^localhost$/.test(host) ? host : undefined;
  const name = registry === undefined ? full : rest.join('/');
  return {
    kind: 'container-image',
    name: full,
    version,
    purl: packageUrl('docker', name, version, registry),
    hashes: digest ?? '',
    ...(digest === undefined || tag === undefined ? {} : { tag }),
  };
}
