// Programs of generated repositories, run as their owner would.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { linkPackages } from './client-repository.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Copies the committed repository of an example, for instance `p1-online-retailer`. */
export function copyExample(name: string, folder: string): void {
  cpSync(path.join(root, 'examples', name, 'repository'), folder, {
    recursive: true,
    filter: (file) => !/\/(node_modules|cdktf\.out)$/.test(file),
  });
}

/**
 * Runs the program of a repository for an environment; gives the folder of the configuration it writes.
 *
 * @param variables environment variables of the program beside those of the test
 */
export function synthesizeRepository(
  repository: string,
  env: 'dev' | 'prod',
  variables: Readonly<Record<string, string>> = {},
): string {
  const infra = path.join(repository, 'infra');
  if (!existsSync(path.join(infra, 'node_modules'))) linkPackages(repository);
  noteImages(repository);
  const { status, stdout, stderr } = spawnSync(
    path.join(root, 'node_modules/.bin/tsx'),
    ['gcp/main.ts', env],
    {
      cwd: infra,
      encoding: 'utf8',
      env: { ...process.env, ...variables },
    },
  );
  if (status !== 0) throw new Error(`${infra}: gcp/main.ts ${env} failed.\n${stdout}${stderr}`);
  const stacks = path.join(infra, 'cdktf.out/stacks');
  const stack = readdirSync(stacks).find((name) => name.endsWith(`-${env}`));
  return path.join(stacks, stack ?? '');
}

/** The Terraform configuration in the folder of a stack. */
export function configurationIn(folder: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, 'cdk.tf.json'), 'utf8'));
}

/** Production deploys images that were pushed, by digest. */
export function noteImages(repository: string): void {
  const names = ['ingestion', 'transform', ...readdirSync(path.join(repository, 'services'))];
  const image = { tag: '1.0.0', digest: `sha256:${'0'.repeat(64)}` };
  const images = Object.fromEntries(names.map((name) => [name, image]));
  writeFileSync(path.join(repository, 'images.lock.yaml'), stringify({ images }));
}
