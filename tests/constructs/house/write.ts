// Brings the generated parts of README files and the inventories in step with the constructs: `npm run constructs`.
import path from 'node:path';
import { replaceFile, root } from './files.ts';
import { derivedFiles } from './written.ts';

for (const [file, text] of await derivedFiles())
  if (replaceFile(file, text)) process.stdout.write(`${path.relative(root, file)}\n`);
