// What the README shows of the main job is what the commands print.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Terminal } from '#generators/cli/adapters/terminal.ts';
import type { Call } from '#generators/cli/command.ts';
import { CallOptions } from '#generators/cli/command.ts';
import { run as check } from '#generators/cli/commands/check.ts';
import { run as create } from '#generators/cli/commands/new.ts';
import { run as select } from '#generators/cli/commands/select.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const diagnostic = path.join(root, 'examples/p1-online-retailer/diagnostic.json');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'readme-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the README shows below a command: passages, between which lines are left out (`…`). */
function shown(command: string): readonly string[] {
  const [, after] = readme.split(`\n$ ${command}\n`);
  if (after === undefined) throw new Error(`README.md does not show: ${command}`);
  const [output = ''] = after.split(/\n(?:\$ |```)/);
  return output.split(/\n *…\n?/).filter((passage) => passage !== '');
}

async function printed(
  run: (call: Call) => Promise<number>,
  operand: string,
  options: Readonly<Record<string, string | boolean>>,
): Promise<string> {
  let text = '';
  const terminal = new Terminal({
    json: false,
    quiet: false,
    color: false,
    interactive: false,
    width: 100,
    write: (_stream, part) => {
      text += part;
    },
  });
  await run({ operands: [operand], options: new CallOptions(options), terminal });
  return text;
}

test.each([
  { command: 'npx toltek check examples/p1-online-retailer/diagnostic.json', run: check, options: {} },
  {
    command: 'npx toltek select examples/p1-online-retailer/diagnostic.json --lang en',
    run: select,
    options: { lang: 'en' },
  },
])('$command', async ({ command, run, options }) => {
  const output = await printed(run, diagnostic, options);
  const passages = shown(command);
  expect(passages).not.toEqual([]);
  for (const passage of passages) expect(output).toContain(passage);
});

test('npx toltek new', async () => {
  const target = path.join(folder, 'client');
  const output = await printed(create, target, { diagnostic, yes: true });
  const [passage = ''] = shown(
    'npx toltek new client --diagnostic examples/p1-online-retailer/diagnostic.json --yes',
  );
  expect(output.replaceAll(target, 'client').split('\n')).toContain(passage);
});
