import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { PortfolioReport } from '#catalog/schema/generated/types.ts';
import { explained } from '../adapters/file-system.ts';
import { writeDocument, writeText } from '../adapters/write-document.ts';

/**
 * Writes what pull requests are opened with: the whole report as portfolio.json, and for every repository with an
 * update a Markdown file named after it, its first line the title.
 * @throws InputError if the folder cannot be written to.
 */
export function writePullRequests(folder: string, report: PortfolioReport): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw explained(error, folder);
  }
  const taken = new Set<string>();
  for (const { repository, client, pullRequest } of report.repositories) {
    if (pullRequest === null) continue;
    const name = freeName(repository === '.' ? (client ?? 'repository') : repository, taken);
    writeText(path.join(folder, `${name}.md`), `# ${pullRequest.title}\n\n${pullRequest.body}`);
  }
  writeDocument(path.join(folder, 'portfolio.json'), report);
}

/** A name of one part; folders become dashes. */
function freeName(repository: string, taken: Set<string>): string {
  const name = repository.replaceAll('/', '--');
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}-${count}`;
  taken.add(free);
  return free;
}
