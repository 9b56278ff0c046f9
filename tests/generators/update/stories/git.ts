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

export interface GitTextMerge {
  readonly text: string;
  readonly conflict: boolean;
}

/**
 * A scratch repository whose objects are written here and not by git: a property test merges thousands of trees, and one
 * process for each is as much as it can spend.
 */
export class GitOracle {
  readonly #root = mkdtempSync(path.join(tmpdir(), 'toltek-oracle-'));

  constructor() {
    this.#git(['init', '-q', '--bare', '.']);
    this.#git(['config', 'merge.conflictStyle', 'diff3']);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** Files that were moved are found by their content: git offers no way to switch that off here. */
  mergeTrees(
    base: ReadonlyMap<string, FileContent>,
    ours: ReadonlyMap<string, FileContent>,
    theirs: ReadonlyMap<string, FileContent>,
  ): GitMerge {
    const root = this.#commit(base, []);
    const { status, stdout, stderr } = this.#git([
      ...['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages'],
      ...[this.#commit(ours, [root]), this.#commit(theirs, [root])],
    ]);
    if (status !== 0 && status !== 1) throw new Error(stderr);
    const [tree = '', ...conflicts] = stdout.split('\0').filter((part) => part !== '');
    return { files: this.#files(tree, ''), conflicts: new Set(conflicts) };
  }

  /** `git merge-file` with diff3 markers. */
  mergeText(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array, labels: readonly string[]): GitTextMerge {
    const sides = { ours, base, theirs };
    for (const [name, bytes] of Object.entries(sides)) writeFileSync(path.join(this.#root, name), bytes);
    const named = labels.flatMap((label) => ['-L', label]);
    const { status, stdout, stderr } = this.#git([
      'merge-file',
      '-p',
      '--diff3',
      ...named,
      'ours',
      'base',
      'theirs',
    ]);
    if (status === null || status > 127) throw new Error(stderr);
    return { text: stdout, conflict: status > 0 };
  }

  #git(words: readonly string[]): {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  } {
    return spawnSync('git', words, {
      cwd: this.#root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      env: { PATH: process.env['PATH'], HOME: this.#root, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' },
    });
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
