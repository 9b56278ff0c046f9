import { packageUrl, UnreadablePin } from './pin.ts';
import type { Pin } from './pin.ts';

const PINNED = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;]+)(?:\s*;[^\\]*)?(?:\s*\\)?$/;
const HASHES = /^(?:\s*--hash=sha(?:256|384|512):[0-9a-f]+(?: *\\)?)*\s*$/;
const BETWEEN_HASHES = /(?: *\\)?\s*--hash=| *\\$/g;

/** Pins by the lines they were read from. */
export type KnownBlocks = Map<string, Pin>;

/**
 * The packages of a locked requirements file of pip. Two versions of one package, told apart by markers, are two pins.
 * @param known what was read so far: files that are locked together share most packages, each with dozens of hashes.
 * @throws UnreadablePin for anything but `name==version`, `--hash` and comments.
 */
export function requirementPins(text: string, known: KnownBlocks): readonly Pin[] {
  const pins: Pin[] = [];
  let offset = 0;
  for (const block of text.split(/\n(?!\s+--hash=)/)) {
    if (block.trim() !== '' && !block.startsWith('#')) {
      const pin = known.get(block) ?? pinOf(block);
      if (pin === undefined)
        throw new UnreadablePin(
          text.slice(0, offset).split('\n').length,
          'name==version, then its --hash=sha256:<hexadecimal> lines',
        );
      known.set(block, pin);
      pins.push(pin);
    }
    offset += block.length + 1;
  }
  return pins;
}

function pinOf(block: string): Pin | undefined {
  const end = block.indexOf('\n');
  const rest = end < 0 ? '' : block.slice(end);
  const [, name, version] = PINNED.exec(end < 0 ? block : block.slice(0, end)) ?? [];
  if (name === undefined || version === undefined || !HASHES.test(rest)) return undefined;
  const normal = name.toLowerCase().replaceAll('_', '-');
  return {
    kind: 'python-package',
    name,
    version,
    purl: packageUrl('pypi', normal, version),
    hashes: rest.replace(BETWEEN_HASHES, ' ').trim(),
  };
}
