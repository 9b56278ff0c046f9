import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Root of the repository. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** Folder of the constructs. */
export const constructsFolder = path.join(root, 'constructs/gcp');

/** Folder of the components for Kubernetes. */
export const componentsFolder = path.join(root, 'constructs/kubernetes');

/** Writes a file where it differs; says whether it did. */
export function replaceFile(file: string, text: string): boolean {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return true;
}

/** The text of `file` with what stands between its two marks of `name` replaced. */
export function between(text: string, name: string, content: string, file: string): string {
  const begin = `<!-- ${name}: made from the code -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${path.relative(root, file)}: the lines "${begin}" and "${end}" are missing.`);
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
