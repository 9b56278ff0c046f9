// Adds new paths and addresses to those that are kept. What went stays there, and a test tells of it, until somebody says that it
// is meant: `npm run constructs -- --accept`.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { addressFile, addressText, committedAddresses, keptStacks } from './addresses.ts';
import { replaceFile, root } from './files.ts';

const { values } = parseArgs({ options: { accept: { type: 'boolean', default: false } } });
for (const { name, addresses } of keptStacks) {
  const now = await addresses();
  const kept = values.accept ? now : new Map([...now, ...committedAddresses(name)]);
  const file = addressFile(name);
  if (replaceFile(file, addressText(kept))) process.stdout.write(`${path.relative(root, file)}\n`);
}
