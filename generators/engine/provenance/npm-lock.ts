import { isRecord } from '#catalog/record.ts';
import { packageUrl, UnreadablePin } from './pin.ts';
import type { Pin } from './pin.ts';

const EXPECTED = 'a package-lock.json of lockfileVersion 2 or 3';

/**
 * The packages of a package-lock.json; those that another package brings inside it have no integrity of their own.
 * @throws UnreadablePin if it is no lock file that lists packages by folder.
 */
export function npmPins(text: string): readonly Pin[] {
  const packages = packagesOf(text);
  return Object.entries(packages).flatMap(([folder, entry]) => {
    if (!folder.includes('node_modules/')) return [];
    if (!isRecord(entry)) throw new UnreadablePin(1, EXPECTED);
    if (entry['link'] === true) return [];
    // An alias stands in a folder of another name and says its own.
    const own = entry['name'];
    const name = typeof own === 'string' ? own : folder.slice(folder.lastIndexOf('node_modules/') + 13);
    const version = entry['version'];
    if (typeof version !== 'string') throw new UnreadablePin(1, `a version of ${folder}`);
    const integrity = entry['integrity'];
    const hashes = typeof integrity === 'string' ? integrity.split(/\s+/).map(hashOf).join(' ') : '';
    return [{ kind: 'npm-package' as const, name, version, purl: packageUrl('npm', name, version), hashes }];
  });
}

function packagesOf(text: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new UnreadablePin(1, EXPECTED);
  }
  const packages = isRecord(document) ? document['packages'] : undefined;
  if (!isRecord(packages)) throw new UnreadablePin(1, EXPECTED);
  return packages;
}

/** A hash of Subresource Integrity, algorithm and base64, in hexadecimal. */
function hashOf(integrity: string): string {
  const [, algorithm, encoded] = /^(sha1|sha256|sha384|sha512)-([A-Za-z0-9+/]+=*)$/.exec(integrity) ?? [];
  if (algorithm === undefined || encoded === undefined)
    throw new UnreadablePin(1, 'an integrity with sha1, sha256, sha384 or sha512');
  return `${algorithm}:${Buffer.from(encoded, 'base64').toString('hex')}`;
}
