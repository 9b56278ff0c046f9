import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as ajvFormats from 'ajv-formats';
import { parse } from 'yaml';
import { isRecord } from '#catalog/record.ts';
import { generate, prepare } from '#generators/cli/generation.ts';
import type { RenderedTree } from '#generators/engine/render/render.ts';
import { sha256 } from '#generators/engine/digest.ts';
import { listAt, textAt } from '#generators/engine/provenance/documents.ts';
import { mayPin } from '#generators/engine/provenance/pins.ts';

jest.setTimeout(120_000);

// What a security officer and a scanner are given for P1's repository, judged by the published schema of CycloneDX, by
// the fields that in-toto and SLSA require, and by counting the pins again in other ways.

const root = path.resolve(import.meta.dirname, '../../..');
let files: RenderedTree;
let bom: unknown;
let statement: unknown;

beforeAll(async () => {
  const prepared = await prepare({
    diagnosticFile: path.join(root, 'examples/p1-online-retailer/diagnostic.json'),
    useCases: [],
    onlyBuilt: false,
  });
  files = generate(prepared, {}).files;
  bom = JSON.parse(text('.toltek/sbom.cdx.json'));
  statement = JSON.parse(text('.toltek/provenance.json'));
});

function text(name: string): string {
  return new TextDecoder().decode(files.get(name)?.bytes);
}

/** Every file whose path matches, with its text. */
function texts(pattern: RegExp): readonly string[] {
  return [...files.keys()].filter((name) => pattern.test(name)).map(text);
}

function purls(type: string): readonly string[] {
  return listAt(bom, 'components')
    .map((component) => textAt(component, 'purl'))
    .filter((purl) => purl.startsWith(`pkg:${type}/`));
}

/** Sorted, each once. */
function distinct(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort();
}

describe('the list of pins', () => {
  test('is a CycloneDX 1.6 document by the published schema', () => {
    const folder = path.join(
      path.dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
      'res/schema',
    );
    const schema = (name: string): object =>
      JSON.parse(readFileSync(path.join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;
    const ajv = new Ajv({ strict: false });
    for (const name of ['spdx', 'jsf-0.82'])
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    ajvFormats.default.default(ajv);
    // Formats of JSON Schema draft 2019 that the validator does not bring; no field of ours has them.
    for (const format of ['idn-email', 'iri-reference']) ajv.addFormat(format, true);
    const validate = ajv.compile(schema('bom-1.6'));
    expect(validate(bom) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...(isRecord(bom) ? bom : {}), serialNumber: 'none' })).toBe(false);
  });

  test('names every component once and in order, and no time', () => {
    const refs = listAt(bom, 'components').map((component) => textAt(component, 'bom-ref'));
    expect(refs).toEqual(distinct(refs));
    expect(text('.toltek/sbom.cdx.json')).not.toContain('timestamp');
  });

  test('holds every package that pip may install, with every hash', () => {
    const requirements = texts(/^requirements\//).join('\n');
    const pinned = [...requirements.matchAll(/^([^=\s#]+)==([^\s\\;]+)/gm)].map(
      ([, name = '', version = '']) => `pkg:pypi/${name}@${encodeURIComponent(version)}`,
    );
    expect(pinned.length).toBeGreaterThan(300);
    expect(distinct(purls('pypi').filter((purl) => !purl.startsWith('pkg:pypi/uv@')))).toEqual(
      distinct(pinned),
    );
    const hashes = listAt(bom, 'components')
      .flatMap((component) => listAt(component, 'hashes'))
      .filter((hash) => textAt(hash, 'alg') === 'SHA-256')
      .map((hash) => textAt(hash, 'content'));
    expect(distinct(hashes)).toEqual(distinct(requirements.match(/(?<=sha256:)[0-9a-f]{64}/g) ?? []));
  });

  test('holds every package of package-lock.json with its integrity', () => {
    const lock: unknown = JSON.parse(text('infra/package-lock.json'));
    const packages = isRecord(lock) && isRecord(lock['packages']) ? Object.entries(lock['packages']) : [];
    const locked = packages.filter(([folder]) => folder !== '');
    expect(distinct(purls('npm'))).toEqual(
      distinct(
        locked.map(([folder, entry]) => {
          const inFolder = folder.split('node_modules/').at(-1) ?? '';
          const name = isRecord(entry) && 'name' in entry ? textAt(entry, 'name') : inFolder;
          return `pkg:npm/${name.replace('@', '%40')}@${textAt(entry, 'version')}`;
        }),
      ),
    );
    const digests = locked.flatMap(([, entry]) =>
      textAt(entry, 'integrity') === '' ? [] : [textAt(entry, 'integrity')],
    );
    const listed = JSON.stringify(bom);
    for (const digest of digests)
      expect(listed).toContain(Buffer.from(digest.replace('sha512-', ''), 'base64').toString('hex'));
  });

  test('holds every action of every workflow by its commit', () => {
    const used = texts(/^\.github\/.*\.yml$/)
      .flatMap((workflow) => usesOf(parse(workflow)))
      .filter((action) => !action.startsWith('./'));
    expect(used.length).toBeGreaterThan(10);
    expect(distinct(purls('github'))).toEqual(distinct(used.map((action) => `pkg:github/${action}`)));
    for (const action of used) expect(action).toMatch(/@[0-9a-f]{40}$/);
  });

  test('holds every image that a Dockerfile builds on', () => {
    const images = texts(/(^|\/)Dockerfile$/).flatMap((dockerfile) =>
      [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image),
    );
    expect(images.length).toBeGreaterThan(4);
    expect(purls('docker')).toEqual(distinct(images.map((image) => `pkg:docker/${image.replace(':', '@')}`)));
  });

  test("holds what CI and scripts install, and the range of Terraform's provider", () => {
    expect(purls('generic')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^pkg:generic\/node@\d+/),
        expect.stringMatching(/^pkg:generic\/python@3\./),
        expect.stringMatching(/^pkg:generic\/terraform@\d/),
      ]),
    );
    expect(purls('pypi')).toContainEqual(expect.stringMatching(/^pkg:pypi\/uv@/));
    expect(purls('terraform')).toEqual(['pkg:terraform/hashicorp/google']);
  });

  test('leaves out no file with pins because of its class', () => {
    const leftOut = [...files].filter(
      ([name, file]) => mayPin(name) && (file.class === 'once' || file.class === 'secret'),
    );
    expect(leftOut.map(([name]) => name)).toEqual([]);
  });
});

/** The actions of a workflow, wherever they stand in it. */
function usesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(usesOf);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'uses' && typeof inner === 'string' ? [inner] : usesOf(inner),
  );
}

