// Everything that is derived from the constructs and committed: the generated parts of documents, and inventories.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { ConstructProps } from '#generators/build/props/read-props.ts';
import { readProps } from '#generators/build/props/read-props.ts';
import { readmesWithRules } from '../policy/rule-table.ts';
import { readmeExamples } from '../examples.ts';
import { collectExample, componentExample } from '../kubernetes/examples.ts';
import { prod } from '../kubernetes/deployments.ts';
import { attributesFile, attributesText } from './attributes.ts';
import { between, componentsFolder, constructsFolder } from './files.ts';
import type { Inventory } from './inventory.ts';
import { inventoryFile, inventoryOf, inventoryText } from './inventory.ts';
import { propTables } from './prop-tables.ts';
import { proofFile, proofWithRoles } from './roles-given.ts';
import { runbookPages } from './runbooks.ts';

/** Contents by path of every committed file that is derived from the constructs. */
export async function derivedFiles(): Promise<ReadonlyMap<string, string>> {
  const examples = readmeExamples();
  const files = new Map<string, string>();
  const made = new Map<string, Inventory[]>();
  for (const example of examples) {
    const inventory = await inventoryOf(example);
    files.set(inventoryFile(example), inventoryText(inventory));
    made.set(example.folder, [...(made.get(example.folder) ?? []), inventory]);
  }
  for (const construct of readProps(constructsFolder).constructs)
    files.set(...readmeOf(constructsFolder, construct, makes(made.get(construct.folder) ?? [])));
  for (const component of readProps(componentsFolder).constructs)
    files.set(...readmeOf(componentsFolder, component, makes([await objectsMade(component.folder)])));
  files.set(attributesFile, await attributesText());
  files.set(proofFile, await proofWithRoles());
  for (const [file, page] of runbookPages()) files.set(file, page);
  for (const [file, text] of readmesWithRules()) files.set(file, text);
  return files;
}

/** The README of a construct with its generated parts as they are now. */
function readmeOf(base: string, construct: ConstructProps, made: string): [file: string, text: string] {
  const file = path.join(base, construct.folder, 'README.md');
  const parts: readonly (readonly [string, string])[] = [
    ['makes', made],
    ['props', propTables(construct)],
  ];
  return [
    file,
    parts.reduce((whole, [name, content]) => between(whole, name, content, file), readFileSync(file, 'utf8')),
  ];
}

/** How many objects of each kind the example of a component makes. */
async function objectsMade(folder: string): Promise<Pick<Inventory, 'resources'>> {
  const counts = new Map<string, number>();
  for (const { object } of (await collectExample(componentExample(folder), prod)).sent)
    counts.set(String(object['kind']), (counts.get(String(object['kind'])) ?? 0) + 1);
  return { resources: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function makes(inventories: readonly Pick<Inventory, 'resources'>[]): string {
  return inventories
    .map(({ resources }, index) => {
      const which = index === 0 ? 'It makes:' : `Example ${index + 1} makes:`;
      return `${which}\n\n\`\`\`yaml\n${stringify(resources)}\`\`\``;
    })
    .join('\n\n');
}
