import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import type { FileContent } from '#generators/engine/update/types.ts';

/** What git makes of three trees. */
export interface GitMerge {
  readonly files: ReadonlyMap<string, FileContent>;
  readonly conflicts: ReadonlySet<string>;
}

/** Three versions of a tree; files that were moved are found by their content: git offers no way to switch that off. */
export interface TreeSides {
  readonly base: ReadonlyMap<string, FileContent>;
  readonly ours: ReadonlyMap<string, FileContent>;
  readonly theirs: ReadonlyMap<string, FileContent>;
}

/** What `git merge-file` makes of three texts. */
export interface GitTextMerge {
  readonly text: string;
  readonly conflict: boolean;
}

/** Three versions of a text. */
export interface TextSides {
  readonly base: Uint8Array;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

interface ProgramResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A scratch repository whose objects are written here and not by git: a property test merges thousands of trees. What
 * is announced before is merged by one process for all, since starting one from a worker of Jest costs more than what
 * it does; anything else, as a story that is being shrunk, gets a process of its own.
 */
export class GitOracle {
  readonly #root = mkdtempSync(path.join(tmpdir(), 'toltek-oracle-'));
  /** What merge-tree said, by the two commits. */
  readonly #trees = new Map<string, readonly string[]>();
  /** What merge-file said, by the digests of the three texts. */
  readonly #texts = new Map<string, GitTextMerge>();

