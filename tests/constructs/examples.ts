import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { Deployment } from '#constructs/gcp/deployment.ts';
import { Settings } from '#constructs/gcp/settings.ts';
import { App } from '#constructs/gcp/terraform.ts';

/** The example of one construct's README: its code, and how many resources it says it makes. */
export interface ReadmeExample {
  /** Folder of the construct. */
  readonly name: string;
  /** The code as a file that can be compiled and run. */
  readonly file: string;
  /** Resources by type. */
  readonly makes: Readonly<Record<string, number>>;
}

type Part = (stack: ClientStack) => void;

const constructs = path.resolve(import.meta.dirname, '../../constructs/gcp');
const generated = path.join(import.meta.dirname, 'generated');

/** Constructs in the order in which one can stand on another. */
const order = [
  'client-foundation',
  'warehouse',
  'scheduled-job',
  'ingestion-job',
  'transform-job',
  'model-service',
  'event-stream',
  'document-intake',
  'ci-identity',
  'public-edge',
];

/** Writes the code of every README to a file of its own. */
export function readmeExamples(): ReadmeExample[] {
  const folders = readdirSync(constructs, { withFileTypes: true }).filter((item) => item.isDirectory());
  const names = folders.map((folder) => folder.name).sort((a, b) => order.indexOf(a) - order.indexOf(b));
  mkdirSync(generated, { recursive: true });
  return names.map((name) => {
    const text = readFileSync(path.join(constructs, name, 'README.md'), 'utf8');
    const file = path.join(generated, `${name}.ts`);
    const code = block(text, 'ts', name);
    // Test files run side by side: one must not find a file another is about to write.
    if (!existsSync(file) || readFileSync(file, 'utf8') !== code) writeFileSync(file, code);
    return { name, file, makes: counts(parse(block(text, 'yaml', name)), name) };
  });
}

/** A stack of the deployment with the parts in their order, and the app that writes it below `outdir`. */
export function stackOf(
  deployment: Deployment,
  outdir: string,
  parts: readonly Part[],
): { readonly app: App; readonly stack: ClientStack } {
  const digest = `sha256:${'0'.repeat(64)}`;
  const images = Object.fromEntries(
    ['ingestion', 'transform', 'demand-forecasting', 'invoice-reading'].map((name) => [
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

function block(text: string, language: string, name: string): string {
  const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1];
  if (found === undefined) throw new Error(`constructs/gcp/${name}/README.md has no ${language} block.`);
  return found;
}

function counts(value: unknown, name: string): Record<string, number> {
  if (typeof value !== 'object' || value === null)
    throw new Error(`${name}: the yaml block lists no resources.`);
  return Object.fromEntries(Object.entries(value).map(([type, count]) => [type, Number(count)]));
}
