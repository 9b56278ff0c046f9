import type { StateFinding } from '../state/check.ts';
import type { AppliedMigration } from './migrations.ts';
import type { FileOutcome } from './types.ts';
import type { Update } from './update.ts';

/** What a pull request says. */
export interface PullRequest {
  /** One line. */
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** What an update is called, in one line. */
export function updateTitle({ from, to }: Pick<Update, 'from' | 'to'>): string {
  if (from.version !== to.version) return `Update from toltek ${from.version} to ${to.version}`;
  return from.catalogDigest === to.catalogDigest
    ? 'Change answers to the templates'
    : `Update the templates of toltek ${to.version}`;
}

/** The text of a commit that holds an update: a title, and what the templates' changelogs say. */
export function commitMessage({ changes }: Pick<Update, 'changes'>, title: string): string {
  const lines = changes.map(
    ({ template, version, kind, description }) => `- ${kind}: ${description} (${template} ${version})`,
  );
  return [title, ...(lines.length === 0 ? [] : ['', ...lines]), ''].join('\n');
}

/** The text of a pull request that brings an update: what changes, and what a reviewer has to decide or look at. */
export function pullRequestOf(update: Update, title: string): PullRequest {
  const sections = [
    section('Before you merge', beforeMerge(update)),
    section('What is new', update.changes.map(changeLine)),
    section('Templates', templateLines(update)),
    section('Data in the cloud', update.state.map(stateLine)),
    section(
      'Edits made for you',
      update.migrations.filter(({ paths }) => paths.length > 0).map(migrationLine),
    ),
    section('Files', [fileCounts(update.outcomes)]),
    section('Left as you have them', notedLines(update.outcomes)),
  ];
  return { title, body: `${sections.filter((text) => text !== '').join('\n\n')}\n` };
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`## ${title}`, '', ...lines.map((line) => `- ${line}`)].join('\n');
}

/** What cannot wait until after the merge: conflicts, and infrastructure whose plan somebody has to read. */
function beforeMerge({ outcomes, writes, notes }: Update): readonly string[] {
  const conflicts = outcomes.flatMap(({ path, conflict }) =>
    conflict === undefined
      ? []
      : [`[ ] ${code(path)} (${conflict.kind}): ${conflict.message} Then: ${code(`toltek resolve ${path}`)}`],
  );
  const infrastructure = touchesInfrastructure(writes)
    ? [`[ ] Read the plan of the infrastructure: ${code(infrastructureHint)}`]
    : [];
  return [...conflicts, ...infrastructure, ...notes];
}

/** How to see what an update does to the cloud. */
export const infrastructureHint = 'npm --prefix infra ci && npm --prefix infra run plan -- dev';

/** Whether an update changes what is deployed. */
export function touchesInfrastructure(writes: Update['writes']): boolean {
  return [...writes.keys()].some((path) => path.startsWith('infra/'));
}

function changeLine({ template, version, kind, description }: Update['changes'][number]): string {
  const urgent = kind === 'breaking' || kind === 'security';
  return `${urgent ? `**${kind}**` : kind}: ${description} (${code(template)} ${version})`;
}

function templateLines({ templates }: Update): readonly string[] {
  return templates.map(({ id, from, to }) => `${code(id)}: ${from ?? 'new'} → ${to ?? 'removed'}`);
}

function stateLine({ message, kind }: StateFinding): string {
  return `${kind}: ${message}`;
}

function migrationLine({ description, paths }: AppliedMigration): string {
  return `${description}: ${paths.map(code).join(', ')}`;
}

/** How many files have which status, for instance `3 updated, 1 merged`. */
export function fileCounts(outcomes: readonly FileOutcome[]): string {
  const counts = countStatuses(outcomes);
  return Object.entries(counts)
    .map(([status, count]) => `${count} ${status === 'conflict' ? 'in conflict' : status}`)
    .join(', ');
}

const STATUSES = [
  'created',
  'updated',
  'merged',
  'renamed',
  'deleted',
  'kept',
  'conflict',
  'unchanged',
] as const satisfies readonly FileOutcome['status'][];

/** Files by status; a status no file has is left out. */
export function countStatuses(outcomes: readonly Pick<FileOutcome, 'status'>[]): Record<string, number> {
  return Object.fromEntries(
    STATUSES.flatMap((status) => {
      const count = outcomes.filter((outcome) => outcome.status === status).length;
      return count === 0 ? [] : [[status, count]];
    }),
  );
}

function notedLines(outcomes: readonly FileOutcome[]): readonly string[] {
  return outcomes.flatMap(({ path, status, note }) =>
    status === 'kept' && note !== undefined ? [`${code(path)}: ${note}`] : [],
  );
}

function code(text: string): string {
  return `\`${text}\``;
}
