import { sha256 } from '../digest.ts';
import type { PinKind } from './pin.ts';
import { keyOf } from './pins.ts';
import type { FoundPin } from './pins.ts';

/** Whose pins are listed. */
export interface BomSubject {
  /** Id of the client. */
  readonly client: string;
  /** Version of the toolbox that wrote the repository. */
  readonly toolbox: string;
}

const TYPES: Readonly<Record<PinKind, string>> = {
  'python-package': 'library',
  'npm-package': 'library',
  'github-action': 'application',
  'container-image': 'container',
  'terraform-provider': 'application',
  'pre-commit-hook': 'application',
  'dbt-package': 'library',
  tool: 'application',
};

/**
 * The pins as a CycloneDX 1.6 document, one component a line so that a comparison of two shows which pins changed.
 * What is listed is what the generated files ask for, before anything is installed (lifecycle `pre-build`): packages of
 * the operating system inside images are not. No timestamp, which would differ between two equal generations; the serial
 * number is made of the content.
 */
export function cycloneDx(pins: readonly FoundPin[], { client, toolbox }: BomSubject): string {
  const components = pins.map(component);
  const list = components.length === 0 ? '[]' : `[\n    ${components.join(',\n    ')}\n  ]`;
  const metadata = JSON.stringify({
    component: { 'bom-ref': client, name: client, type: 'application' },
    lifecycles: [{ phase: 'pre-build' }],
    tools: { components: [{ name: 'toolbox', group: '@toltek', type: 'application', version: toolbox }] },
  });
  const lines = [
    '  "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",',
    '  "bomFormat": "CycloneDX",',
    '  "specVersion": "1.6",',
    `  "serialNumber": "urn:uuid:${uuidOf(metadata + list)}",`,
    '  "version": 1,',
    `  "metadata": ${metadata},`,
    `  "components": ${list}`,
  ];
  return `{\n${lines.join('\n')}\n}\n`;
}

function component(pin: FoundPin): string {
  const { kind, name, version, constraint, purl, tag, hashes } = pin;
  const [group, own] = splitName(name);
  const properties = Object.entries({ kind, constraint, tag }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ name: `toltek:${key}`, value }],
  );
  const fields = JSON.stringify({
    type: TYPES[kind],
    'bom-ref': keyOf(pin),
    ...(group === '' ? {} : { group }),
    name: own,
    ...(version === undefined ? {} : { version }),
    purl,
    properties,
    evidence: { occurrences: pin.files.map((location) => ({ location })) },
  });
  return hashes === ''
    ? fields
    : `${fields.slice(0, -1)},"hashes":[${hashes.replace(HASH, AS_JSON).slice(0, -1)}]}`;
}

const HASH = /sha(\d+):([0-9a-f]+) ?/g;
/** A hash holds nothing that JSON escapes. */
const AS_JSON = '{"alg":"SHA-$1","content":"$2"},';

function splitName(name: string): readonly [group: string, own: string] {
  const slash = name.lastIndexOf('/');
  return slash < 0 ? ['', name] : [name.slice(0, slash), name.slice(slash + 1)];
}

/** A UUID of version 8 (RFC 9562: vendor's own bits) that equal content has in common. */
function uuidOf(content: string): string {
  const digits = sha256(content);
  const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) & 3);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
