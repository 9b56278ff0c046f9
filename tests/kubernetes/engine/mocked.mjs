// Runs a compiled program through the SDK, with no engine and no cluster, and prints what it would make; of policies, what
// they find in resources of a file:
// node mocked.mjs dist/kubernetes/platform/index.js dev
// node mocked.mjs dist/kubernetes/policy.js dev resources.json
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
const [, , program = '', stack = 'dev', given = ''] = process.argv;
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
const loaded = await import(pathToFileURL(file).href);
await runtime.waitForRPCs?.();
if (loaded.policies !== undefined) {
  const resources = JSON.parse(readFileSync(given, 'utf8'));
  const policies = loaded.policies();
  // The engine shows every resource to the first kind of policy before it asks the second about all of them.
  for (const { validateResource } of policies) if (validateResource) resources.forEach(validateResource);
  for (const { name, enforcementLevel, validateStack } of policies)
    validateStack?.({ resources }, (message) => made.push({ name, enforcementLevel, message }));
}
process.on('exit', () => {
  process.stdout.write(JSON.stringify(made));
});
