// Which arguments of which resources the constructs use: what another version of the provider has to accept.
import path from 'node:path';
import { markdownTable } from '#constructs/policy/markdown-table.ts';
import { resourcesOf } from '#constructs/policy/resource.ts';
import { partOf, readmeExamples, stackOf } from '../examples.ts';
import { dev, prod } from '../synth.ts';
import { root } from './files.ts';

/** The document that lists them. */
export const attributesFile = path.join(root, 'docs/google-attributes.md');

/** Arguments whose keys are the client's, not the provider's. */
const maps = /(^|\.)(labels|user_labels|limits|attribute_mapping|params|parameters|input|headers)$/;

/** What Terraform itself reads. */
const metaArguments = new Set(['lifecycle', 'depends_on', 'provider', 'count', 'for_each']);

/** Dotted paths of the arguments that the README examples set, by type of resource. */
export async function attributesUsed(): Promise<ReadonlyMap<string, readonly string[]>> {
  const parts = await Promise.all(readmeExamples().map(partOf));
  const used = new Map<string, Set<string>>();
  for (const deployment of [dev, prod])
    for (const { type, body } of resourcesOf(stackOf(deployment, 'cdktf.out', parts).stack.toTerraform())) {
      const found = used.get(type) ?? new Set();
      for (const argument of argumentsIn(body, '')) found.add(argument);
      used.set(type, found);
    }
  return new Map(
    [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, found]) => [type, [...found].sort()]),
  );
}

function argumentsIn(value: unknown, at: string): string[] {
  if (Array.isArray(value) && value.length === 0) return [];
  if (Array.isArray(value) && value.some((item) => typeof item === 'object'))
    return value.flatMap((item) => argumentsIn(item, at));
  if (typeof value !== 'object' || value === null || Array.isArray(value) || maps.test(at)) return [at];
  return Object.entries(value).flatMap(([key, inner]) =>
    at === '' && metaArguments.has(key) ? [] : argumentsIn(inner, at === '' ? key : `${at}.${key}`),
  );
}

/** The document. */
export async function attributesText(): Promise<string> {
  const rows = [...(await attributesUsed())].map(([type, used]) => [`\`${type}\``, used.join(', ')]);
  return `# What the constructs ask of the Google provider

Every type of resource that the README examples of \`constructs/gcp\` make, with the arguments they set. Made by \`npm run constructs\`; a
test keeps it in step. Whoever moves to another version of the provider has to find all of them there. The bindings are those of 6.50.

${markdownTable(['Resource', 'Arguments'], rows)}
`;
}
