import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSearchIndex } from '#catalog/search/search-index.ts';
import type { Entry } from '#catalog/schema/generated/types.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import * as list from '#generators/cli/commands/catalog-list.ts';
import * as search from '#generators/cli/commands/catalog-search.ts';
import * as show from '#generators/cli/commands/catalog-show.ts';
import { catalogFolder } from '../../catalog/entries/catalog-fixture.ts';
import { call } from './catalog-call.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'catalog-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A catalog folder with some of the real entries, each changed as the test needs it. */
function sources(
  name: string,
  ids: readonly string[],
  change: (text: string, id: string) => string = (text) => text,
) {
  const target = path.join(folder, name);
  mkdirSync(path.join(target, 'entries'), { recursive: true });
  for (const id of ids) {
    const text = readFileSync(path.join(catalogFolder, 'entries', `${id}.yaml`), 'utf8');
    writeFileSync(path.join(target, 'entries', `${id}.yaml`), change(text, id));
  }
  return target;
}

interface Listed {
  readonly entries: readonly { readonly id: string; readonly status: string; readonly family: string }[];
}

async function listed(options: Readonly<Record<string, unknown>> = {}): Promise<Listed['entries']> {
  const { stdout } = await call(list, [], { json: true, ...options });
  return (JSON.parse(stdout) as Listed).entries;
}

describe('catalog list', () => {
  test('shows every entry below its family, and says built or planned of each', async () => {
    const { code, stdout } = await call(list, []);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^demand-forecasting\n/);
    expect(stdout).toMatch(
      /^ {2}df-forecast +built +€25–38K +7–10 weeks +Multi-horizon demand forecasting$/m,
    );
    expect(stdout).toMatch(/^ {2}fa-cash +planned /m);
    const { entries } = await loadCatalog();
    expect(stdout).toContain(`${entries.length} entries: 5 built, ${entries.length - 5} planned.`);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('--built and --planned part the list', async () => {
    const built = await listed({ built: true });
    const planned = await listed({ planned: true });
    expect(built.map(({ id }) => id)).toEqual([
      'df-anomaly',
      'df-forecast',
      'df-inventory',
      'df-season',
      'ca-segment',
    ]);
    expect(planned.some(({ status }) => status === 'built')).toBe(false);
    expect(built.length + planned.length).toBe((await listed()).length);
  });

  test('--family and --package narrow it together', async () => {
    const both = await listed({ family: 'content-generation', package: 'genai' });
    expect(both.map(({ id }) => id)).toEqual(['cg-email', 'cg-marketing', 'cg-product', 'cg-social']);
    expect(await listed({ family: 'content-generation', package: 'analytics' })).toEqual([]);
  });

  test('an empty list says so', async () => {
    const { code, stdout } = await call(list, [], { family: 'marketplace', built: true });
    expect([code, stdout]).toEqual([0, 'No entry is like that. toltek catalog list shows them all.\n']);
  });

  test('an unknown family, package or contradiction is refused with the near one', async () => {
    const family = await call(list, [], { family: 'customer-analitics' });
    expect(family.refused).toMatchObject([{ action: 'Did you mean --family customer-analytics?' }]);
    const pack = await call(list, [], { package: 'gen' });
    expect(pack.refused).toMatchObject([{ expected: 'one of: analytics, genai, custom' }]);
    expect((await call(list, [], { built: true, planned: true })).code).toBe(2);
  });
});

describe('catalog search', () => {
  test('finds in both languages, best first, and says what can be generated', async () => {
    const { code, stdout } = await call(search, ['prévision', 'stock']);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^df-inventory +built +demand-forecasting /);
  });

  test('nothing found says what to do', async () => {
    const { code, stdout, stderr } = await call(search, ['xyzzy']);
    expect([code, stdout]).toEqual([0, "Nothing is found for 'xyzzy'.\n"]);
    expect(stderr).toContain('toltek catalog list');
  });

  test('--json has the score and the words nobody has', async () => {
    const { stdout } = await call(search, ['fraud', 'xyzzy'], { json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      query: 'fraud xyzzy',
      unknownWords: ['xyzzy'],
      results: [{ id: 'fa-fraud', status: 'planned' }],
    });
  });
});

