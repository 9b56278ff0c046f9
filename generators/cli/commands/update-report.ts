import type { UpdateReport } from '#catalog/schema/generated/types.ts';
import { countStatuses, pullRequestOf } from '../../engine/update/pull-request.ts';
import type { FileOutcome } from '../../engine/update/types.ts';
import { conflictsOf } from '../../engine/update/update.ts';
import type { Changed } from '../change.ts';
import type { NextStep } from './update-text.ts';

/** What a change came to, for programs. */
export function updateReport(
  command: UpdateReport['command'],
  { update, title, written, commit }: Omit<Changed, 'repository' | 'declined'>,
  { folder, branch, next }: { folder: string; branch: string | undefined; next: readonly NextStep[] },
): UpdateReport {
  const { from, to, upToDate, outcomes } = update;
  return {
    command,
    repository: folder,
    client: update.lock.facts.client.id,
    from,
    to,
    upToDate,
    written,
    branch: branch === undefined || commit === undefined ? null : { name: branch, commit },
    templates: update.templates.map((step) => ({ ...step })),
    counts: countStatuses(outcomes),
    files: outcomes.filter(({ status }) => status !== 'unchanged').map(fileRow),
    changes: [...update.changes],
    state: update.state.map((finding) => ({ ...finding })),
    migrations: update.migrations.map(({ id, description, paths, skipped }) => ({
      id,
      description,
      paths: [...paths],
      skipped: [...skipped],
    })),
    notes: [...update.notes],
    pending: conflictsOf(outcomes),
    pullRequest: pullRequestOf(update, title),
    next: next.map(([command]) => command),
  };
}

/** A file of a report: what was written, but not its bytes. */
function fileRow({
  path,
  from,
  status,
  class: fileClass,
  template,
  note,
  conflict,
}: FileOutcome): UpdateReport['files'][number] {
  return {
    path,
    ...(from !== undefined && { from }),
    status,
    class: fileClass,
    template,
    ...(note !== undefined && { note }),
    ...(conflict !== undefined && { conflict: { kind: conflict.kind, message: conflict.message } }),
  };
}
