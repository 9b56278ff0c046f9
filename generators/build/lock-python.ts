// Compiles the Python locks of all templates. First one resolution of everything together, so that any combination of
// components agrees; then one closed, hashed file per component, constrained by it. No index addresses are written.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const pythonVersion = '3.11';

/** Where the requirements of one component are, and where its lock goes. */
interface Component {
  readonly id: string;
  readonly source: string;
  readonly lock: string;
}

function components(): Component[] {
  const folders = ['base', ...below('stacks'), ...below('use-cases')].map((folder) =>
    path.join(root, 'templates', folder),
  );
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => /^requirements(\.[a-z-]+)?\.in$/u.test(file))
      .sort()
      .map((file) => {
        const id =
          /^requirements\.([a-z-]+)\.in$/u.exec(file)?.[1] ??
          (path.basename(folder) === 'base' ? 'dev' : path.basename(folder));
        return {
          id,
          source: path.join(folder, file),
          lock: path.join(folder, 'files/requirements', `${id}.txt`),
        };
      }),
  );
}

function below(kind: string): string[] {
  return readdirSync(path.join(root, 'templates', kind)).map((name) => path.join(kind, name));
}

function uv(words: readonly string[]): void {
  const { status, error } = spawnSync('uv', words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (error !== undefined)
    throw new Error('uv is not installed: python3 -m pip install uv==0.13.8', { cause: error });
  if (status !== 0) throw new Error(`uv ${words.join(' ')} ended with ${status ?? 'a signal'}.`);
}

/** A `-r` line pulls in the requirements of another template; uv resolves it relative to the file. */
function compile(sources: readonly string[], output: string, constraint?: string): void {
  uv([
    'pip',
    'compile',
    '--quiet',
    '--universal',
    '--python-version',
    pythonVersion,
    '--generate-hashes',
    '--no-emit-index-url',
    '--no-header',
    '--no-annotate',
    '--output-file',
    output,
    ...(constraint === undefined ? [] : ['--constraint', constraint]),
    ...sources,
  ]);
}

const all = components();
const folder = mkdtempSync(path.join(tmpdir(), 'toltek-lock-'));
try {
  const universal = path.join(folder, 'all.txt');
  // uv keeps pins that still fit: a new component does not move the others.
  const locks = all.map(({ lock }) => lock).filter((lock) => existsSync(lock));
  writeFileSync(universal, locks.map((lock) => readFileSync(lock, 'utf8')).join(''));
  compile(
    all.map(({ source }) => source),
    universal,
  );
  for (const { id, source, lock } of all) {
    mkdirSync(path.dirname(lock), { recursive: true });
    const kept = path.join(folder, `${id}.txt`);
    writeFileSync(kept, existsSync(lock) ? readFileSync(lock) : '');
    compile([source], kept, universal);
    const head = `# Locked by hash for Python >= ${pythonVersion}; compiled together with all components, so that any of them share one environment.\n`;
    writeFileSync(lock, head + readFileSync(kept, 'utf8'));
    console.log(path.relative(root, lock));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
