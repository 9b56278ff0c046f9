import type { Problem } from '#catalog/problem.ts';
import type { ProvenanceReport } from '#catalog/schema/generated/types.ts';

/** A row of the report: what was checked, and the result. */
export type Check = ProvenanceReport['checks'][number];
/** Something that does not fit together, with what it means. */
export type Finding = ProvenanceReport['findings'][number];

/** What one check came to. */
export interface Checked {
  readonly check: Check;
  readonly findings: readonly Finding[];
}

/** The result of a check that could be made. */
export function checkedAs(id: Check['id'], findings: readonly Finding[], consistent: string): Checked {
  return findings.length === 0
    ? { check: { id, result: 'consistent', summary: consistent }, findings }
    : { check: { id, result: 'findings', summary: `${findings.length} found, see below` }, findings };
}

/** A problem as a finding of a check. */
export function finding(check: Check['id'], problem: Problem, meaning: string): Finding {
  const { code, message, file, pointer, expected, action } = problem;
  return {
    check,
    code,
    message,
    meaning,
    ...(file === undefined ? {} : { file: pointer === undefined ? file : `${file} ${pointer}` }),
    ...(expected === undefined ? {} : { expected }),
    ...(action === undefined ? {} : { action }),
  };
}
