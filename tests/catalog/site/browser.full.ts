import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Browsing, diagnosticOf, patience } from './browsing.ts';
import { withEntry } from './site-source.ts';

const hostile = '<img src=x onerror="document.title=\'owned\'">';
const site = new Browsing((catalog) =>
  withEntry(catalog, (entry) => ({ ...entry, name: { en: hostile, fr: hostile }, stack: [hostile] })),
);

test(
  'texts of a catalog stay text',
  async () => {
    const { page } = site;
    for (const [at, ready] of [
      ['index.html?family=data-agents', '.chip'],
      ['entries/ag-anomaly.html', 'h1'],
      ['compare.html?ids=ag-anomaly,df-forecast', '.compared'],
      ['package.html?a=ag-anomaly&b=df-forecast', '.figures'],
    ] as const) {
      await site.open(at);
      await page.locator(ready).first().waitFor();
      await expect(page.locator('main').innerText()).resolves.toContain(hostile);
      await expect(page.locator('main img').count()).resolves.toBe(0);
      expect(await page.title()).not.toBe('owned');
    }
  },
  patience,
);

test(
  'a package of two charges what they share once, and says what stands against it',
  async () => {
    const { page } = site;
    await site.open('index.html?compare=df-forecast,fa-cash');
    await page.locator('#package-link').click();
    await page.locator('.figures').waitFor();
    await expect(page.locator('#together').innerText()).resolves.toContain('shared foundation, charged once');
    await page.locator('input[name=capex]').fill('60000');
    await page.locator('.verdict.bad', { hasText: 'the budget is €60,000' }).waitFor();
    expect(page.url()).toContain('capex=60000');
  },
  patience,
);

test(
  'sliders rank anew, the changed diagnostic can be taken along, and going back undoes it',
  async () => {
    const { page } = site;
    const save = async (button: string): Promise<readonly [name: string, text: string]> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
      return [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')];
    };
    await site.open('diagnostic.html');
    await page.locator('#file').setInputFiles(diagnosticOf('p4-food-manufacturer'));
    await page.locator('#export').waitFor();
    const before = await save('#export');
    await page.locator('input[name=capex]').fill('10000');
    await page.locator('.ranking .fail', { hasText: 'Budget' }).first().waitFor();
    await page.locator('#export-diagnostic').waitFor();
    const [name, text] = await save('#export-diagnostic');
    expect(name).toBe('diagnostic-changed.json');
    expect(JSON.parse(text)).toMatchObject({ constraints: { capexEUR: { max: 10_000 } } });
    expect((await save('#export'))[1]).not.toBe(before[1]);
    await page.locator('#reset').click();
    await page.locator('#export-diagnostic').waitFor({ state: 'detached' });
    await page.locator('#export').waitFor();
    expect(await save('#export')).toEqual(before);
  },
  patience,
);

test(
  'the other pages know the diagnostic until it is forgotten',
  async () => {
    const { page } = site;
    await site.open('diagnostic.html');
    await page.locator('#file').setInputFiles(diagnosticOf('p4-food-manufacturer'));
    await page.locator('#export').waitFor();
    await site.open('package.html?a=df-forecast&b=fa-cash');
    await page.locator('.gates').first().waitFor();
    await expect(page.locator('#client').innerText()).resolves.toContain('diagnostic.json');
    await site.open('diagnostic.html');
    await page.locator('#export').waitFor();
    await page.locator('#forget').click();
    await site.open('index.html');
    await expect(page.locator('#sort option[value=fit]').isDisabled()).resolves.toBe(true);
  },
  patience,
);

test(
  'a phone scrolls down, not sideways',
  async () => {
    const { page } = site;
    await page.setViewportSize({ width: 360, height: 740 });
    for (const at of [
      'index.html?family=data-agents',
      'entries/ag-anomaly.html',
      'compare.html?ids=df-forecast,ag-anomaly',
      'package.html',
      'diagnostic.html',
    ]) {
      await site.open(at);
      await page.waitForLoadState('networkidle');
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([at, width]).toEqual([at, 360]);
    }
  },
  patience,
);

test(
  'the theme is chosen once',
  async () => {
    const { page } = site;
    await page.emulateMedia({ colorScheme: 'light' });
    await site.open('index.html');
    await page.locator('#theme').click();
    await site.open('compare.html');
    await expect(page.locator('html').getAttribute('data-theme')).resolves.toBe('dark');
    await expect(page.locator('#theme').getAttribute('aria-pressed')).resolves.toBe('true');
  },
  patience,
);

test(
  'pages without anything to show, planned entries and every screen of the interview have no barrier either',
  async () => {
    const { page } = site;
    for (const at of [
      'index.html',
      'index.html?q=zzzzzzzz',
      'fr/entries/fa-cash.html',
      'compare.html',
      'package.html',
      'diagnostic.html',
    ]) {
      await site.open(at);
      await page.waitForLoadState('networkidle');
      expect([at, await site.barriers()]).toEqual([at, []]);
    }
    await site.open('fr/diagnostic.html#interview');
    await page.locator('#question').waitFor();
    for (const section of ['company', 'objectives', 'maturity-strategy', 'use-cases']) {
      await page.locator(`[data-section=${section}]`).click();
      expect([section, await site.barriers()]).toEqual([section, []]);
    }
    await page.locator('[data-turn=review]').click();
    await page.locator('.answers summary').first().click();
    expect(await site.barriers()).toEqual([]);
  },
  patience,
);

test(
  'a diagnostic shows its steps on a calendar',
  async () => {
    const { page } = site;
    await site.open('diagnostic.html');
    await page.locator('#file').setInputFiles(diagnosticOf('p4-food-manufacturer'));
    await page.locator('#gantt-title').waitFor({ state: 'attached' });
    await expect(page.locator('.diagram svg').innerHTML()).resolves.toContain(
      'Multi-horizon demand forecasting',
    );
    await expect(page.locator('#gantt-description').textContent()).resolves.toMatch(/\d{1,2} \w+ 20\d\d/);
  },
  patience,
);
