import { closeSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { facets } from '#catalog/site/facets.ts';
import * as select from '#generators/cli/commands/select.ts';
import { call } from '../../generators/cli/catalog-call.ts';
import { Browsing, diagnosticOf, patience } from './browsing.ts';

const site = new Browsing();

describe('the catalog in a browser', () => {
  test(
    'every facet narrows to its count, and the address says so',
    async () => {
      await site.open('index.html');
      const { page } = site;
      await page.evaluate("for (const group of document.querySelectorAll('.facet')) group.open = true");
      const all = await site.found();
      for (const { id } of facets) {
        const box = page.locator(`input[name=${id}]:enabled`).first();
        const value = await box.inputValue();
        const count = Number(await box.locator('xpath=..').locator('.count').innerText());
        await box.check();
        await page.waitForURL(`**/index.html?${id}=${value}`);
        expect([id, await site.found()]).toEqual([id, count]);
        await box.uncheck();
        await site.settled();
      }
      for (const name of ['capex', 'run', 'weeks', 'level']) {
        await page.locator(`input[name=${name}]`).fill('0');
        expect(page.url()).toContain(`${name}=0`);
        expect(await site.found()).toBeLessThan(all);
        await page.locator(`.chip[data-name=${name}]`).click();
        expect(await site.found()).toBe(all);
      }
      await page.locator('input[name=package][value=genai]').check();
      await site.settled();
      const disabled = (family: string): Promise<boolean> =>
        page.locator(`input[name=family][value=${family}]`).isDisabled();
      expect([await disabled('demand-forecasting'), await disabled('content-generation')]).toEqual([
        true,
        false,
      ]);
    },
    patience,
  );

  test(
    'finds words with typing errors, without accents, and in both languages on both sites',
    async () => {
      const { page } = site;
      for (const [at, searches] of [
        ['index.html', { 'forcast demand': 'df-forecast', PREVISION: 'df-forecast', factures: 'di-invoice' }],
        [
          'fr/index.html',
          { prévision: 'df-forecast', 'segmentaton clients': 'ca-segment', tresorerie: 'fa-cash' },
        ],
      ] as const) {
        await site.open(at);
        for (const [words, id] of Object.entries(searches)) {
          await page.locator('#q').fill(words);
          await page.locator('.chip', { hasText: words }).waitFor();
          expect([words, (await site.listed())[0]]).toEqual([words, id]);
        }
      }
      await page.locator('#q').fill('zzzzzzzz');
      await page.locator('.empty').waitFor();
      await expect(page.locator('#found').innerText()).resolves.toContain('zzzzzzzz');
    },
    patience,
  );

  test(
    'built entries come first, told apart from planned ones',
    async () => {
      await site.open('index.html?q=forecast');
      await site.page.locator('.chip').waitFor();
      const badges = await site.page.locator('.card .badge').allInnerTexts();
      expect(badges).toEqual(expect.arrayContaining(['Available now', 'Planned']));
      expect(badges.lastIndexOf('Available now')).toBeLessThan(badges.indexOf('Planned'));
    },
    patience,
  );

  test(
    'the address restores the question, in the other language too, and going back does',
    async () => {
      const { page } = site;
      await site.open('index.html');
      await page.locator('input[name=package][value=genai]').check();
      await page.locator('#q').fill('contract');
      await page.locator('#sort').selectOption('cost');
      await page.locator('.chip[data-name=q]').waitFor();
      await page.locator('.card input[name=compare]').first().check();
      await page.reload();
      await page.locator('.chip[data-name=q]').waitFor();
      const question = '?q=contract&package=genai&sort=cost&compare=di-contract';
      expect(new URL(page.url()).search).toBe(question);
      await expect(page.locator('#q').inputValue()).resolves.toBe('contract');
      await expect(page.locator('input[name=package][value=genai]').isChecked()).resolves.toBe(true);
      await expect(page.locator('#sort').inputValue()).resolves.toBe('cost');
      expect(await site.listed()).toContain('di-contract');
      await page.locator('a.language').click();
      await page.waitForURL(`**/fr/index.html${question}`);
      await page.locator('.chip[data-name=q]').click();
      await page.goBack();
      await page.locator('.chip[data-name=q]').waitFor();
      await expect(page.locator('#q').inputValue()).resolves.toBe('contract');
    },
    patience,
  );

  test(
    'works by keyboard alone, from the search to a comparison',
    async () => {
      const { page } = site;
      const reach = async (selector: string, most: number): Promise<void> => {
        const there = async (): Promise<boolean> => (await page.locator(`${selector}:focus`).count()) > 0;
        for (let presses = 0; presses < most && !(await there()); presses++) await page.keyboard.press('Tab');
        expect([selector, await there()]).toEqual([selector, true]);
      };
      await site.open('index.html');
      await reach('.skip', 2);
      await page.keyboard.press('Enter');
      await reach('#q', 4);
      await page.keyboard.type('forecast');
      await page.locator('.chip[data-name=q]').waitFor();
      await reach('input[name=package][value=analytics]', 12);
      await page.keyboard.press('Space');
      await page.waitForURL(/package=analytics/);
      await site.settled();
      await reach('.card:nth-child(1) input[name=compare]', 120);
      await page.keyboard.press('Space');
      await reach('.card:nth-child(2) input[name=compare]', 3);
      await page.keyboard.press('Space');
      await reach('#compare-link', 60);
      await page.keyboard.press('Enter');
      await page.locator('.compared').waitFor();
      await expect(page.locator('.compared thead a').count()).resolves.toBe(2);
    },
    patience,
  );
});

describe('a diagnostic in the page', () => {
  async function load(file: string): Promise<void> {
    await site.page.locator('#file').setInputFiles(file);
  }

  async function exported(): Promise<string> {
    const [download] = await Promise.all([
      site.page.waitForEvent('download'),
      site.page.locator('#export').click(),
    ]);
    return readFileSync(await download.path(), 'utf8');
  }

  /** What the command line writes. */
  async function written(file: string, options: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const out = path.join(site.folder, 'selection.json');
    await call(select, [file], { out, ...options });
    return readFileSync(out, 'utf8');
  }

  test(
    'gives the selection of the command line, byte for byte',
    async () => {
      const { page } = site;
      await site.open('diagnostic.html');
      for (const example of ['p1-online-retailer', 'p4-food-manufacturer']) {
        const file = diagnosticOf(example);
        await load(file);
        await page.locator(`#export[data-client=${clientOf(file)}]`).waitFor();
        expect(await exported()).toBe(await written(file));
      }
      await page.locator('input[name=onlyBuilt]').check();
      await page.locator('#command', { hasText: '--only-built' }).waitFor();
      expect(await exported()).toBe(
        await written(diagnosticOf('p4-food-manufacturer'), { 'only-built': true }),
      );
    },
    patience,
  );

  function clientOf(file: string): string {
    const { meta } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly meta: { readonly clientId: string };
    };
    return meta.clientId;
  }

  test(
    'that cannot be used says where and why, and nothing is ranked',
    async () => {
      const { page, folder } = site;
      const broken = path.join(folder, 'broken.json');
      writeFileSync(broken, '{\n  "meta": { "clientId": }\n}');
      const huge = path.join(folder, 'huge.json');
      closeSync(openSync(huge, 'w'));
      truncateSync(huge, 50 * 1024 * 1024);
      const wrong = path.join(folder, 'wrong.json');
      const good = readFileSync(diagnosticOf('p1-online-retailer'), 'utf8');
      writeFileSync(wrong, good.replace('"employees": 40', '"employees": "<b>many</b>"'));
      await site.open('diagnostic.html');
      for (const [file, said] of [
        [broken, 'line 2, column 25'],
        [huge, 'It is larger than 20 MB.'],
        [wrong, '/company/employees'],
      ] as const) {
        await load(file);
        await page.locator('#found', { hasText: said }).waitFor();
        await expect(page.locator('#work').isVisible()).resolves.toBe(false);
      }
      await expect(page.locator('#found').innerText()).resolves.toContain('<b>many</b>');
      await site.open('fr/diagnostic.html');
      for (const [file, said] of [
        [broken, "Ce n'est pas du JSON : '}' ne peut pas se trouver ici."],
        [huge, 'Le fichier dépasse 20 Mo.'],
        [wrong, "'employees' est un texte et non un nombre entier."],
      ] as const) {
        await load(file);
        await page.locator('#found', { hasText: said }).waitFor();
      }
      await load(diagnosticOf('p1-online-retailer'));
      await page.locator('#export').waitFor();
    },
    patience,
  );

  test(
    'works when the pages are opened from a folder, and the list follows',
    async () => {
      const { page } = site;
      await page.goto(pathToFileURL(path.join(site.pages, 'index.html')).href);
      await page.locator('#q').fill('prevision');
      await page.locator('.chip').first().waitFor();
      expect((await site.listed())[0]).toBe('df-forecast');
      await page.locator('.intro .button').click();
      await page.waitForURL('**/diagnostic.html');
      await load(diagnosticOf('p4-food-manufacturer'));
      await page.locator('#export').waitFor();
      await page.locator('.top nav a', { hasText: 'Catalog' }).click();
      await page.waitForURL('**/index.html*');
      await page.locator('#sort').selectOption('fit');
      await page.locator('.fit.ranked').first().waitFor();
    },
    patience,
  );
});

test(
  'no page has a barrier that axe knows, in either theme',
  async () => {
    const { page } = site;
    for (const at of [
      'fr/index.html?q=prevision&package=analytics&compare=df-forecast,fa-cash',
      'entries/df-forecast.html',
      'compare.html?ids=df-forecast,ca-churn,co-support',
      'package.html?a=df-forecast&b=fa-cash&capex=60000',
      'diagnostic.html',
    ]) {
      await site.open(at);
      await page.waitForLoadState('networkidle');
      if (at === 'diagnostic.html') {
        await page.locator('#file').setInputFiles(diagnosticOf('p1-online-retailer'));
        await page.locator('#export').waitFor();
        await page.locator('.ranking summary').first().click();
      }
      expect([at, await site.barriers()]).toEqual([at, []]);
    }
  },
  patience,
);
