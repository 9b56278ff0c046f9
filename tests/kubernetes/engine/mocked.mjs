// Runs a compiled program through the SDK, with no engine and no cluster, and prints what it would make:
// node mocked.mjs dist/kubernetes/platform/index.js dev
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
const [, , program = '', stack = 'dev'] = process.argv;
const file = path.resolve(program);
const { runtime } = createRequire(file)('@pulumi/pulumi');
const made = [];
runtime.setMocks(
  {
    newResource: ({ type, name, inputs }) => {
      made.push({ type, name, inputs });
      return { id: name, state: inputs };
    },
    call: ({ inputs }) => inputs,
  },
  'test',
  stack,
);
await import(pathToFileURL(file).href);
await runtime.waitForRPCs?.();
process.on('exit', () => {
  process.stdout.write(JSON.stringify(made));
});
