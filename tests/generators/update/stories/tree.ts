import type { FileContent, FileOutcome, WorkFile, WorkTree } from '#generators/engine/update/types.ts';

/** Files and links by path, as a disk has them: folders are there because something is in them. */
export type Disk = ReadonlyMap<string, WorkFile>;

const foldersOf = (path: string): readonly string[] => {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
};

/** What the repository adapter gives for these paths: below a link that link, below a file something special. */
export function read(disk: Disk, paths: Iterable<string>): WorkTree {
  const folders = new Set([...disk.keys()].flatMap(foldersOf));
  const look = (path: string): WorkFile | undefined => {
    const above = foldersOf(path)
      .map((folder) => disk.get(folder))
      .find((found) => found !== undefined && found.kind !== 'folder');
    if (above !== undefined) return above.kind === 'file' ? { kind: 'special' } : above;
    return disk.get(path) ?? (folders.has(path) ? { kind: 'folder' } : undefined);
  };
  return new Map(
    [...paths].flatMap((path) => {
      const found = look(path);
      return found === undefined ? [] : [[path, found] as const];
    }),
  );
}

/**
 * The disk after an update.
 * @throws Error where the outcomes ask for what a disk refuses, or would go through something that is no folder.
 */
export function write(disk: Disk, outcomes: readonly FileOutcome[]): Disk {
  const after = new Map(disk);
  const writes = outcomes.flatMap((outcome) => [...outcome.writes]);
  const twice = writes.find(([path], index) => writes.findIndex(([other]) => other === path) !== index);
  if (twice !== undefined) throw new Error(`${twice[0]} is written twice.`);
  for (const [path, content] of writes) {
    if (content !== null) continue;
    if (after.get(path)?.kind !== 'file') throw new Error(`${path} is deleted, and is no file.`);
    after.delete(path);
  }
  for (const [path, content] of writes) if (content !== null) put(after, path, content);
  return after;
}

function put(disk: Map<string, WorkFile>, path: string, content: FileContent): void {
  const above = foldersOf(path).find((folder) => disk.has(folder));
  if (above !== undefined) throw new Error(`${path} is written below ${above}, which is no folder.`);
  const inside = [...disk.keys()].find((other) => other.startsWith(`${path}/`));
  if (inside !== undefined) throw new Error(`${path} is written in place of the folder of ${inside}.`);
  const old = disk.get(path);
  if (old !== undefined && old.kind !== 'file') throw new Error(`${path} is written over what is no file.`);
  disk.set(path, { kind: 'file', ...content });
}

/** Text of a file as a failure shows it, and as tokens are looked for in it; bytes that are no text one to one. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString(bytes.includes(0) ? 'latin1' : 'utf8');
}

/** A disk that a failed test can print: each file with its mode and content. */
export function show(disk: Disk): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...disk]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, file]) => [path, file.kind === 'file' ? shown(file) : showOther(file)]),
  );
}

/** A file's mode and content in one string. */
export function shown({ bytes, executable }: FileContent): string {
  return `${executable ? '755' : '644'} ${textOf(bytes)}`;
}

function showOther(file: Exclude<WorkFile, { kind: 'file' }>): string {
  return file.kind === 'link' ? `-> ${file.target}` : file.kind;
}
