import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { Deployment } from '#constructs/gcp/deployment.ts';
import { Settings } from '#constructs/common/settings.ts';
import { App } from '#constructs/gcp/terraform.ts';

/** One example of a construct's README, as a file that can be compiled and run. */
export interface ReadmeExample {
  /** Folder of the construct; the second example of a README is `<folder>-2`. */
  readonly name: string;
  /** Folder of the construct. */
  readonly folder: string;
  /** Path of the file. */
  readonly file: string;
  /** Its code. */
  readonly code: string;
}

type Part = (stack: ClientStack) => void;

const constructs = path.resolve(import.meta.dirname, '../../constructs/gcp');
const generated = path.join(import.meta.dirname, 'generated');

/** Writes every example of every README to a file of its own; gives them in an order in which one can stand on another. */
export function readmeExamples(): ReadmeExample[] {
  const folders = readdirSync(constructs, { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .map(({ name }) => name)
    .sort();
  mkdirSync(generated, { recursive: true });
  return inOrder(folders.flatMap(examplesIn));
}

function examplesIn(folder: string): ReadmeExample[] {
  const text = readFileSync(path.join(constructs, folder, 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  if (blocks.length === 0) throw new Error(`constructs/gcp/${folder}/README.md has no ts block.`);
  return blocks.map((code, index) => {
    const name = index === 0 ? folder : `${folder}-${index + 1}`;
    const file = path.join(generated, `${name}.ts`);
    // Test files run side by side: one must not find a file another is about to write.
    if (!existsSync(file) || readFileSync(file, 'utf8') !== code) writeFileSync(file, code);
    return { name, folder, file, code };
  });
}

function inOrder(examples: readonly ReadmeExample[]): ReadmeExample[] {
  const found: ReadmeExample[] = [];
  const visit = (example: ReadmeExample): void => {
    if (found.includes(example)) return;
    standsOn(example, examples).forEach(visit);
    found.push(example);
  };
  examples.forEach(visit);
  return found;
}

/** What an example stands on: the foundation, and the constructs it asks the stack for with `stack.part(…)`. */
function standsOn(example: ReadmeExample, examples: readonly ReadmeExample[]): ReadmeExample[] {
  const asked = [...example.code.matchAll(/stack\.part\((\w+)\)/g)].map(([, name = '']) =>
    name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase(),
  );
  return [...new Set(['client-foundation', ...asked])]
    .filter((name) => name !== example.name)
    .flatMap((name) => examples.filter((other) => other.name === name));
}

/** Everything an example stands on, in order. */
export function examplesBelow(example: ReadmeExample): ReadmeExample[] {
  const all = readmeExamples();
  const found = new Set<string>();
  const visit = (one: ReadmeExample): void => {
    for (const below of standsOn(one, all)) {
      visit(below);
      found.add(below.name);
    }
  };
  visit(example);
  return all.filter(({ name }) => found.has(name));
}

/** A stack of the deployment with the parts in their order, and the app that writes it below `outdir`. */
export function stackOf(
  deployment: Deployment,
  outdir: string,
  parts: readonly Part[],
): { readonly app: App; readonly stack: ClientStack } {
  const digest = `sha256:${'0'.repeat(64)}`;
  const images = Object.fromEntries(
    ['ingestion', 'transform', 'demand-forecasting', 'invoice-reading', 'assistant'].map((name) => [
      name,
      { tag: '1.0.0', digest },
    ]),
  );
  const app = new App({ outdir });
  const stack = new ClientStack(app, {
    deployment,
    settings: new Settings({}, 'settings/dev.yaml'),
    images,
  });
  for (const part of parts) part(stack);
  return { app, stack };
}

/** The example that was loaded last: two at a time, Jest takes a module both need for missing. */
let before: Promise<unknown> = Promise.resolve();

/** The function an example exports. */
export async function partOf({ file }: ReadmeExample): Promise<Part> {
  const loading: Promise<unknown> = before.then(() => import(file));
  before = loading.catch(() => undefined);
  const loaded = await loading;
  const exported: unknown =
    typeof loaded === 'object' && loaded !== null && 'example' in loaded && loaded.example;
  if (typeof exported !== 'function') throw new Error(`${file} exports no function "example".`);
  return (stack) => {
    Reflect.apply(exported, undefined, [stack]);
  };
}
