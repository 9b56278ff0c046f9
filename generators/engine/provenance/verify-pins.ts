import { InputError } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import type { BaseTree, WorkTree } from '../update/types.ts';
import { listAt, ownDocument, textAt } from './documents.ts';
import { hashesOf, keyOf, pinsOf } from './pins.ts';
import type { FoundPin, PinnedFiles } from './pins.ts';
import { SBOM_NAME } from './names.ts';
import { finding } from './findings.ts';
import type { Finding } from './findings.ts';

const FILE = `.toltek/${SBOM_NAME}`;
const RESTORE = `Take it back from git (git log -- ${FILE}).`;
const BLIND = 'Whoever scans the list for vulnerable versions is told something else than what is installed.';

/** What the list of pins says other than the generated files, and how many pins they have. */
export function pinFindings(
  base: BaseTree,
  ours: WorkTree,
): { readonly findings: readonly Finding[]; readonly pins: number } {
  const expected = expectedPins(base);
  if ('code' in expected) return { findings: [expected], pins: 0 };
  const document = ownDocument(ours, SBOM_NAME);
  if ('message' in document) return { findings: [unusable(document.message)], pins: expected.length };
  const { data } = document;
  if (!isRecord(data) || data['bomFormat'] !== 'CycloneDX')
    return { findings: [unusable('It is no CycloneDX document.')], pins: expected.length };
  const listed = new Map(listAt(data, 'components').map((each) => [textAt(each, 'bom-ref'), each]));
  const known = new Map(expected.map((pin) => [keyOf(pin), pin]));
  const findings = [
    ...expected.flatMap((pin) => comparePin(pin, listed.get(keyOf(pin)))),
    ...[...listed.keys()].filter((key) => !known.has(key)).map(invented),
  ];
  return { findings, pins: expected.length };
}

function expectedPins(base: BaseTree): readonly FoundPin[] | Finding {
  const kept: PinnedFiles = new Map(
    [...base].flatMap(([path, { bytes }]) => (bytes === undefined ? [] : [[path, { bytes }] as const])),
  );
  try {
    return pinsOf(kept);
  } catch (error) {
    const [problem] = error instanceof InputError ? error.problems : [];
    if (problem === undefined) throw error;
    return finding(
      'pins',
      problem,
      'Another version of the toolbox wrote it in a form this one cannot read.',
    );
  }
}

function unusable(message: string): Finding {
  return finding(
    'pins',
    { code: 'SBOM_UNUSABLE', severity: 'error', message, file: FILE, action: RESTORE },
    'Nobody can read from it what this repository depends on.',
  );
}

function comparePin(pin: FoundPin, listed: unknown): readonly Finding[] {
  const name = `${pin.name} ${pin.version ?? pin.constraint ?? ''}`;
  if (listed === undefined)
    return [wrongPin('PIN_NOT_LISTED', `${name} is pinned in ${pin.files.join(', ')} and not listed.`)];
  const hashes = listAt(listed, 'hashes').map((hash) => textAt(hash, 'content'));
  const wanted = hashesOf(pin).map((hash) => hash.slice(hash.indexOf(':') + 1));
  const same =
    textAt(listed, 'purl') === pin.purl &&
    textAt(listed, 'version') === (pin.version ?? '') &&
    hashes.sort().join() === wanted.sort().join();
  return same ? [] : [wrongPin('PIN_CHANGED', `${name} is listed with another version or other hashes.`)];
}

function invented(key: string): Finding {
  return wrongPin('PIN_INVENTED', `${key} is listed, and no generated file pins it.`);
}

function wrongPin(code: string, message: string): Finding {
  return finding('pins', { code, severity: 'error', message, file: FILE, action: RESTORE }, BLIND);
}
