// The examples of the components' READMEs, as files that can be compiled and run.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Provider } from '@pulumi/kubernetes/provider.js';
import type { KubernetesDeployment } from '#constructs/kubernetes/deployment.ts';
import type { Collected } from './collect.ts';
import { collect } from './collect.ts';

const components = path.resolve(import.meta.dirname, '../../../constructs/kubernetes');
const generated = path.resolve(import.meta.dirname, '../generated/kubernetes');

/** The example of one README. */
export interface ComponentExample {
  /** Folder of the component. */
  readonly folder: string;
  /** Path of the file with its code. */
  readonly file: string;
}

/** Every component has a README, and every README an example. */
export function componentExamples(): ComponentExample[] {
  return readdirSync(components)
    .filter((folder) => existsSync(path.join(components, folder, 'index.ts')))
    .sort()
    .map(componentExample);
}

/** Writes the example of a component to a file of its own. */
export function componentExample(folder: string): ComponentExample {
  const readme = path.join(components, folder, 'README.md');
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(readme, 'utf8')) ?? [];
  if (code === undefined) throw new Error(`constructs/kubernetes/${folder}/README.md has no ts block.`);
  const file = path.join(generated, `${folder}.ts`);
  mkdirSync(generated, { recursive: true });
  // Test files run side by side: one must not find a file another is about to write.
  if (!existsSync(file) || readFileSync(file, 'utf8') !== code) writeFileSync(file, code);
  return { folder, file };
}

/** Runs an example, and collects what it would send. */
export async function collectExample(
  { file }: ComponentExample,
  deployment: KubernetesDeployment,
): Promise<Collected> {
  const loaded: unknown = await import(file);
  const example: unknown =
    typeof loaded === 'object' && loaded !== null && 'example' in loaded && loaded.example;
  if (typeof example !== 'function') throw new Error(`${file} exports no function "example".`);
  return collect(() => {
    Reflect.apply(example, undefined, [deployment, new Provider('cluster', {})]);
  });
}