describe('catalog show', () => {
  test('a built entry names its needs, cost, time, KPIs, risk and template', async () => {
    const { code, stdout } = await call(show, ['ca-segment']);
    expect(code).toBe(0);
    for (const text of [
      'ca-segment  Customer segmentation and clustering  built',
      'fr: Segmentation de la clientèle',
      'customers or transactions, 12 months',
      'sql 1, ml 1 (levels 0–4)',
      '€21,000–27,000 (most likely 22,000)',
      '€120–300 (most likely 200) a month',
      '5–7 weeks (most likely 6)',
      'Data warehouse: €8,000–14,000',
      'Campaign lift by segment (%, more is better)',
      'EUR a year = campaignRevenueEURPerYear',
      'minimal risk in ordinary use (not legally reviewed)',
      'data protection screening likely: scoring',
      'use-cases/customer-segmentation, option segments',
    ]) {
      expect(stdout).toContain(text);
    }
  });

  test('a planned entry says that it cannot be generated', async () => {
    const { stdout } = await call(show, ['di-feedback']);
    expect(stdout).toContain('di-feedback  Customer feedback analysis  planned');
    expect(stdout).toContain('it can be advised but not generated');
    expect(stdout).toContain('→ prohibited');
  });

  test('the versions of the template are told with what each brought', async () => {
    const asJson = await call(show, ['df-forecast'], { json: true });
    const { template } = JSON.parse(asJson.stdout) as { template: { versions: readonly object[] } };
    expect(template.versions.at(-1)).toMatchObject({ version: '0.1.0', changes: [{ kind: 'added' }] });
    const { stdout } = await call(show, ['df-forecast']);
    expect(stdout).toMatch(/\nVersions\n(.*\n)* {2}0\.1\.0 .*\n +added: Forecasts/);
  });

  test('every entry can be shown, in lines that fit', async () => {
    const { entries } = await loadCatalog();
    for (const { id } of entries) {
      const { code, stdout } = await call(show, [id]);
      expect([id, code]).toEqual([id, 0]);
      expect([id, stdout.split('\n').filter((line) => line.length > 100)]).toEqual([id, []]);
      expect([id, /undefined|NaN|\[object/.test(stdout)]).toEqual([id, false]);
    }
  });

  test("the roadmap's own budget is shown beside the sum of its rows", async () => {
    const { stdout } = await call(show, ['rv-dash']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'phase 2 (months 4–9): stated 246, its rows add up to 255 USD/month (the sum counts)',
    );
  });

  test('an unknown id is refused with the near one', async () => {
    const { code, refused } = await call(show, ['ca-sgment']);
    expect(code).toBe(2);
    expect(refused[0]?.action).toContain('Did you mean ca-segment?');
  });

  test('--json has the whole entry and its foundations', async () => {
    const { stdout } = await call(show, ['df-forecast'], { json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'built',
      entry: { id: 'df-forecast', weeks: { low: 7, mid: 8, high: 10 } },
      foundations: [{ id: 'warehouse' }],
    });
  });
});

describe('--catalog DIR', () => {
  test('reads a folder of YAML, completed from the built-in catalog', async () => {
    const own = sources('own', ['ca-segment', 'cg-social']);
    const catalog = await loadCatalog(own);
    const builtIn = await loadCatalog();
    expect(catalog.entries.map(({ id }) => id)).toEqual(['ca-segment', 'cg-social']);
    expect(catalog.foundations).toEqual(builtIn.foundations);
    expect(catalog.version).not.toBe(builtIn.version);
    const found = await call(search, ['social'], { catalog: own });
    expect(found.stdout).toContain('cg-social');
  });

  test('the version follows the content and nothing else', async () => {
    const first = await loadCatalog(sources('same-a', ['ca-segment', 'cg-social']));
    const second = await loadCatalog(sources('same-b', ['cg-social', 'ca-segment']));
    const other = await loadCatalog(
      sources('other', ['ca-segment', 'cg-social'], (text) => text.replace('mid: 22000', 'mid: 23000')),
    );
    expect(second.digest).toBe(first.digest);
    expect(second.version).toBe(first.version);
    expect(other.version).not.toBe(first.version);
  });

  test('reads a built catalog with its search index', async () => {
    const built = path.join(folder, 'built');
    mkdirSync(built);
    const catalog = await loadCatalog(sources('to-build', ['ca-segment']));
    writeFileSync(path.join(built, 'index.json'), JSON.stringify(catalog));
    expect((await call(search, ['segments'], { catalog: built })).stdout).toContain('ca-segment');
    const renamed: Entry[] = catalog.entries.map((entry) => ({ ...entry, id: 'from-index' }));
    writeFileSync(path.join(built, 'search.json'), JSON.stringify(buildSearchIndex(renamed)));
    expect((await call(search, ['segments'], { catalog: built })).stdout).toContain('from-index');
  });

  test('says every fault of the sources with file and line', async () => {
    const own = sources('faulty', ['ca-segment', 'cg-social'], (text, id) =>
      id === 'cg-social'
        ? text.replace('kind: use-case', 'kind: usecase')
        : text.replace('revenue: 0.7', 'revenue: 0.6').replace('modules: [warehouse]', 'modules: [warehose]'),
    );
    const { code, refused } = await call(list, [], { catalog: own });
    expect(code).toBe(2);
    expect(
      refused.map(({ code: name, file, pointer }) => [name, path.basename(file ?? ''), pointer]),
    ).toEqual([
      ['SCHEMA', 'cg-social.yaml', expect.stringMatching(/^line 4, column 1, \/kind$/)],
      ['ENTRY_DRIVERS', 'ca-segment.yaml', expect.stringMatching(/^line \d+, column 1, \/drivers$/)],
      ['ENTRY_REFERENCE', 'ca-segment.yaml', expect.stringMatching(/^line \d+, column 11, \/modules\/0$/)],
    ]);
  });

  test.each([
    ['broken YAML', 'id: [', 'YAML'],
    ['an alias bomb', bomb(), 'YAML'],
  ])('%s is one clear problem', async (name, text, code) => {
    const own = sources(name.replaceAll(' ', '-'), ['ca-segment'], () => text);
    const { refused } = await call(list, [], { catalog: own });
    expect(refused.map((problem) => problem.code)).toContain(code);
  });

  test('a folder that is no catalog, or an index of something else, is refused', async () => {
    expect((await call(list, [], { catalog: path.join(folder, 'nowhere') })).refused).toMatchObject([
      { code: 'CATALOG_MISSING' },
    ]);
    const odd = path.join(folder, 'odd');
    mkdirSync(odd);
    for (const text of ['{"entries": []}', '[]', 'null', '{']) {
      writeFileSync(path.join(odd, 'index.json'), text);
      expect((await call(list, [], { catalog: odd })).refused).toMatchObject([
        { code: 'CATALOG_UNREADABLE' },
      ]);
    }
  });

  test('an entry in another file than its id says is refused', async () => {
    const own = sources('renamed', ['ca-segment']);
    cpSync(path.join(own, 'entries/ca-segment.yaml'), path.join(own, 'entries/copy.yaml'));
    const { refused } = await call(list, [], { catalog: own });
    expect(refused).toMatchObject([{ code: 'ENTRY_ID', value: 'ca-segment', expected: 'copy' }]);
  });
});

/** A small document whose aliases would unfold to millions of items. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 8; level += 1) {
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  return lines.join('\n');
}
