import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CostTable } from '#catalog/schema/generated/types.ts';
import { validateCostTable } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { commands } from '#generators/cli/commands.ts';
import * as cost from '#generators/cli/commands/cost.ts';
import { commandHelp } from '#generators/cli/help.ts';
import { call } from './catalog-call.ts';
import type { Said } from './catalog-call.ts';

const retailer = 'examples/p1-online-retailer/diagnostic.json';
const repository = 'examples/p1-online-retailer/repository';
const manufacturer = 'examples/p4-food-manufacturer/diagnostic.json';
const craft = 'examples/p6-craft-firm/diagnostic.json';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cost-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const asked = (operands: readonly string[], options: Readonly<Record<string, unknown>> = {}): Promise<Said> =>
  call(cost, operands, options);

async function tableOf(operand: string, options: Readonly<Record<string, unknown>> = {}): Promise<CostTable> {
  const { stdout } = await asked([operand], { json: true, ...options });
  return parseWithSchema(validateCostTable, JSON.parse(stdout) as unknown, 'stdout');
}

function prices(text: string): string {
  const file = path.join(folder, 'prices.yaml');
  writeFileSync(file, text);
  return file;
}

const ownPrice = `schemaVersion: 1
items:
  - { id: gcp-kms-key-versions, price: 10, source: offer of our reseller, asOf: "2026-11-01" }
`;

describe('toltek cost', () => {
  test('prints the table of the first example', async () => {
    const { code, stdout } = await asked([retailer], { lang: 'en' });
    expect(code).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  test('says the same of a repository as of the diagnostic it was made from', async () => {
    expect(await tableOf(repository)).toEqual(await tableOf(retailer));
  });

  test('writes Markdown in French, with every figure that has to be checked', async () => {
    const { stdout } = await asked([retailer], { format: 'markdown' });
    expect(stdout).toContain('| composant | dev | prod | les deux |');
    for (const id of (await tableOf(retailer)).unchecked) expect(stdout).toContain(`\`${id}\``);
  });

  test('takes the estimate of the catalog for what is planned', async () => {
    const table = await tableOf(manufacturer);
    const planned = table.components.filter(({ basis }) => basis === 'catalog');
    expect(planned.map(({ id }) => id)).toEqual(['fa-cash']);
    expect(table.components.some(({ basis }) => basis === 'prices')).toBe(true);
  });

  test('prices use cases that are named, also those the client was not asked about', async () => {
    const table = await tableOf(craft, { 'use-case': ['ca-segment'] });
    expect(table.components.map(({ id }) => id)).toContain('customer-segmentation');
    expect(table.assumptions.map(({ en }) => en).join()).toContain(
      'Users of "Segmentation de la clientèle" unknown',
    );
  });

  test('says what to do where nothing is chosen', async () => {
    expect((await tableOf(craft)).components).toEqual([]);
    expect((await asked([craft], { lang: 'en' })).stdout).toContain('Name what to price with --use-case');
  });

  test("lets the partner's own price win", async () => {
    const before = await tableOf(retailer);
    const table = await tableOf(retailer, { prices: prices(ownPrice) });
    expect(table.overridden).toEqual(['gcp-kms-key-versions']);
    const line = (of: CostTable) =>
      of.components.flatMap(({ lines }) => lines).find(({ item }) => item === 'gcp-kms-key-versions');
    expect(line(table)).toMatchObject({ price: 10, source: 'offer of our reseller', asOf: '2026-11-01' });
    expect(line(table)?.cost.mid).toBeCloseTo(((line(before)?.quantity.mid ?? 0) * 10 * 9) / 10, 2);
    expect(table.total.mid).toBeGreaterThan(before.total.mid);
  });

  test('says where a file of prices is wrong', async () => {
    const wrong = async (text: string) => (await asked([retailer], { prices: prices(text) })).refused;
    expect(
      await wrong(
        'schemaVersion: 1\nitems:\n  - { id: gcp-kms-key-versions, price: -1, source: x, asOf: "2026-01-01" }\n',
      ),
    ).toMatchObject([
      { file: path.join(folder, 'prices.yaml'), pointer: expect.stringContaining('line 3') as unknown },
    ]);
    expect(
      await wrong(
        'schemaVersion: 1\nitems:\n  - { id: gcp-kms-key-version, price: 1, source: x, asOf: "2026-01-01" }\n',
      ),
    ).toMatchObject([
      {
        code: 'PRICE_INCOMPLETE',
        pointer: expect.stringContaining('line 3') as unknown,
        action: expect.stringContaining("'gcp-kms-key-versions'") as unknown,
      },
    ]);
    expect(
      await wrong(`${ownPrice}  - { id: gcp-kms-key-versions, price: 1, source: x, asOf: "2026-01-01" }\n`),
    ).toMatchObject([{ code: 'PRICE_TWICE' }]);
    expect((await asked([retailer], { prices: path.join(folder, 'none.yaml') })).code).toBe(2);
  });

  test.each([
    [[retailer], { format: 'html' }],
    [[retailer], { lang: 'de' }],
    [[retailer], { 'use-case': ['df-forecasts'] }],
    [[repository], { 'use-case': ['df-forecast'] }],
    [[repository], { 'only-built': true }],
    [[], { roadmap: 'S9' }],
    [[retailer], { roadmap: 'S2' }],
    [['nowhere.json'], {}],
  ])('refuses %j %j with what was expected', async (operands, options) => {
    const { code, refused } = await asked(operands, options);
    expect(code).toBe(2);
    expect(refused[0]?.expected ?? '').not.toBe('');
  });

  test('shows what a roadmap states beside what its rows add up to', async () => {
    const { stdout } = await asked([], { roadmap: 'S2' });
    expect(stdout).toMatchSnapshot();
    const { stdout: json } = await asked([], { roadmap: 'S3', json: true });
    expect(JSON.parse(json)).toMatchObject({ targets: [{ below: 100, leaves: 12.8 }] });
  });

  test('has help', () => {
    const spec = commands.find(({ name }) => name === 'cost');
    expect(spec && commandHelp(spec)).toContain('--prices FILE');
  });
});
