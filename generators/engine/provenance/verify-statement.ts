import type { Lock } from '#catalog/schema/generated/types.ts';
import { canonicalJson, sha256 } from '../digest.ts';
import { ENGINE_FOLDER } from '../render/paths.ts';
import type { WorkTree } from '../update/types.ts';
import { fieldAt, listAt, ownDocument, textAt } from './documents.ts';
import { COSTS_NAME, PROVENANCE_NAME, SBOM_NAME, SELECTION_NAME } from './names.ts';
import { BUILD_TYPE, PREDICATE_TYPE, predicateOf, STATEMENT_TYPE } from './statement.ts';
import { finding } from './findings.ts';
import type { Finding } from './findings.ts';

const FILE = `${ENGINE_FOLDER}/${PROVENANCE_NAME}`;
const RESTORE = `Take it back from git (git log -- ${FILE}).`;

/** What the statement of provenance says other than the lock, and what changed of the documents it vouches for. */
export function statementFindings(lock: Lock, ours: WorkTree): readonly Finding[] {
  const document = ownDocument(ours, PROVENANCE_NAME);
  if ('message' in document) return [unusable(document.message)];
  const { data } = document;
  if (textAt(data, '_type') !== STATEMENT_TYPE || textAt(data, 'predicateType') !== PREDICATE_TYPE)
    return [unusable(`It is no in-toto statement with a predicate ${PREDICATE_TYPE}.`)];
  if (textAt(data, 'predicate', 'buildDefinition', 'buildType') !== BUILD_TYPE)
    return [unusable(`It was not made in the way this toolbox knows (${BUILD_TYPE}).`)];
  const subjects = new Map(
    listAt(data, 'subject').map((each) => [textAt(each, 'name'), textAt(each, 'digest', 'sha256')]),
  );
  return [...subjectFindings(subjects, lock, ours), ...predicateFindings(data, lock)];
}

function unusable(message: string): Finding {
  return finding(
    'provenance',
    { code: 'PROVENANCE_UNUSABLE', severity: 'error', message, file: FILE, action: RESTORE },
    'Nothing says any more where this repository comes from.',
  );
}

type Subjects = ReadonlyMap<string, string>;

function subjectFindings(subjects: Subjects, lock: Lock, ours: WorkTree): readonly Finding[] {
  const generated = Object.entries(lock.files).flatMap(([path, { base }]) => compare(path, base, subjects));
  const own = [COSTS_NAME, SBOM_NAME, SELECTION_NAME].flatMap((name) => compareOwn(name, subjects, ours));
  const surplus = [...subjects.keys()].filter(
    (name) => !Object.hasOwn(lock.files, name) && !name.startsWith(`${ENGINE_FOLDER}/`),
  );
  return [
    ...generated,
    ...own,
    ...surplus.map((name) =>
      wrongSubject(
        'SUBJECT_INVENTED',
        `It vouches for ${name}, which was not generated.`,
        'A file of other origin would pass as ours.',
      ),
    ),
  ];
}

function compare(path: string, digest: string, subjects: Subjects): readonly Finding[] {
  const stated = subjects.get(path);
  if (stated === digest) return [];
  if (stated === undefined)
    return [
      wrongSubject('SUBJECT_MISSING', `It does not name ${path}.`, 'A generated file has no stated origin.'),
    ];
  return [
    wrongSubject(
      'SUBJECT_DIFFERS',
      `It names other bytes of ${path} than the lock.`,
      'Statement and lock are not of the same generation, or one of them was changed by hand.',
    ),
  ];
}

/** Documents below .toltek/ that the lock does not list: nobody edits them, so what they are now must be as stated. */
function compareOwn(name: string, subjects: Subjects, ours: WorkTree): readonly Finding[] {
  const path = `${ENGINE_FOLDER}/${name}`;
  const file = ours.get(path);
  const stated = subjects.get(path);
  if (stated === undefined) return compare(path, '', subjects);
  if (file?.kind === 'file' && sha256(file.bytes) === stated) return [];
  const what = file === undefined ? 'is missing' : 'is not as it was generated';
  return [
    finding(
      'provenance',
      {
        code: 'DOCUMENT_CHANGED',
        severity: 'error',
        message: `${path} ${what}.`,
        file: path,
        action: `Take it back from git (git log -- ${path}).`,
      },
      'Only toltek writes this file: somebody or something else changed it.',
    ),
  ];
}

function wrongSubject(code: string, message: string, meaning: string): Finding {
  return finding('provenance', { code, severity: 'error', message, file: FILE, action: RESTORE }, meaning);
}

/** Parts of the predicate in words, by where they stand. */
const PARTS: readonly (readonly [words: string, ...keys: string[]])[] = [
  ['the answers it was generated with', 'buildDefinition', 'externalParameters', 'answers'],
  ['the diagnostic it was generated from', 'buildDefinition', 'externalParameters', 'diagnostic'],
  ['the templates and their versions', 'buildDefinition', 'externalParameters', 'templates'],
  ['what turned templates into files', 'buildDefinition', 'internalParameters'],
  ['the digests of catalog and templates', 'buildDefinition', 'resolvedDependencies'],
  ['the toolbox that made it', 'runDetails', 'builder'],
];

function predicateFindings(data: unknown, lock: Lock): readonly Finding[] {
  const expected = predicateOf(lock);
  const stated = fieldAt(data, 'predicate');
  return PARTS.flatMap(([words, ...keys]) => {
    const same =
      canonicalJson(fieldAt(stated, ...keys) ?? null) === canonicalJson(fieldAt(expected, ...keys) ?? null);
    if (same) return [];
    return [
      finding(
        'provenance',
        {
          code: 'PREDICATE_DIFFERS',
          severity: 'error',
          message: `It states ${words} other than the lock.`,
          file: `${FILE} /predicate/${keys.join('/')}`,
          action: RESTORE,
        },
        'Statement and lock are not of the same generation, or one of them was changed by hand.',
      ),
    ];
  });
}
