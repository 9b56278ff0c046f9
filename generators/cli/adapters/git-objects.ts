import { git } from './git-run.ts';
import { refused } from './file-system.ts';

/**
 * Stores bytes as git objects, as they are (no filter of the repository is run), in one process.
 * @returns their names in the same order.
 */
export function storeBlobs(root: string, blobs: readonly Uint8Array[]): readonly string[] {
  if (blobs.length === 0) return [];
  const lines = blobs.flatMap((bytes, index) => {
    const mark = `:${index + 1}`;
    return [`blob\nmark ${mark}\ndata ${bytes.length}\n`, bytes, `\nget-mark ${mark}\n`];
  });
  const input = Buffer.concat(lines.map((line) => Buffer.from(line)));
  const names = git(root, ['fast-import', '--quiet'], { input }).toString('latin1').trim().split('\n');
  if (names.length !== blobs.length) throw new Error('git fast-import did not name every object.');
  return names;
}

/**
 * The bytes of git objects by their names, in one process and without filters.
 * @throws InputError where one is missing, as in a partial clone.
 */
export function readBlobs(root: string, oids: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const wanted = [...new Set(oids)];
  const blobs = new Map<string, Uint8Array>();
  if (wanted.length === 0) return blobs;
  const output = git(root, ['cat-file', '--batch'], { input: wanted.map((oid) => `${oid}\n`).join('') });
  let offset = 0;
  for (const oid of wanted) {
    const end = output.indexOf(0x0a, offset);
    const [, type, size] = output.toString('latin1', offset, end).split(' ');
    if (type !== 'blob')
      throw refused(
        'GIT_INCOMPLETE',
        `The git repository lacks the object ${oid}.`,
        root,
        'a clone that holds every file of its last commit',
        'Fetch it with git (for a partial clone: git fetch --refetch), and run the command again.',
      );
    blobs.set(oid, output.subarray(end + 1, end + 1 + Number(size)));
    offset = end + 1 + Number(size) + 1;
  }
  return blobs;
}
