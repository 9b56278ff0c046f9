import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { commitAll, git } from '../tools/toy-versions.ts';
import type { ToyVersions } from '../tools/toy-versions.ts';

/** A client repository that people worked in. */
export interface EditedClient {
  readonly name: string;
  readonly folder: string;
  /** A text for every line somebody wrote; each occurs nowhere else. */
  readonly marks: readonly string[];
}

/** Numbers from 0 to 1 that a seed determines. */
type Random = () => number;

/** Few lines suffice where nothing depends on the quality of the numbers (a linear congruence). */
function randomOf(seed: number): Random {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Clients differ in what they chose, too. */
const VARIANTS: readonly (readonly string[])[] = [
  [],
  ['--set', 'replicas=5'],
  ['--use-case', 'toy-forecast'],
];

/** Generates client repositories below a folder, each with edits of its own, committed. */
export function makeClients(
  toy: ToyVersions,
  root: string,
  count: number,
  seed: number,
): readonly EditedClient[] {
  const pristine = VARIANTS.map((words) => packed(toy.newClient(words)));
  return Array.from({ length: count }, (_, at) => {
    const name = `group-${at % 10}/client-${at}`;
    const folder = path.join(root, name);
    mkdirSync(path.dirname(folder), { recursive: true });
    cpSync(pristine[at % pristine.length] ?? '', folder, { recursive: true, verbatimSymlinks: true });
    const marks = editClient(folder, at, randomOf(seed + at));
    if (marks.length > 0) commitAll(folder, 'Our own work');
    return { name, folder, marks };
  });
}

/** One pack in place of many objects makes a thousand copies quick. */
function packed(folder: string): string {
  git(folder, 'config', 'gc.auto', '0');
  git(folder, 'repack', '-a', '-d', '--quiet');
  rmSync(path.join(folder, '.git/hooks'), { recursive: true, force: true });
  return folder;
}

const MOST_EDITS = 9;

/** Edits random files, each in one way; returns what marks the lines written. One client in ten is left alone. */
function editClient(folder: string, client: number, random: Random): readonly string[] {
  if (random() < 0.1) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^\.(git|toltek)(\/|$)/.test(name) && statSync(path.join(folder, name)).isFile())
    .sort();
  const edits = 1 + Math.floor(random() * MOST_EDITS);
  return Array.from({ length: edits }, (_, at) => {
    const [name = 'README.md'] = files.splice(Math.floor(random() * files.length), 1);
    const mark = `mark-${client}-${at}-end`;
    editFile(folder, name, mark, random);
    return mark;
  });
}

/** Changes one file in a random way; the mark is in the repository afterwards. */
function editFile(folder: string, name: string, mark: string, random: Random): void {
  const file = path.join(folder, name);
  const write = (change: (text: string) => string): void => {
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };
  const line = lineWith(name, mark);
  const dice = random();
  const inserted = (text: string): string => insert(text, line, name, random);
  if (dice < 0.45) write(inserted);
  else if (dice < 0.6) write((text) => (isStrict(name) ? inserted(text) : replace(text, line, random)));
  else if (dice < 0.7) write((text) => inserted(text).replaceAll('\n', '\r\n'));
  else if (dice < 0.76) write((text) => inserted(text).replace(/\n$/, ''));
  else if (dice < 0.82) {
    write(inserted);
    chmodSync(file, (statSync(file).mode ^ 0o111) & 0o777);
  } else if (dice < 0.88) {
    // Somebody puts it elsewhere.
    write(inserted);
    mkdirSync(path.join(folder, 'ours'), { recursive: true });
    renameSync(file, path.join(folder, 'ours', name.replaceAll('/', '-')));
  } else if (dice < 0.93) {
    rmSync(file);
    writeFileSync(path.join(folder, `${mark}.txt`), `${mark}\n`);
  } else if (dice < 0.97) writeFileSync(path.join(folder, `new ${mark} é.txt`), `${mark}\n`);
  else writeFileSync(file, Buffer.from(`\0\u0001${mark}\0`));
}

/** Only what is valid may be written there, or the file is broken before any update. */
function isStrict(name: string): boolean {
  return /\.(json|ya?ml|toml)$/.test(name);
}

function lineWith(name: string, mark: string): string {
  if (name.endsWith('.json')) return `  "${mark}": 1,`;
  if (name.endsWith('.ts')) return `// ${mark}`;
  if (name.endsWith('.sql')) return `-- ${mark}`;
  return /\.(md|txt|csv)$/.test(name) ? mark : `# ${mark}`;
}

function insert(text: string, line: string, name: string, random: Random): string {
  const lines = text.split('\n');
  const at = name.endsWith('.json') ? 1 : Math.floor(random() * lines.length);
  return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
}

function replace(text: string, line: string, random: Random): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * Math.max(1, lines.length - 1));
  return [...lines.slice(0, at), line, ...lines.slice(at + 1)].join('\n');
}
