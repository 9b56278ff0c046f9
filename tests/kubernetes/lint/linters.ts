// Linters of others, each asked for all it finds in a set of objects.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkovFindings } from '../../tools/checkov.ts';
import type { KubeObject } from '../json.ts';
import { isKubeObject, isObject, objectsAt, textAt } from '../json.ts';
import type { GoProgram } from '../programs.ts';
import { built } from '../programs.ts';
import { schemaLocation } from './schemas.ts';

/** Checks objects against schemas. */
export const kubeconform: GoProgram = {
  module: 'lint/linters',
  main: 'github.com/yannh/kubeconform/cmd/kubeconform',
};
/** Judges workloads. */
export const kubeScore: GoProgram = {
  module: 'lint/linters',
  main: 'github.com/zegl/kube-score/cmd/kube-score',
};

/** Something a linter found: `<check> <kind> <namespace>/<name>`. */
export interface LintFinding {
  readonly check: string;
  readonly object: string;
  readonly says: string;
}

/** Objects on disk, a file each, as linters read them. */
export function writeObjects(folder: string, objects: readonly KubeObject[]): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return objects.map((object) => {
    const { namespace = 'cluster', name } = object.metadata;
    const file = path.join(folder, `${namespace}-${object.kind}-${name}.yaml`.toLowerCase());
    // JSON is YAML, too.
    writeFileSync(file, JSON.stringify(object, null, 1));
    return file;
  });
}

/**
 * What does not fit the schemas of an API server.
 *
 * @param schemas folder that `writeSchemas` wrote
 */
export function schemaFindings(files: readonly string[], schemas: string): readonly LintFinding[] {
  const report = jsonOf(built(kubeconform), [
    ...['-strict', '-verbose', '-output', 'json', '-schema-location', path.join(schemas, schemaLocation)],
    ...files,
  ]);
  const resources = objectsAt(report, 'resources');
  if (resources.length !== files.length)
    throw new Error(`kubeconform looked at ${resources.length} of ${files.length} objects.`);
  return resources
    .filter((one) => one['status'] !== 'statusValid')
    .map((one) => ({
      check: textAt(one, 'status') ?? '',
      object: `${textAt(one, 'kind') ?? ''} ${textAt(one, 'name') ?? ''}`,
      says: textAt(one, 'msg') ?? '',
    }));
}

/** Below it kube-score has something to say: 10 is "OK", 7 an "almost", 5 a warning, 1 critical. */
const fine = 10;

/** What kube-score has to say, warnings too. */
export function scoreFindings(files: readonly string[]): readonly LintFinding[] {
  const objects = jsonOf(built(kubeScore), ['score', '--output-format', 'json', ...files]);
  const found = objectsAt({ objects }, 'objects');
  if (found.length === 0) throw new Error('kube-score looked at nothing.');
  return found.flatMap((object) =>
    objectsAt(object, 'checks')
      .filter(({ skipped, grade }) => skipped !== true && typeof grade === 'number' && grade < fine)
      .map((check) => ({
        check: textAt(check, 'check', 'id') ?? '',
        object: textAt(object, 'object_name') ?? '',
        says: objectsAt(check, 'comments')
          .map((comment) => `${textAt(comment, 'path') ?? ''}: ${textAt(comment, 'summary') ?? ''}`)
          .join('; '),
      })),
  );
}

/** What checkov finds. */
export async function checkovFindingsIn(folder: string): Promise<readonly LintFinding[]> {
  const found = await checkovFindings(folder, 'kubernetes');
  return found.map((finding) => {
    const [check = '', object = ''] = finding.split(' ');
    return { check, object, says: '' };
  });
}

function jsonOf(program: string, words: readonly string[]) {
  const { stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) throw error;
  try {
    const document: unknown = JSON.parse(stdout);
    if (Array.isArray(document)) return document.filter(isObject);
    if (isObject(document)) return document;
  } catch {
    // Said below.
  }
  throw new Error(`${path.basename(program)} gave no report:\n${stderr || stdout}`);
}

/** The objects that a run of the stand-in sent and still looks after. */
export function objectsIn(state: string): readonly KubeObject[] {
  const document: unknown = JSON.parse(readFileSync(state, 'utf8'));
  return objectsAt(isObject(document) ? document : {}, 'resources')
    .map((resource) => resource['object'])
    .filter(isKubeObject);
}

/** What a server adds to an object, taken off again. */
export function asSent({ apiVersion, kind, metadata, spec }: KubeObject): KubeObject {
  const { name, namespace, labels, annotations } = metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    ...(spec === undefined ? {} : { spec }),
  };
}
