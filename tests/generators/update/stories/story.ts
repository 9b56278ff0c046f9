import fc from 'fast-check';
import { sha256 } from '#generators/engine/digest.ts';
import type { FileClass } from '#generators/engine/render/classes.ts';
import type { RenderedFile } from '#generators/engine/render/render.ts';
import type { BaseFile, FileContent, Rename, WorkFile } from '#generators/engine/update/types.ts';
import { edited, entryEdit, firstEntries, stored } from './content.ts';
import type { EntryEdit, Format, Storage } from './content.ts';
import type { Disk } from './tree.ts';

// A story is what happens to a repository between two versions of the templates: what was generated, what a person did,
// what the templates' author did. It is plain data, so that a failure prints as the few things that matter.

/** What a person did with a generated file. */
export interface PersonStory {
  readonly edits: readonly EntryEdit[];
  readonly fate: 'stay' | 'delete' | 'rename' | 'link' | 'folder' | 'binary';
  readonly chmod: boolean;
  readonly store: 'as-is' | 'crlf' | 'no-final-newline' | 'byte-order-mark';
}

/** What the author did with a template's file. */
export interface AuthorStory {
  readonly edits: readonly EntryEdit[];
  readonly fate: 'stay' | 'delete' | 'rename' | 'split' | 'folder';
  readonly chmod: boolean;
  readonly class: FileClass | 'same';
}

export interface FileStory {
  readonly entries: number;
  readonly format: Format;
  readonly class: FileClass;
  readonly executable: boolean;
  readonly crlf: boolean;
  readonly person: PersonStory;
  readonly author: AuthorStory;
}

/** A file that the person added. */
export interface OwnStory {
  /** Anywhere; where the new version has a file that the old one had not; where a file is put that does not merge. */
  readonly where: 'free' | 'new' | 'beside';
  /** Of the file whose new or beside path it is. */
  readonly file: number;
  /** Whether it holds what the templates have there. */
  readonly same: boolean;
}

export interface Story {
  readonly files: readonly FileStory[];
  readonly own: readonly OwnStory[];
  /** What the person made of the folder that some files lie in. */
  readonly folder: 'as-is' | 'link' | 'file';
  /** The new version has one file in place of that folder. */
  readonly collapse: boolean;
}

/** Which of the things that may happen do. */
export interface StoryLimits {
  readonly person: readonly PersonStory['fate'][];
  readonly stores: readonly PersonStory['store'][];
  readonly author: readonly AuthorStory['fate'][];
  readonly formats: readonly Format[];
  readonly classes: readonly FileClass[];
  readonly folders: readonly Story['folder'][];
  readonly own: readonly OwnStory['where'][];
  readonly collapse: boolean;
  /** The least number of entries in a file. */
  readonly entries: number;
}

/** Everything that may happen. */
export const EVERYTHING: StoryLimits = {
  person: ['stay', 'stay', 'stay', 'delete', 'rename', 'link', 'folder', 'binary'],
  stores: ['as-is', 'as-is', 'as-is', 'crlf', 'no-final-newline', 'byte-order-mark'],
  author: ['stay', 'stay', 'stay', 'delete', 'rename', 'split', 'folder'],
  formats: ['text', 'text', 'json', 'yaml', 'toml', 'binary'],
  classes: ['merged', 'merged', 'structured', 'managed', 'once', 'secret'],
  folders: ['as-is', 'as-is', 'as-is', 'link', 'file'],
  own: ['free', 'new', 'beside'],
  collapse: true,
  entries: 0,
};

/** Random stories. */
export function stories(limits: StoryLimits): fc.Arbitrary<Story> {
  const edits = fc.array(entryEdit, { maxLength: 3 });
  const person = fc.record<PersonStory>({
    edits,
    fate: fc.constantFrom(...limits.person),
    chmod: rarely,
    store: fc.constantFrom(...limits.stores),
  });
  const author = fc.record<AuthorStory>({
    edits,
    fate: fc.constantFrom(...limits.author),
    chmod: rarely,
    class: fc.constantFrom<AuthorStory['class']>('same', 'same', 'same', ...limits.classes),
  });
  const file = fc.record<FileStory>({
    entries: fc.integer({ min: limits.entries, max: Math.max(8, limits.entries + 4) }),
    format: fc.constantFrom(...limits.formats),
    class: fc.constantFrom(...limits.classes),
    executable: rarely,
    crlf: limits.stores.includes('crlf') ? rarely : fc.constant(false),
    person,
    author,
  });
  const own = fc.record<OwnStory>({
    where: fc.constantFrom(...limits.own),
    file: fc.nat({ max: 4 }),
    same: rarely,
  });
  const story = fc.record<Story>({
    files: fc.array(file, { minLength: 1, maxLength: 5 }),
    own: fc.array(own, { maxLength: 2 }),
    folder: fc.constantFrom(...limits.folders),
    collapse: limits.collapse ? rarely : fc.constant(false),
  });
  return story.map((told) => ({ ...told, [fc.toStringMethod]: () => inWords(told) }));
}

