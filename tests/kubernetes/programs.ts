import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** A Go program that the tests build from a module of this folder. */
export interface GoProgram {
  /** Folder of the module. */
  readonly module: string;
  /** Package to build, from the module. */
  readonly main: string;
  /**
   * Build tags.
   *
   * @default []
   */
  readonly tags?: readonly string[];
  /** Values that the linker puts into variables. */
  readonly variables?: (versions: ReadonlyMap<string, string>) => Readonly<Record<string, string>>;
}

/** The control plane: minutes of building on a new machine, seconds when Go's own cache is warm. */
export const kubelab: GoProgram = {
  module: 'kubelab',
  main: '.',
  // Without these the API server says that it is v0.0.0-master.
  variables: (versions) => {
    const version = versions.get('k8s.io/kubernetes') ?? '';
    const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
    return Object.fromEntries(
      Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' }).map(
        ([name, value]) => [`k8s.io/component-base/version.${name}`, value],
      ),
    );
  },
};

/**
 * Builds a program unless a build of the same sources is kept; gives its path. Builds are kept outside the checkout:
 * another checkout of the same sources has them at once.
 */
export function built(program: GoProgram): string {
  const folder = path.join(import.meta.dirname, program.module);
  const variables = program.variables?.(versionsIn(path.join(folder, 'go.mod'))) ?? {};
  const tags = (program.tags ?? []).join(',');
  const link = ['-s', '-w', ...Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)];
  const kept = path.join(keptBuilds(), digestOf(folder, program.main, tags, link));
  const file = path.join(kept, path.basename(path.resolve(folder, program.main)));
  if (existsSync(file)) return file;
  mkdirSync(kept, { recursive: true });
  const fresh = `${file}.${process.pid}`;
  execFileSync(
    'go',
    ['build', '-p', '2', '-trimpath', '-tags', tags, '-ldflags', link.join(' '), '-o', fresh, program.main],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false' },
    },
  );
  // Another test file may be building the same.
  renameSync(fresh, file);
  return file;
}

function keptBuilds(): string {
  const caches = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  return path.join(caches, 'toltek-toolbox');
}

/** Versions that a module requires, by path. */
function versionsIn(file: string): ReadonlyMap<string, string> {
  const text = readFileSync(file, 'utf8');
  return new Map(
    [...text.matchAll(/^\s+(\S+) (v\S+)/gm)].map(([, name = '', version = '']) => [name, version]),
  );
}

function digestOf(folder: string, ...more: readonly (string | readonly string[])[]): string {
  const hash = createHash('sha256').update(JSON.stringify([more, process.platform, process.arch]));
  for (const name of readdirSync(folder).sort())
    hash.update(name).update(readFileSync(path.join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}
