import type { Lock } from '#catalog/schema/generated/types.ts';
import { canonicalJson, sha256 } from '../digest.ts';
import { ENGINE_FOLDER } from '../render/paths.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
/** https://slsa.dev/spec/v1.0/provenance */
export const PREDICATE_TYPE = 'https://slsa.dev/provenance/v1';
/** Names how the parameters below are to be read; it leads nowhere. */
export const BUILD_TYPE = 'https://toltek.example/build-types/client-repository/v1';

const TOOLBOX = 'pkg:npm/%40toltek/toolbox';

/**
 * Where a client repository comes from, as an in-toto statement with a SLSA provenance predicate: which files (subjects),
 * made by what (builder), asked how (external parameters), from what (resolved dependencies). Not signed: whoever
 * releases a repository signs this file with their own means. No times, users or machines, so the same inputs give the
 * same bytes.
 * @param others what else is vouched for, by name: files of .toltek/ that the lock does not list.
 */
export function provenanceOf(lock: Lock, others: Readonly<Record<string, Uint8Array | string>>): string {
  const subjects = [
    ...Object.entries(lock.files).map(([path, { base }]): Subject => [path, base]),
    ...Object.entries(others).map(([name, content]): Subject => [
      `${ENGINE_FOLDER}/${name}`,
      sha256(content),
    ]),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${canonicalJson(
    {
      _type: STATEMENT_TYPE,
      subject: subjects.map(([name, digest]) => ({ name, digest: { sha256: digest } })),
      predicateType: PREDICATE_TYPE,
      predicate: predicateOf(lock),
    },
    2,
  )}\n`;
}

type Subject = readonly [path: string, sha256: string];

/** What was asked of the toolbox and what it took, by digest. */
export function predicateOf(lock: Lock): object {
  const { toolbox, renderer, diagnostic, selection } = lock;
  return {
    buildDefinition: {
      buildType: BUILD_TYPE,
      externalParameters: {
        answers: { sha256: sha256(canonicalJson(lock.answers)) },
        diagnostic: { schemaVersion: diagnostic.schemaVersion, sha256: diagnostic.sha256 },
        templates: selection.map(({ template, version, options }) => ({ id: template, version, options })),
      },
      internalParameters: { renderer },
      resolvedDependencies: [
        { name: 'catalog', uri: `${TOOLBOX}@${toolbox.version}`, digest: { sha256: toolbox.catalogDigest } },
        ...selection.map(({ template, digest }) => ({
          name: `templates/${template}`,
          digest: { sha256: digest },
        })),
      ],
    },
    runDetails: { builder: { id: TOOLBOX, version: { '@toltek/toolbox': toolbox.version } } },
  };
}