/** A story as a failed test prints it: what happened, and nothing that did not. */
function inWords({ files, own, folder, collapse }: Story): string {
  const did = (who: PersonStory | AuthorStory): string => {
    const more = 'store' in who ? who.store : `class ${who.class}`;
    const edits = who.edits.map((edit) => `${edit.do} at ${edit.at}`);
    const all = [...edits, who.fate, ...(who.chmod ? ['chmod'] : []), more];
    return all.filter((part) => !['stay', 'as-is', 'class same'].includes(part)).join(', ') || 'nothing';
  };
  return [
    ...files.map(
      (file, index) =>
        `${pathOf(index, file)}: ${file.entries} entries, ${file.class}${file.executable ? ', executable' : ''}${file.crlf ? ', crlf' : ''}; person: ${did(file.person)}; author: ${did(file.author)}`,
    ),
    ...own.map(({ where, file, same }) => `own file: ${where}, of file ${file}${same ? ', the same' : ''}`),
    ...(folder === 'as-is' ? [] : [`person puts a ${folder} in place of ${FOLDER}/`]),
    ...(collapse ? [`author puts a file in place of ${FOLDER}/`] : []),
  ].join('\n');
}

const rarely = fc.nat({ max: 5 }).map((draw) => draw === 5);

/** A story told: the sides of a merge. */
export interface Told {
  readonly base: ReadonlyMap<string, BaseFile>;
  /** Everything the person has, not only what the templates know of. */
  readonly disk: Disk;
  /** The disk as it was generated. */
  readonly untouched: Disk;
  readonly theirs: ReadonlyMap<string, RenderedFile>;
  readonly renames: readonly Rename[];
}

/** The folder that a story is about, and the files in it by number. */
const FOLDER = 'shared';

function pathOf(index: number, { format }: FileStory): string {
  const folder = ['', `${FOLDER}/`, `${FOLDER}/deep/`][index % 3] ?? '';
  return `${folder}file${index}.${format === 'text' || format === 'binary' ? 'txt' : format}`;
}

export function tell(story: Story): Told {
  const files = story.files.map((file, index) => ({ file, index, path: pathOf(index, file) }));
  const base = new Map<string, BaseFile>();
  const theirs = new Map<string, RenderedFile>();
  const disk = new Map<string, WorkFile>();
  const untouched = new Map<string, WorkFile>();
  const renames: Rename[] = [];
  for (const { file, index, path } of files) {
    const generated = baseFile(file, index);
    const { bytes, ...withoutBytes } = generated;
    const isKept = file.class !== 'once' && file.class !== 'secret';
    base.set(path, isKept ? generated : withoutBytes);
    untouched.set(path, { kind: 'file', bytes: bytes ?? new Uint8Array(), executable: file.executable });
    for (const [written, content] of authored(file, index, path)) theirs.set(written, content);
    if (file.author.fate === 'rename') renames.push({ from: path, to: renamed(path) });
    for (const [written, content] of personal(file, index, path)) disk.set(written, content);
  }
  if (story.collapse) {
    for (const path of theirs.keys()) if (path.startsWith(`${FOLDER}/`)) theirs.delete(path);
    theirs.set(FOLDER, rendered(Buffer.from('new-collapsed.\n'), false, 'merged'));
  }
  if (story.folder !== 'as-is') replaceFolder(disk, story.folder);
  story.own.forEach((own, index) => {
    addOwn(disk, own, index, theirs, files);
  });
  return { base, disk, untouched, theirs, renames };
}

const storage = (file: FileStory): Storage => ({ crlf: file.crlf, byteOrderMark: false, finalNewline: true });

