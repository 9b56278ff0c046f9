import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { commitAll, git } from '../../tools/toy-versions.ts';
import type { FileContent, WorkFile } from '#generators/engine/update/types.ts';

/** Bytes of a text. */
export function content(text: string, executable = false): FileContent {
  return { bytes: new TextEncoder().encode(text), executable };
}

/** A text as a file of the person's. */
export function workFile(text: string, executable = false): WorkFile {
  return { kind: 'file', ...content(text, executable) };
}

/** Writes texts; a path that ends with `*` is executable. */
export function writeTexts(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) {
    const file = path.join(folder, name.replace(/\*$/, ''));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (name.endsWith('*')) chmodSync(file, 0o755);
  }
}

/** A git repository with one commit of these texts. */
export function makeRepository(folder: string, texts: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  writeTexts(folder, texts);
  git(folder, 'init', '--quiet', '--initial-branch=main', '--template=');
  commitAll(folder, 'Generated');
  return folder;
}

/** Everything that lies in a folder, `.git` left out: texts, folders as `null`, links as their targets. */
export function contents(folder: string): Readonly<Record<string, string | null>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => name.split(path.sep)[0] !== '.git')
      .map((name) => {
        const stat = lstatSync(path.join(folder, name));
        if (stat.isDirectory()) return [name, null];
        if (stat.isSymbolicLink()) return [name, `-> ${readlinkSync(path.join(folder, name))}`];
        const mark = (stat.mode & 0o100) === 0 ? '' : '*';
        return [`${name}${mark}`, readFileSync(path.join(folder, name), 'utf8')];
      }),
  );
}
