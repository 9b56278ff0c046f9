import type { Problem } from '#catalog/problem.ts';
import type { Lock, ProvenanceReport } from '#catalog/schema/generated/types.ts';
import { editsOf } from '../update/edits.ts';
import type { BaseTree, WorkTree } from '../update/types.ts';
import { checkedAs, finding } from './findings.ts';
import type { Check, Checked } from './findings.ts';
import { mayPin } from './pins.ts';
import { pinFindings } from './verify-pins.ts';
import { statementFindings } from './verify-statement.ts';
import { toolboxCheck } from './verify-toolbox.ts';
import type { KnownToolbox } from './verify-toolbox.ts';

/** A repository, read but not yet believed. */
export interface VerifyInput {
  /** As it is to be shown. */
  readonly repository: string;
  readonly lock: Lock;
  /** The kept base, or what is wrong with it. */
  readonly base: BaseTree | readonly Problem[];
  /** What lies at the paths of the lock and below .toltek/. */
  readonly ours: WorkTree;
  readonly toolbox: KnownToolbox;
}

/** Whether lock, base, statement, list of pins and toolbox tell the same story, and which files were edited since. */
export function verifyProvenance(input: VerifyInput): ProvenanceReport {
  const { repository, lock, base, ours, toolbox } = input;
  const files = fileCounts(lock, ours);
  const checked = [
    lockCheck(lock),
    baseCheck(base),
    checkedAs(
      'provenance',
      statementFindings(lock, ours),
      `the statement names the ${Object.keys(lock.files).length} files, the questions and the templates of the lock`,
    ),
    pinsCheck(base, ours, [...files.edited, ...files.missing].filter(mayPin)),
    toolboxCheck(lock, toolbox),
  ];
  const findings = checked.flatMap((each) => each.findings);
  return {
    repository,
    client: { id: lock.facts.client.id, name: lock.facts.client.name },
    generated: lock.toolbox,
    toolbox: toolbox.version,
    checks: checked.map(({ check }) => check),
    findings,
    files,
    ok: findings.length === 0,
  };
}

/** The report on a repository of which not even the lock can be used. */
export function unverifiable(
  repository: string,
  toolbox: string,
  problems: readonly Problem[],
): ProvenanceReport {
  const findings = problems.map((problem) =>
    finding('lock', problem, 'Nothing else can be verified: the lock says what everything else must be.'),
  );
  const rest = (['base', 'provenance', 'pins', 'toolbox'] as const).map((id): Check => ({
    id,
    result: 'not-checked',
    summary: 'there is no lock to compare with',
  }));
  return {
    repository,
    client: null,
    generated: null,
    toolbox,
    checks: [{ id: 'lock', result: 'findings', summary: 'it cannot be used' }, ...rest],
    findings,
    files: null,
    ok: false,
  };
}

function lockCheck({ files, selection }: Lock): Checked {
  const names = `${Object.keys(files).length} files from ${selection.length} templates`;
  return checkedAs('lock', [], `it is complete and names ${names}`);
}

const BASE_LOST =
  'What was generated can no longer be told from what people changed, and somebody or something changed a file that only toltek writes.';

function isBase(base: VerifyInput['base']): base is BaseTree {
  return base instanceof Map;
}

function baseCheck(base: VerifyInput['base']): Checked {
  const problems = isBase(base) ? [] : base;
  return checkedAs(
    'base',
    problems.map((problem) => finding('base', problem, BASE_LOST)),
    'every file is kept as it was generated, byte for byte',
  );
}

function pinsCheck(base: VerifyInput['base'], ours: WorkTree, edited: readonly string[]): Checked {
  if (!isBase(base))
    return {
      check: { id: 'pins', result: 'not-checked', summary: 'there is no sound base to compare with' },
      findings: [],
    };
  const { findings, pins } = pinFindings(base, ours);
  const since =
    edited.length === 0 ? '' : `; edited since, so what is installed may differ: ${edited.join(', ')}`;
  return checkedAs(
    'pins',
    findings,
    `the list holds the ${pins} versions that the generated files name${since}`,
  );
}

function fileCounts(lock: Lock, ours: WorkTree): NonNullable<ProvenanceReport['files']> {
  const edits = editsOf(lock.files, ours).filter(({ kind }) => kind !== 'line-ends');
  const paths = (chosen: typeof edits): string[] => chosen.map(({ path }) => path);
  const generated = Object.keys(lock.files).length;
  return {
    generated,
    unedited: generated - edits.length,
    edited: paths(edits.filter(({ kind }) => kind !== 'deleted')),
    missing: paths(edits.filter(({ kind }) => kind === 'deleted')),
    managedEdited: paths(edits.filter((edit) => edit.class === 'managed')),
  };
}
