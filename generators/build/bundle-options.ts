import path from 'node:path';
import type { BuildOptions } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * How the command line and the generators are bundled: one small entry each, and a chunk per command that loads only
 * when it runs. Libraries are bundled too, in their form as ES modules where they have one: reading them file by file
 * costs more than what they do.
 */
export const bundleOptions = {
  absWorkingDir: root,
  // Each is started by somebody, not imported by another.
  entryPoints: {
    'cli/main': 'generators/cli/main.ts',
    'cli/portfolio-worker': 'generators/cli/portfolio/worker.ts',
    'backstage/index': 'generators/backstage/index.ts',
    'generators/add/index': 'generators/add/index.ts',
    'generators/app/index': 'generators/app/index.ts',
    'generators/update/index': 'generators/update/index.ts',
  },
  bundle: true,
  // Less to read at every start; names stay, so that a stack trace says where something happened.
  minifyWhitespace: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  alias: {
    handlebars: path.join(root, 'node_modules/handlebars/lib/index.js'),
    yaml: path.join(root, 'node_modules/yaml/browser/index.js'),
  },
  // The compiler is large and rarely needed, Yeoman is there when it starts us; Handlebars does without source maps.
  external: ['typescript', 'yeoman-generator', 'source-map'],
  chunkNames: 'chunks/[name]-[hash]',
  // The client of BigQuery is no ES module: what it asks of Node goes through `require`.
  banner: {
    js: "import { createRequire as toltekRequire } from 'node:module'; const require = toltekRequire(import.meta.url);",
  },
} as const satisfies BuildOptions;