  constructor() {
    this.#git(['init', '-q', '--bare', '.']);
    this.#git(['config', 'merge.conflictStyle', 'diff3']);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** Merges many trees at once, so that `mergeTrees` has the answers. */
  announceTrees(all: readonly TreeSides[]): void {
    const pairs = [...new Set(all.map((sides) => this.#commits(sides)))];
    const words = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '--stdin'];
    const { status, stdout, stderr } = this.#git(words, `${pairs.join('\n')}\n`);
    if (status !== 0) throw new Error(stderr);
    // A status, a tree and the names in conflict, then nothing.
    const parts = stdout.split('\0');
    for (const pair of pairs) {
      const end = parts.indexOf('');
      const [, ...answer] = parts.splice(0, end + 1);
      this.#trees.set(pair, answer.slice(0, -1));
    }
  }

  mergeTrees(sides: TreeSides): GitMerge {
    const pair = this.#commits(sides);
    if (!this.#trees.has(pair)) this.announceTrees([sides]);
    const [tree = '', ...conflicts] = this.#trees.get(pair) ?? [];
    return { files: this.#files(tree, ''), conflicts: new Set(conflicts) };
  }

  /**
   * Merges many texts at once, so that `mergeText` has the answers.
   * @param labels of our side, the base and their side; without quotes.
   */
  announceTexts(all: readonly TextSides[], labels: readonly string[]): void {
    const merges = new Map(all.map((sides) => [textsKey(sides), sides]));
    for (const [key, { base, ours, theirs }] of merges)
      for (const [name, bytes] of Object.entries({ base, ours, theirs }))
        writeFileSync(path.join(this.#root, `${key}.${name}`), bytes);
    const named = labels.map((label) => `-L '${label}'`).join(' ');
    const merge = `git merge-file -p --diff3 ${named} $key.ours $key.base $key.theirs`;
    const loop = `while read -r key; do ${merge} > $key.merged; echo $?; done`;
    const { status, stdout, stderr } = this.#run('sh', ['-c', loop], `${[...merges.keys()].join('\n')}\n`);
    const statuses = stdout.split('\n');
    if (status !== 0 || statuses.length !== merges.size + 1) throw new Error(stderr);
    for (const [index, key] of [...merges.keys()].entries()) {
      const conflicts = Number(statuses[index]);
      if (conflicts > 127) throw new Error(stderr);
      const text = readFileSync(path.join(this.#root, `${key}.merged`), 'utf8');
      this.#texts.set(key, { text, conflict: conflicts > 0 });
    }
  }

  /** `git merge-file` with diff3 markers; the labels as announced. */
  mergeText(sides: TextSides, labels: readonly string[]): GitTextMerge {
    const key = textsKey(sides);
    if (!this.#texts.has(key)) this.announceTexts([sides], labels);
    const merged = this.#texts.get(key);
    if (merged === undefined) throw new Error(`git said nothing of ${key}.`);
    return merged;
  }

  #git(words: readonly string[], input = ''): ProgramResult {
    return this.#run('git', words, input);
  }

  #run(program: string, words: readonly string[], input: string): ProgramResult {
    return spawnSync(program, words, {
      cwd: this.#root,
      encoding: 'utf8',
      input,
      maxBuffer: 1 << 26,
      env: { PATH: process.env['PATH'], HOME: this.#root, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' },
    });
  }

  /** Our commit and theirs, on one that has the base. */
  #commits({ base, ours, theirs }: TreeSides): string {
    const root = this.#commit(base, []);
    return `${this.#commit(ours, [root])} ${this.#commit(theirs, [root])}`;
  }

  #commit(files: ReadonlyMap<string, FileContent>, parents: readonly string[]): string {
    const lines = [
      `tree ${this.#tree(files)}`,
      ...parents.map((parent) => `parent ${parent}`),
      'author t <t@example.invalid> 0 +0000',
      'committer t <t@example.invalid> 0 +0000',
    ];
    return this.#object('commit', Buffer.from(`${lines.join('\n')}\n\nx\n`));
  }

  #tree(files: ReadonlyMap<string, FileContent>): string {
    const names = [...new Set([...files.keys()].map((name) => name.split('/')[0] ?? ''))];
    const entries = names.map((name) => {
      const file = files.get(name);
      if (file !== undefined)
        return {
          name,
          sort: name,
          mode: file.executable ? '100755' : '100644',
          id: this.#object('blob', file.bytes),
        };
      const inner = [...files].flatMap(([key, value]) =>
        key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), value] as const] : [],
      );
      return { name, sort: `${name}/`, mode: '40000', id: this.#tree(new Map(inner)) };
    });
    entries.sort((a, b) => Buffer.compare(Buffer.from(a.sort), Buffer.from(b.sort)));
    return this.#object(
      'tree',
      Buffer.concat(
        entries.map(({ name, mode, id }) =>
          Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]),
        ),
      ),
    );
  }

  #object(type: string, content: Uint8Array): string {
    const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const id = createHash('sha1').update(whole).digest('hex');
    const file = this.#objectFile(id);
    if (!existsSync(file)) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, deflateSync(whole, { level: 1 }));
    }
    return id;
  }

  #objectFile(id: string): string {
    return path.join(this.#root, 'objects', id.slice(0, 2), id.slice(2));
  }

  #content(id: string): Buffer {
    const whole = inflateSync(readFileSync(this.#objectFile(id)));
    return whole.subarray(whole.indexOf(0) + 1);
  }

  #files(tree: string, folder: string): Map<string, FileContent> {
    const files = new Map<string, FileContent>();
    const content = this.#content(tree);
    for (let start = 0; start < content.length;) {
      const end = content.indexOf(0, start);
      const [mode = '', ...name] = content.toString('utf8', start, end).split(' ');
      const id = content.toString('hex', end + 1, end + 21);
      const at = `${folder}${name.join(' ')}`;
      if (mode === '40000') for (const [inner, file] of this.#files(id, `${at}/`)) files.set(inner, file);
      else files.set(at, { bytes: this.#content(id), executable: mode === '100755' });
      start = end + 21;
    }
    return files;
  }
}

function textsKey({ base, ours, theirs }: TextSides): string {
  const hash = createHash('sha1');
  for (const bytes of [base, ours, theirs]) hash.update(`${bytes.length} `).update(bytes);
  return hash.digest('hex');
}
