// Prints what the catalog site costs a visitor, beside the goal of each figure: the real catalog on a slow machine, and one
// of 10,000 entries. Figures only: nothing fails.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { buildSite } from '#catalog/site/site.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { readSiteSource } from '#generators/cli/adapters/site-source.ts';
import { launchBrowser, serveFolder } from '../tools/browser.ts';
import { syntheticCatalog } from './synthetic-catalog.ts';

const large = 10_000;
const runs = 5;

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-bench-site-'));
const browser = await launchBrowser();
try {
  const real = await loadCatalog();
  console.log(`Medians of ${runs} runs in Chromium ${browser.version()}.`);
  console.log(row('', 'figure', 'goal'));
  await benchFirstPage(browser, writeSite('real', real));
  await benchLarge(browser, writeSite('large', { ...real, ...syntheticCatalog(large) }));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

function writeSite(name: string, catalog: CatalogIndex): string {
  const started = process.cpuUsage();
  const target = path.join(folder, name);
  const files = buildSite(readSiteSource(catalog));
  const { user, system } = process.cpuUsage(started);
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    writeFileSync(path.join(target, file), text);
  }
  const label = `build, ${catalog.entries.length} entries, CPU`;
  console.log(row(label, `${((user + system) / 1000).toFixed(0)} ms`, ''));
  return target;
}

/** What the first page weighs, and when it is painted with the processor slowed to a quarter. */
async function benchFirstPage(chromium: Browser, pages: string): Promise<void> {
  const server = await serveFolder(pages);
  const paints: number[] = [];
  let weight = 0;
  for (let run = 0; run < runs; run++) {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(`${server.origin}/index.html`, { waitUntil: 'networkidle' });
    paints.push(
      await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime"),
    );
    weight = [...asked].reduce((sum, name) => sum + gzipSync(readFileSync(path.join(pages, name))).length, 0);
    await context.close();
  }
  const cpu = await mainThreadCpu(chromium, server.origin);
  await server.close();
  console.log(row('first page, all it loads, gzip', `${(weight / 1000).toFixed(0)} KB`, '250 KB'));
  console.log(row('first paint, CPU ×4 slower', `${median(paints).toFixed(0)} ms`, '1000 ms'));
  console.log(row('first page, main thread, CPU, times 4', `${(cpu * 4).toFixed(0)} ms`, '1000 ms'));
}

/** Milliseconds of processor that the page takes from its address to idle: says more than time on a busy machine. */
async function mainThreadCpu(chromium: Browser, origin: string): Promise<number> {
  const context = await chromium.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${origin}/index.html`, { waitUntil: 'networkidle' });
  const { metrics } = await session.send('Performance.getMetrics');
  await context.close();
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
}

/** How long a visitor of a large catalog waits for an answer, once the index is loaded. */
async function benchLarge(chromium: Browser, pages: string): Promise<void> {
  const server = await serveFolder(pages);
  const page = await (await chromium.newContext()).newPage();
  await page.goto(`${server.origin}/index.html`, { waitUntil: 'networkidle' });
  // Loads the search index, and the texts of what is shown first.
  await page.locator('#q').fill('invented');
  await page.locator('.chip').waitFor();
  await page.locator('#q').fill('');
  await page.waitForLoadState('networkidle');
  const facet = 'input[name=family][value=demand-forecasting]';
  await timed(page, 'facet change', `document.querySelector('${facet}').click()`);
  await timed(page, 'search, one word', typing(['case', 'forecast', 'invented', 'usage', 'use']));
  await timed(
    page,
    'search, a number and a typo',
    typing(['invnted 4711', 'cse 12', 'usage 99', 'invented 8', 'case 7']),
  );
  await server.close();
}

/** Types other words each time. */
function typing(words: readonly string[]): string {
  return `(() => { const q = document.querySelector('#q'); const words = ${JSON.stringify(words)}; self.turn = ((self.turn ?? -1) + 1) % words.length; q.value = words[self.turn]; q.dispatchEvent(new Event('input', { bubbles: true })); })()`;
}

/** From an input to the list that answers it. */
async function timed(page: Page, name: string, action: string): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    times.push(
      await page.evaluate<number>(
        `new Promise((resolve) => {
          const started = performance.now();
          new MutationObserver((_changes, observer) => {
            observer.disconnect();
            resolve(performance.now() - started);
          }).observe(document.querySelector('#chips'), { childList: true, subtree: true, characterData: true });
          ${action};
        })`,
      ),
    );
  }
  console.log(row(`${name}, ${large} entries`, `${median(times).toFixed(0)} ms`, '100 ms'));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function row(name: string, figure: string, goal: string): string {
  return `${name.padEnd(44)}${figure.padStart(12)}${goal.padStart(12)}`.trimEnd();
}
