// Writes anew what the examples lead to: the selection beside each diagnostic, and the complete repository of the first.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const withRepository = 'p1-online-retailer';

function toltek(...words: string[]): void {
  const { status } = spawnSync(process.execPath, [path.join(root, 'dist/cli/main.js'), ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`toltek ${words.join(' ')} ended with ${status ?? 'a signal'}.`);
}

for (const name of readdirSync(path.join(root, 'examples')).sort()) {
  const folder = path.posix.join('examples', name);
  const diagnostic = path.posix.join(folder, 'diagnostic.json');
  toltek('select', diagnostic, '--out', path.posix.join(folder, 'selection.json'));
  console.log(`${folder}/selection.json`);
  if (name !== withRepository) continue;
  const repository = path.posix.join(folder, 'repository');
  rmSync(path.join(root, repository), { recursive: true, force: true });
  toltek('new', repository, '--diagnostic', diagnostic, '--yes');
  console.log(`${repository}/`);
}
