// Writes the table of mistakes into docs/proof.md: npx tsx tests/terraform/write-proof.ts
import { rmSync, writeFileSync } from 'node:fs';
import { prepareProvider } from './engine.ts';
import { caughtMutations } from './mutation-table.ts';
import { proofFile } from '../constructs/house/roles-given.ts';
import { proofWithMutations } from './proof-document.ts';
import { stacksFolder } from './stacks.ts';

const folder = stacksFolder();
try {
  await prepareProvider();
  writeFileSync(proofFile, proofWithMutations(await caughtMutations(folder)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
