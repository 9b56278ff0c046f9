import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '#generators/cli/commands/diagnose.ts';
import { call } from './catalog-call.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toltek-diagnose-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, value: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

const complete = {
  'company-name': 'Cabinet Rive (fictif)',
  'client-id': 'cabinet-rive',
  'company-country': 'FR',
  'company-sector': 'services',
  'company-employees': 18,
  objectives: 'cost 100',
  sources: 'Files',
  'source-system:files': 'files',
  'source-access:files': ':unknown',
  'source-objects:files': 'invoices',
  'object-history:files/invoices': {
    answer: '2 years',
    evidence: 'export: archive',
    note: 'Scans since 2024',
  },
  'object-quality:files/invoices': ':unknown',
  'managed-services': true,
  'use-cases': 'di-invoice',
  'use-benefit:di-invoice': { answer: '10k 20k 30k', evidence: 'assumption: half an hour per invoice' },
  'use-decision:di-invoice': 'advisory',
  'use-persons:di-invoice': 'none',
  'use-circumstances:di-invoice': '-',
  'capex-max': ':unknown',
  'opex-max': 400,
  'weeks-available': '12',
  residency: 'eu',
};

describe('toltek diagnose without a terminal', () => {
  test('says that there is nobody to ask, and writes nothing', async () => {
    const said = await call({ run }, [path.join(folder, 'd.json')]);
    expect(said.refused).toMatchObject([{ code: 'CALL', message: 'There is no terminal to ask in.' }]);
    const json = await call({ run }, [path.join(folder, 'd.json')], { json: true });
    expect(json.refused).toMatchObject([{ message: '--json leaves nobody to ask.' }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('makes a diagnostic from answers, whatever their order', async () => {
    const turned = Object.fromEntries(Object.entries(complete).reverse());
    const file = path.join(folder, 'd.json');
    const said = await call({ run }, [file], { answers: write('answers.json', turned), json: true });
    expect([said.code, said.stderr]).toEqual([0, '']);
    expect(JSON.parse(said.stdout)).toMatchObject({ complete: true, needed: [], contradictions: [] });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      meta: { clientId: 'cabinet-rive' },
      dataSources: [
        {
          access: 'unknown',
          objects: [
            {
              historyMonths: {
                value: 24,
                confidence: 'B',
                note: 'Scans since 2024',
                evidence: [{ kind: 'export', ref: 'archive' }],
              },
              quality: { value: null, status: 'unknown' },
            },
          ],
        },
      ],
      useCases: [{ benefitEURPerYear: { mid: 20000, status: 'assumed', confidence: 'D' } }],
      constraints: { capexEUR: { max: null }, opexEURPerMonth: { max: 400 } },
    });
  });

  test('says what is still needed, with the keys to use, and goes on from there', async () => {
    const file = path.join(folder, 'd.json');
    const { residency, ...most } = complete;
    const first = await call({ run }, [file], { answers: write('answers.json', most) });
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('1 question still needs one:\n  residency: Where may data be?');
    const second = await call({ run }, [file], { answers: write('rest.json', { residency }) });
    expect(second.code).toBe(0);
  });

  test('takes nothing of a file in which something is wrong, and says all of it', async () => {
    const file = path.join(folder, 'd.json');
    const wrong = { ...complete, 'company-sector': 'bakery', 'skil-sql': '2', 'opex-max': [400] };
    const said = await call({ run }, [file], { answers: write('answers.json', wrong) });
    expect(said.refused).toMatchObject([
      { pointer: '/company-sector', value: 'bakery' },
      { pointer: '/opex-max', expected: expect.stringContaining('a text') as unknown },
      { pointer: '/skil-sql', action: "Did you mean 'skill-sql'?" },
    ]);
    expect(readdirSync(folder)).toEqual(['answers.json']);
  });

  test('tells a wrong section, language or file', async () => {
    const file = path.join(folder, 'd.json');
    const answers = write('answers.json', {});
    const section = await call({ run }, [file], { answers, section: 'source' });
    expect(section.refused).toMatchObject([{ action: "Did you mean 'sources'?" }]);
    const lang = await call({ run }, [file], { answers, lang: 'de' });
    expect(lang.refused).toMatchObject([{ expected: 'one of: en, fr' }]);
    const list = await call({ run }, [write('list.json', '[1]')], { answers });
    expect(list.refused).toMatchObject([{ message: 'It is no diagnostic.' }]);
  });

  test('goes on from a diagnostic that was written by hand', async () => {
    const file = write('d.json', readFileSync('examples/p6-craft-firm/diagnostic.json', 'utf8'));
    const said = await call({ run }, [file], {
      answers: write('answers.json', { 'company-employees': '9' }),
      json: true,
    });
    expect(JSON.parse(said.stdout)).toMatchObject({ complete: true });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ company: { employees: 9 } });
  });
});
