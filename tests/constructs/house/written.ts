// Everything that is derived from the constructs and committed: the generated parts of documents, and inventories.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { readProps } from '#generators/build/props/read-props.ts';
import { readmeFile, readmeWithRules } from '../policy/rule-table.ts';
import { readmeExamples } from '../examples.ts';
import { attributesFile, attributesText } from './attributes.ts';
import { between, constructsFolder } from './files.ts';
import type { Inventory } from './inventory.ts';
import { inventoryFile, inventoryOf, inventoryText } from './inventory.ts';
import { propTables } from './prop-tables.ts';
import { proofFile, proofWithRoles } from './roles-given.ts';

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
  for (const construct of readProps(constructsFolder).constructs) {
    const file = path.join(constructsFolder, construct.folder, 'README.md');
    const text = readFileSync(file, 'utf8');
    const parts: readonly (readonly [string, string])[] = [
      ['makes', makes(made.get(construct.folder) ?? [])],
      ['props', propTables(construct)],
    ];
    files.set(
      file,
      parts.reduce((whole, [name, content]) => between(whole, name, content, file), text),
    );
  }
  files.set(attributesFile, await attributesText());
  files.set(proofFile, await proofWithRoles());
  return files.set(readmeFile, readmeWithRules());
}

function makes(inventories: readonly Inventory[]): string {
  return inventories
    .map(({ resources }, index) => {
      const which = index === 0 ? 'It makes:' : `Example ${index + 1} makes:`;
      return `${which}\n\n\`\`\`yaml\n${stringify(resources)}\`\`\``;
    })
    .join('\n\n');
}