// The fields that in-toto Statement v1 and SLSA provenance v1.0 require, after their specifications (there is no
// published JSON Schema of either).
const sha256Set = {
  type: 'object',
  required: ['sha256'],
  properties: { sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
};
const statementSchema = {
  type: 'object',
  required: ['_type', 'subject', 'predicateType', 'predicate'],
  additionalProperties: false,
  properties: {
    _type: { const: 'https://in-toto.io/Statement/v1' },
    predicateType: { const: 'https://slsa.dev/provenance/v1' },
    subject: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['name', 'digest'],
        properties: { name: { type: 'string', minLength: 1 }, digest: sha256Set },
        additionalProperties: false,
      },
    },
    predicate: {
      type: 'object',
      required: ['buildDefinition', 'runDetails'],
      additionalProperties: false,
      properties: {
        buildDefinition: {
          type: 'object',
          required: ['buildType', 'externalParameters'],
          additionalProperties: false,
          properties: {
            buildType: { type: 'string', format: 'uri' },
            externalParameters: { type: 'object' },
            internalParameters: { type: 'object' },
            resolvedDependencies: {
              type: 'array',
              items: {
                type: 'object',
                required: ['name', 'digest'],
                properties: {
                  name: { type: 'string' },
                  uri: { type: 'string', format: 'uri' },
                  digest: sha256Set,
                },
                additionalProperties: false,
              },
            },
          },
        },
        runDetails: {
          type: 'object',
          required: ['builder'],
          additionalProperties: false,
          properties: {
            builder: {
              type: 'object',
              required: ['id'],
              additionalProperties: false,
              properties: {
                id: { type: 'string', format: 'uri' },
                version: { type: 'object', additionalProperties: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  },
};

describe('the statement of provenance', () => {
  test('has every field that in-toto and SLSA require, and none that they do not know', () => {
    const ajv = new Ajv2020();
    ajvFormats.default.default(ajv);
    const validate = ajv.compile(statementSchema);
    expect(validate(statement) ? [] : validate.errors).toEqual([]);
  });

  test('vouches for every file but itself and what holds its digests', () => {
    const subjects = new Map(
      listAt(statement, 'subject').map((each) => [textAt(each, 'name'), textAt(each, 'digest', 'sha256')]),
    );
    const own = ['.gitattributes', '.gitignore', 'base.tgz', 'lock.json', 'provenance.json'];
    const vouched = [...files].filter(([name]) => !own.some((each) => name === `.toltek/${each}`));
    expect([...subjects.keys()]).toEqual(vouched.map(([name]) => name).sort());
    for (const [name, { bytes }] of vouched) expect(subjects.get(name)).toBe(sha256(bytes));
  });

  test('holds no answer, no interview and no name of the client', () => {
    const said = text('.toltek/provenance.json');
    expect(said).not.toContain('Mirabelle');
    expect(said).not.toMatch(/"(startedOn|finishedOn|invocationId|timestamp)"/);
  });
});