function baseFile(file: FileStory, index: number): BaseFile {
  const bytes = stored(firstEntries(`${index}`, file.entries), file.format, storage(file));
  return {
    bytes,
    sha256: sha256(bytes),
    executable: file.executable,
    class: file.class,
    template: 'base',
  };
}

function renamed(path: string): string {
  return path.replace(/file(\d+)/, 'moved/renamed$1');
}

/** What the new version of the templates writes in place of a file. */
function authored(
  { author, ...file }: FileStory,
  index: number,
  path: string,
): readonly (readonly [string, RenderedFile])[] {
  const entries = edited(firstEntries(`${index}`, file.entries), author.edits, 'new', `${index}`);
  const executable = file.executable !== author.chmod;
  const fileClass = author.class === 'same' ? file.class : author.class;
  const content = (part: typeof entries): RenderedFile =>
    rendered(stored(part, file.format, storage({ author, ...file })), executable, fileClass);
  const half = Math.ceil(entries.length / 2);
  switch (author.fate) {
    case 'stay':
      return [[path, content(entries)]];
    case 'rename':
      return [[renamed(path), content(entries)]];
    case 'folder':
      return [[`${path}/inner.txt`, content(entries)]];
    case 'split':
      return [
        [path, content(entries.slice(0, half))],
        [path.replace(/file(\d+)/, 'second$1'), content(entries.slice(half))],
      ];
    case 'delete':
      return [];
  }
}

function rendered(bytes: Uint8Array, executable: boolean, fileClass: FileClass): RenderedFile {
  return { bytes, executable, class: fileClass, template: 'base', source: 'templates/base' };
}

/** What the person has in place of a file. */
function personal(
  { person, ...file }: FileStory,
  index: number,
  path: string,
): readonly (readonly [string, WorkFile])[] {
  const entries = edited(firstEntries(`${index}`, file.entries), person.edits, 'mine', `${index}`);
  const content: WorkFile = {
    kind: 'file',
    bytes: stored(entries, file.format, {
      crlf: file.crlf || person.store === 'crlf',
      byteOrderMark: person.store === 'byte-order-mark',
      finalNewline: person.store !== 'no-final-newline',
    }),
    executable: file.executable !== person.chmod,
  };
  switch (person.fate) {
    case 'stay':
      return [[path, content]];
    case 'delete':
      return [];
    case 'rename':
      return [[`${path}.déplacé`, content]];
    case 'link':
      return [[path, { kind: 'link', target: `/elsewhere/mine-link-${index}.` }]];
    case 'folder':
      return [[`${path}/notes.txt`, own(`mine-inside-${index}.\n`)]];
    case 'binary':
      return [[path, own(`mine-binary-${index}.\0\xff`)]];
  }
}

function own(text: string): WorkFile {
  return { kind: 'file', bytes: Buffer.from(text, 'latin1'), executable: false };
}

function replaceFolder(disk: Map<string, WorkFile>, by: 'link' | 'file'): void {
  for (const path of disk.keys()) if (path.startsWith(`${FOLDER}/`)) disk.delete(path);
  disk.set(FOLDER, by === 'link' ? { kind: 'link', target: '/elsewhere' } : own('mine-for-folder.\n'));
}

/** Adds a file of the person's where the disk has room for it, as executable as the templates' is there. */
function addOwn(
  disk: Map<string, WorkFile>,
  { where, file, same }: OwnStory,
  index: number,
  theirs: ReadonlyMap<string, RenderedFile>,
  files: readonly { readonly path: string }[],
): void {
  const { path: generated = '' } = files[file % files.length] ?? {};
  const added = [...theirs.keys()].filter((path) => !files.some((known) => known.path === path));
  const path = {
    free: `Übersicht für ${index} – 数据.txt`,
    new: added[file % Math.max(1, added.length)] ?? 'elsewhere.txt',
    beside: `${generated}.toltek-new`,
  }[where];
  const parts = path.split('/');
  const isBlocked = parts.some((_, count) => disk.has(parts.slice(0, count + 1).join('/')));
  if (isBlocked || [...disk.keys()].some((other) => other.startsWith(`${path}/`))) return;
  const content = theirs.get(path);
  const bytes = same ? content?.bytes : undefined;
  const written: FileContent = {
    bytes: bytes ?? Buffer.from(`mine-own-${index}.\n`),
    executable: content?.executable ?? false,
  };
  disk.set(path, { kind: 'file', ...written });
}
