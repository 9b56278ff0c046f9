import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import { sha256 } from '../../engine/digest.ts';
import { isRendered } from '../../engine/render/paths.ts';
import type { StoredFile, TemplateReader } from '../../engine/render/render.ts';
import type { CompiledText } from '../../engine/render/template-text.ts';

/** What tools leave behind in a folder of code; never part of a template. */
const LEFT_BEHIND =
  /^(\.venv|\.ruff_cache|\.mypy_cache|\.pytest_cache|\.terraform|__pycache__|node_modules|cdktf\.out|.*\.pyc|.*\.egg-info|\.DS_Store)$/;

/**
 * Every file below a folder, with paths relative to it, in the order of their paths.
 * @param shown the folder as problems name it.
 * @throws InputError naming symbolic links, special files, and names that npm or git would interpret.
 */
export function listStoredFiles(folder: string, shown: string): readonly StoredFile[] {
  const files: StoredFile[] = [];
  const problems: Problem[] = [];
  const visit = (relative: string): void => {
    const names = readdirSync(path.join(folder, relative)).filter((name) => !LEFT_BEHIND.test(name));
    for (const name of names.sort()) {
      const below = relative === '' ? name : `${relative}/${name}`;
      const stat = lstatSync(path.join(folder, below));
      if (name.startsWith('.')) problems.push(interpretedName(`${shown}/${below}`, name));
      else if (stat.isDirectory()) visit(below);
      else if (stat.isFile()) files.push(storedFile(folder, below, stat.mode));
      else problems.push(notAFile(`${shown}/${below}`, stat.isSymbolicLink()));
    }
  };
  visit('');
  if (problems.length > 0) throw new InputError(problems);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function storedFile(folder: string, below: string, mode: number): StoredFile {
  return {
    path: below,
    bytes: readFileSync(path.join(folder, below)),
    executable: (mode & 0o100) !== 0,
  };
}

function interpretedName(file: string, name: string): Problem {
  return {
    code: 'TEMPLATE_NAME',
    severity: 'error',
    message: `npm and git interpret the name '${name}' and may drop the file from the package.`,
    file,
    expected: 'a name that does not start with a dot',
    action: `Store it as '_${name.slice(1)}'; it is written as '${name}'.`,
  };
}

function notAFile(file: string, isLink: boolean): Problem {
  return {
    code: 'TEMPLATE_LINK',
    severity: 'error',
    message: isLink
      ? 'A template may not hold symbolic links.'
      : 'A template may hold files and folders only.',
    file,
    expected: 'a file or a folder',
    action: 'Replace it by a copy of what it points to.',
  };
}

/** Texts compiled when the toolbox was built, by the SHA-256 of their bytes. */
export type CompiledTexts = Readonly<Record<string, CompiledText>>;

/**
 * Reads templates and constructs from the folders that hold them.
 * @param templates folder with one folder per template id, each with `files/`.
 * @param constructs folder with the constructs.
 * @param compiled texts that need not be compiled again; one that was changed since is not among them. Default: none.
 */
export function folderReader(
  templates: string,
  constructs: string,
  compiled: CompiledTexts = {},
): TemplateReader {
  const read = new Map<string, readonly StoredFile[]>();
  return {
    filesOf: (id) => {
      const known =
        read.get(id) ??
        filesOf(path.join(templates, id, 'files'), `templates/${id}/files`).map((file) =>
          withCompiled(file, compiled),
        );
      read.set(id, known);
      return known;
    },
    construct: (name) => constructFiles(constructs, name),
  };
}

function withCompiled(file: StoredFile, texts: CompiledTexts): StoredFile {
  const compiled = isRendered(file.path) ? texts[sha256(file.bytes)] : undefined;
  return compiled === undefined ? file : { ...file, compiled };
}

/** A template may have nothing but contributions. */
function filesOf(folder: string, shown: string): readonly StoredFile[] {
  return existsSync(folder) ? listStoredFiles(folder, shown) : [];
}

function constructFiles(constructs: string, name: string): readonly StoredFile[] {
  const full = path.join(constructs, name);
  const stat = lstatSync(full, { throwIfNoEntry: false });
  if (stat?.isFile() === true) return [storedFile(constructs, name, stat.mode)];
  if (stat?.isDirectory() !== true) return [];
  return listStoredFiles(full, `constructs/${name}`).map((file) => ({
    ...file,
    path: `${name}/${file.path}`,
  }));
}
