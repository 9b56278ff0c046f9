import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CatalogIndex } from '#catalog/catalog.ts';
import type { PortfolioReport } from '#catalog/schema/generated/types.ts';
import { openRepository } from '#generators/cli/adapters/client-repository.ts';
import { folderReader } from '#generators/cli/adapters/files-templates.ts';
import type { CompiledTexts } from '#generators/cli/adapters/files-templates.ts';
import { lastCommit } from '#generators/cli/change.ts';
import type { Target } from '#generators/cli/target.ts';
import { planUpdate } from '#generators/cli/upkeep.ts';
import type { ToyPackage } from '../tools/toy-package.ts';
import { git } from '../tools/toy-versions.ts';
import type { EditedClient } from './portfolio-clients.ts';

/** What is wrong with a portfolio after its update, a line each; nothing where all is as it must be. */
export async function findFaults(
  clients: readonly EditedClient[],
  report: PortfolioReport,
  toolbox: ToyPackage,
): Promise<readonly string[]> {
  const target = await targetOf(toolbox);
  const rows = new Map(report.repositories.map((row) => [row.repository, row]));
  const faults: string[] = [];
  for (const client of clients) {
    const row = rows.get(client.name);
    const branch = row?.branch ?? undefined;
    if (row === undefined || branch === undefined)
      faults.push(`${client.name}: ${row?.result ?? 'not in the report'} ${JSON.stringify(row?.problems)}`);
    else
      faults.push(...(await clientFaults(client, branch, target)).map((fault) => `${client.name}: ${fault}`));
  }
  return faults;
}

async function clientFaults(
  { folder, marks }: EditedClient,
  branch: string,
  target: Target,
): Promise<readonly string[]> {
  const touched = git(folder, 'status', '--porcelain') !== '';
  const held = contentOf(folder, branch);
  const lost = marks.filter((mark) => !held.includes(mark));
  const wanted = await expectedTree(folder, target);
  const made = treeOf(folder, branch);
  const differing = [...new Set([...wanted.keys(), ...made.keys()])].filter(
    (name) => wanted.get(name) !== made.get(name),
  );
  return [
    ...(touched ? ['its work tree was touched'] : []),
    ...lost.map((mark) => `${mark} was lost`),
    ...differing.map((name) => `${name} is not what the update worked out`),
  ];
}

/** Everything a branch holds, names and bytes, as one archive. */
function contentOf(folder: string, branch: string): Buffer {
  const { stdout } = spawnSync('git', ['archive', '--format=tar', branch], {
    cwd: folder,
    maxBuffer: 1 << 28,
  });
  return stdout;
}

/** Mode and object of every path of a commit. */
function treeOf(folder: string, commit: string): Map<string, string> {
  const lines = git(folder, 'ls-tree', '-r', '-z', commit).split('\0').slice(0, -1);
  return new Map(
    lines.map((line) => {
      const [entry = '', name = ''] = line.split('\t');
      const [mode = '', , object = ''] = entry.split(' ');
      return [name, `${mode} ${object}`];
    }),
  );
}

/** The last commit with everything the update writes. */
async function expectedTree(folder: string, target: Target): Promise<ReadonlyMap<string, string>> {
  const update = await planUpdate({ repository: lastCommit(openRepository(folder)), target });
  const tree = treeOf(folder, 'HEAD');
  for (const [name, content] of update.writes)
    if (content === null) tree.delete(name);
    else {
      const { bytes, executable } = content;
      const object = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
      tree.set(name, `${executable ? '100755' : '100644'} ${object}`);
    }
  return tree;
}

/** The toolbox of a test as what repositories are brought to, without its command line. */
async function targetOf({ folder }: ToyPackage): Promise<Target> {
  const index: unknown = JSON.parse(readFileSync(path.join(folder, 'dist/catalog/index.json'), 'utf8'));
  const module: unknown = await import(pathToFileURL(path.join(folder, 'dist/catalog/texts.js')).href);
  if (!isIndex(index) || !hasTexts(module)) throw new Error('The toy package has no catalog.');
  return {
    toolbox: { version: '0.2.0', catalogDigest: index.digest },
    catalog: index,
    templates: index.templates.map(({ manifest }) => manifest),
    reader: folderReader(path.join(folder, 'templates'), path.join(folder, 'constructs'), module.texts),
  };
}

function isIndex(value: unknown): value is CatalogIndex {
  return typeof value === 'object' && value !== null && 'templates' in value && 'digest' in value;
}

function hasTexts(value: unknown): value is { readonly texts: CompiledTexts } {
  return typeof value === 'object' && value !== null && 'texts' in value;
}
