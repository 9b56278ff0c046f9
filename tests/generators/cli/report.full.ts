import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { reportHtml } from '#catalog/report/html.ts';
import { findBrowser, printPdf } from '#generators/cli/adapters/browser.ts';
import { datedPdf } from '#generators/cli/adapters/pdf-dates.ts';
import { crowded, example, reportsOn, withAllUnknown } from '../../catalog/report/written.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'report-full-'));
const program = findBrowser() ?? '';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
const minutes = 60_000;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
}, minutes);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const reports = {
  p1: reportsOn(example('p1-online-retailer')),
  p4: reportsOn(example('p4-food-manufacturer')),
  p6: reportsOn(example('p6-craft-firm')),
  unknown: reportsOn(withAllUnknown(example('p4-food-manufacturer'))),
  crowd: reportsOn(crowded(example('p1-online-retailer'), { sources: 40, useCases: 20 })),
};
const cases = Object.entries(reports).flatMap(([name, each]) => [
  [`${name} en`, each.en] as const,
  [`${name} fr`, each.fr] as const,
]);

/** Texts of figures that reach out of their figure, in whatever font this machine has. */
const cutTexts = `[...document.querySelectorAll('svg.figure')].flatMap((figure) => {
  const frame = figure.getBoundingClientRect();
  return [...figure.querySelectorAll('text')]
    .filter((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      return left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 1 || bottom > frame.bottom + 1;
    })
    .map((text) => text.textContent);
})`;

describe.each(cases)('the report %s in a browser', (name, report) => {
  const file = path.join(folder, `${name.replace(' ', '.')}.html`);

  it(
    'can be read by everybody, asks for nothing, and is no wider than the window',
    async () => {
      writeFileSync(file, reportHtml(report));
      for (const width of [390, 1200]) {
        // The page forbids scripts; the one that checks it is let in from outside.
        const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
        const page = await context.newPage();
        const requests: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        await page.goto(pathToFileURL(file).href);
        expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(file).href]);
        await page.addScriptTag({ content: axe });
        const violations = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
        );
        expect(violations).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
          0,
        );
        expect(await page.evaluate(cutTexts)).toEqual([]);
        await context.close();
      }
    },
    3 * minutes,
  );

  it(
    'prints to pages that hold every section, the same bytes each time',
    async () => {
      const pdf = async (): Promise<Uint8Array> => {
        const printed = await printPdf(program, reportHtml(report));
        if ('problem' in printed) throw new Error(printed.problem.message);
        return datedPdf(printed.pdf, '2026-10-02');
      };
      const bytes = await pdf();
      const target = path.join(folder, 'report.pdf');
      writeFileSync(target, bytes);
      const text = execFileSync('pdftotext', ['-layout', target, '-'], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
      for (const { title } of report.sections)
        expect(text.replace(/[\s’]+/g, ' ')).toContain(title.replace(/[\s’]+/g, ' '));
      const pages = Number(
        /Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [target], { encoding: 'utf8' }))?.[1],
      );
      expect(pages).toBeGreaterThan(8);
      expect(text).toContain(`2 / ${pages}`);
      if (name === 'p4 en') expect(Buffer.compare(Buffer.from(bytes), Buffer.from(await pdf()))).toBe(0);
    },
    3 * minutes,
  );
});
