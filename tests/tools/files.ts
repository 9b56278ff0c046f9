import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Every file below a folder but those of git, with its bytes and executable bit as text; links are not followed. */
export function snapshotOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((name) => name.split(path.sep)[0] !== '.git');
  return Object.fromEntries(
    names.sort().map((name) => {
      const file = path.join(folder, name);
      const mode = (statSync(file).mode & 0o100) === 0 ? '644' : '755';
      return [name.split(path.sep).join('/'), `${mode} ${readFileSync(file, 'latin1')}`];
    }),
  );
}
