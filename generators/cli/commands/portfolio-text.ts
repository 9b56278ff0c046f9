import type { PortfolioReport } from '#catalog/schema/generated/types.ts';
import { visible } from '../adapters/terminal.ts';
import type { Terminal } from '../adapters/terminal.ts';
import type { PortfolioRow } from '../portfolio/one.ts';
import { counted } from './counted.ts';
import { table, tableSection } from './table.ts';

/** The whole portfolio as a table, and what is to be done by hand. */
export function portfolioLines(report: PortfolioReport, terminal: Terminal): readonly string[] {
  const { repositories, notDone } = report;
  const head = ['repository', 'client', 'version', 'edits', 'result'];
  const [title = '', ...rows] = table(
    [
      head,
      ...repositories.map((row) =>
        [
          row.repository,
          row.client ?? '?',
          versions(row),
          row.edits === null ? '?' : String(row.edits),
          resultText(row),
        ].map(visible),
      ),
    ],
    { indent: '' },
  );
  return [
    terminal.style('bold', title),
    ...rows.map((line, at) => colored(line, repositories[at]?.result, terminal)),
    ...todo(repositories, terminal),
    '',
    summary(report),
    ...(notDone.length === 0 ? [] : [`Stopped: ${notDone.length} not done: ${excerpt(notDone)}.`]),
  ];
}

/** One repository on one line, as it ends. */
export function progressText(done: number, all: number, row: PortfolioRow): string {
  return visible(
    `[${String(done).padStart(String(all).length)}/${all}] ${row.repository}: ${resultText(row)}`,
  );
}

function versions({ from, to }: PortfolioRow): string {
  if (from === null) return '?';
  return to === null || to === from ? from : `${from} -> ${to}`;
}

function resultText(row: PortfolioRow): string {
  const { result, conflicts, branch, problems } = row;
  const on = branch === null ? '' : ` on ${branch}`;
  switch (result) {
    case 'up-to-date':
      return 'up to date';
    case 'available':
      return 'update available, no conflicts';
    case 'updated':
      return `updated${on}`;
    case 'already-updated':
      return `updated before${on}`;
    case 'conflicts':
      return branch === null
        ? `update available, ${counted(conflicts.length, 'conflict')}`
        : `${counted(conflicts.length, 'conflict')} to decide${on}`;
    case 'refused':
    case 'failed':
      return `${result}: ${problems.map(({ message }) => message).join(' ')}`;
  }
}

function colored(line: string, result: PortfolioRow['result'] | undefined, terminal: Terminal): string {
  if (result === 'failed' || result === 'refused') return terminal.style('red', line);
  return result === 'conflicts' ? terminal.style('yellow', line) : line;
}

/** What a person has to do, repository by repository. */
function todo(rows: readonly PortfolioRow[], terminal: Terminal): readonly string[] {
  const lines = rows.flatMap(({ repository, problems, notes }) => [
    ...problems.flatMap(({ action }) => (action === undefined ? [] : [[repository, action]])),
    ...notes.map((note) => [repository, note]),
  ]);
  return tableSection(terminal.style('bold', 'To do, and to know'), lines);
}

const RESULT_WORDS: Readonly<Record<PortfolioRow['result'], string>> = {
  'up-to-date': 'up to date',
  available: 'with an update available',
  updated: 'updated',
  'already-updated': 'updated before',
  conflicts: 'with conflicts',
  refused: 'refused',
  failed: 'failed',
};

function summary({ repositories, counts }: PortfolioReport): string {
  const parts = Object.entries(RESULT_WORDS).flatMap(([result, words]) => {
    const count = Object.entries(counts).find(([name]) => name === result)?.[1] ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const noun = repositories.length === 1 ? 'repository' : 'repositories';
  return `${repositories.length} ${noun}: ${parts.join(', ')}.`;
}

function excerpt(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(visible).join(', ');
  return names.length > 5 ? `${shown}, ...` : shown;
}
