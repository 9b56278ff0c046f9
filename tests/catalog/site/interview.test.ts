import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { questionnaire } from '#catalog/diagnostic/questionnaire/questionnaire.data.ts';
import * as diagnose from '#generators/cli/commands/diagnose.ts';
import { call } from '../../generators/cli/catalog-call.ts';
import { Browsing, diagnosticOf, patience } from './browsing.ts';

const site = new Browsing();

/** Fills the field with a name and goes on. */
async function answer(name: string, value: string): Promise<void> {
  await site.page.locator(`#question [name="${name}"]`).first().fill(value);
  await next();
}

async function choose(...values: readonly string[]): Promise<void> {
  for (const value of values) await site.page.locator(`#question [name=value][value="${value}"]`).check();
  await next();
}

async function next(): Promise<void> {
  await site.page.locator('#question button[type=submit]').click();
}

async function turn(name: string): Promise<void> {
  await site.page.locator(`#interview [data-turn="${name}"]`).click();
}

function asked(): Promise<string> {
  return site.page.locator('#asked').innerText();
}

/** The English text of a question. */
function textOf(id: string): string {
  const found = new RegExp(`"id":"${id}".*?"text":{"en":"([^"]+)"`).exec(JSON.stringify(questionnaire));
  return found?.[1] ?? '';
}

describe('the questionnaire on the page', () => {
  test(
    'asks by keyboard alone, keeps every answer, and goes on after the page was closed',
    async () => {
      const { page } = site;
      await site.open('diagnostic.html');
      await page.locator('#interview-open').focus();
      await page.keyboard.press('Enter');
      await page.locator('#question').waitFor();
      await page.keyboard.type('Brasserie du Val (fictive)');
      await page.keyboard.press('Enter');
      // A short name is proposed, and Enter takes it.
      await expect(page.locator('#question [name=value]').inputValue()).resolves.toBe(
        'brasserie-du-val-fictive',
      );
      await page.keyboard.press('Enter');
      expect(await asked()).toContain(textOf('company-country'));
      await page.keyboard.type('France');
      await page.keyboard.press('Enter');
      await expect(page.locator('#wrong').innerText()).resolves.toContain('two capital letters');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('fr');
      await page.keyboard.press('Enter');
      await turn('skipped');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const before = await asked();
      await page.goto('about:blank');
      await site.open('diagnostic.html');
      await expect(page.locator('#interview-stand').innerText()).resolves.toMatch(
        /Brasserie du Val.*: \d+ answers/,
      );
      await page.locator('#interview-open').click();
      await page.locator('#question').waitFor();
      expect(await asked()).toBe(before);
      await turn('back');
      await turn('back');
      await turn('back');
      await expect(page.locator('#question [name=value]').inputValue()).resolves.toBe('FR');
      // The other language asks the same question.
      await page.locator('a.language').click();
      await page.locator('#question').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    },
    patience,
  );

  test(
    'takes evidence and confidence, asks contradictions back at once, and what would be lost',
    async () => {
      const { page } = site;
      const section = (id: string): Promise<void> => page.locator(`[data-section=${id}]`).click();
      await site.open('diagnostic.html#interview');
      await section('sources');
      await answer('value', 'ERP; Till');
      await section('infrastructure');
      await choose('aws');
      while (!(await asked()).startsWith(textOf('warehouse'))) await turn('skipped');
      await choose('bigquery');
      await page.locator('.contradictions').waitFor();
      expect(await site.barriers()).toEqual([]);
      await page.locator('.contradictions [data-ask]').last().click();
      await page.locator('#question [name=value][value=aws]').uncheck();
      await choose('gcp');
      await page.locator('.contradictions').waitFor({ state: 'detached' });
      await section('maturity-strategy');
      await page.locator('#question [name=value][value="3.5"]').check();
      await page.locator('select[name=evidence-kind]').selectOption('document');
      await page.locator('input[name=evidence-ref]').fill('plan 2027, page 4');
      await expect(page.locator('input[name=confidence]:checked').inputValue()).resolves.toBe('B');
      await next();
      await turn('unknown');
      const [download] = await Promise.all([page.waitForEvent('download'), turn('save')]);
      const draft = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
        readonly maturity: { readonly questions: readonly { readonly answer: object }[] };
      };
      expect(draft.maturity.questions.map(({ answer: given }) => given)).toMatchObject([
        { value: 3.5, confidence: 'B', evidence: [{ kind: 'document', ref: 'plan 2027, page 4' }] },
        { value: null, status: 'unknown' },
      ]);
      await section('sources');
      while (!(await asked()).startsWith(textOf('source-system'))) await turn('skipped');
      await choose('erp');
      await turn('review');
      await page.locator('.answers summary', { hasText: 'Data sources' }).click();
      await page.locator('.answers [data-ask=sources]').click();
      await answer('value', 'Till');
      await expect(page.locator('.asked-back').innerText()).resolves.toContain('ERP');
      expect(await site.barriers()).toEqual([]);
      await turn('back');
      await expect(page.locator('#question [name=value]').inputValue()).resolves.toContain('ERP');
    },
    patience,
  );

  test(
    'ends in a diagnostic that is ranked, and a draft goes on in the terminal',
    async () => {
      const { page, folder } = site;
      const whole = JSON.parse(readFileSync(diagnosticOf('p4-food-manufacturer'), 'utf8')) as {
        readonly company: Record<string, unknown>;
      };
      const company = Object.fromEntries(
        Object.entries(whole.company).filter(([name]) => name !== 'employees'),
      );
      const unfinished = path.join(folder, 'unfinished.json');
      writeFileSync(unfinished, JSON.stringify({ ...whole, company }));
      await site.open('diagnostic.html');
      await page.locator('#file').setInputFiles(unfinished);
      await page.locator('#mend').click();
      await turn('review');
      await expect(page.locator('.needed li').count()).resolves.toBe(1);
      const [download] = await Promise.all([page.waitForEvent('download'), turn('save')]);
      const draft = path.join(folder, 'client.draft.json');
      await download.saveAs(draft);
      const answers = path.join(folder, 'answers.json');
      writeFileSync(answers, JSON.stringify({ 'company-employees': '95' }));
      const said = await call(diagnose, [draft], { answers });
      expect(said.stdout).toContain('is a complete diagnostic');
      expect(JSON.parse(readFileSync(draft, 'utf8'))).not.toHaveProperty('interview');
      await turn('needed');
      await answer('value', '95');
      await turn('finish');
      await page.locator('#export').waitFor();
      await expect(page.locator('#interview').isVisible()).resolves.toBe(false);
      // What was ranked can be changed in the interview again.
      await page.locator('#edit').click();
      await page.locator('#interview').waitFor();
    },
    patience,
  );
});
