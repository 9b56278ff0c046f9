// Records in catalog/history/ what each template writes now: the newest version anew until it ships, a risen version as a
// new one. `npm run history -- --release` marks the newest versions as shipped with this version of the package; a folder
// after it records the templates of another checkout.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '#catalog/problem.ts';
import { recordHistories } from '../cli/adapters/history.ts';
import { Terminal } from '../cli/adapters/terminal.ts';
import { toolboxVersion } from '../cli/version.ts';

const { values, positionals } = parseArgs({
  options: { release: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const plain = { json: false, quiet: false, color: false, interactive: false, width: 100 };
const terminal = new Terminal(plain);
try {
  const root = path.resolve(positionals[0] ?? path.join(import.meta.dirname, '../..'));
  const changed = await recordHistories(root, values.release ? toolboxVersion : undefined);
  for (const file of changed) terminal.print(path.relative(process.cwd(), file));
  terminal.print(changed.length === 0 ? 'Nothing to record: every history is in step.' : 'Recorded.');
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  terminal.problems(error.problems);
  process.exitCode = 1;
}
