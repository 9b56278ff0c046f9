import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { launchBrowser, serveFolder, watch } from '../../tools/browser.ts';
import type { FileServer } from '../../tools/browser.ts';
import { writeFreshSite } from './fresh-site.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const root = path.resolve(import.meta.dirname, '../../..');

/** Browser tests wait for a browser, which shares its cores with the other tests. */
export const patience = 180_000;

/** The diagnostic of an example. */
export function diagnosticOf(example: string): string {
  return path.join(root, 'examples', example, 'diagnostic.json');
}

/** A served site, and a page with a new profile for every test. */
export class Browsing {
  /** Scratch folder of the tests. */
  folder = '';
  /** The files of the site. */
  pages = '';
  #page: Page | undefined;
  #server: FileServer | undefined;

  /** Registers what has to be made before and cleaned after; after each test, that it asked nobody and nothing broke. */
  constructor(change?: (catalog: CatalogIndex) => CatalogIndex) {
    let browser: Browser | undefined;
    let context: BrowserContext | undefined;
    let seen: ReturnType<typeof watch> | undefined;
    beforeAll(async () => {
      this.folder = mkdtempSync(path.join(tmpdir(), 'site-browser-'));
      this.pages = await writeFreshSite(this.folder, change);
      this.#server = await serveFolder(this.pages);
      browser = await launchBrowser();
    }, patience);
    afterAll(async () => {
      await browser?.close();
      await this.#server?.close();
      rmSync(this.folder, { recursive: true, force: true });
    }, patience);
    beforeEach(async () => {
      context = await browser?.newContext({ viewport: { width: 1280, height: 900 } });
      this.#page = await context?.newPage();
      if (this.#page === undefined) throw new Error('There is no browser.');
      this.#page.setDefaultTimeout(patience);
      seen = watch(this.#page);
    }, patience);
    afterEach(async () => {
      await context?.close();
      const own = (url: string): boolean => url.startsWith(this.origin) || /^(file|blob|data):/.test(url);
      expect(seen?.requests.filter((url) => !own(url))).toEqual([]);
      expect(seen?.complaints).toEqual([]);
    }, patience);
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('The test has not begun.');
    return this.#page;
  }

  get origin(): string {
    return this.#server?.origin ?? '';
  }

  /** Goes to a page by its path in the site. */
  async open(at: string): Promise<void> {
    await this.page.goto(`${this.origin}/${at}`);
  }

  /** Waits until the list is what the address asks for. */
  async settled(): Promise<void> {
    await this.page.waitForSelector('#results:not([aria-busy])');
  }

  /** Ids of the entries that are listed, in order. */
  async listed(): Promise<readonly string[]> {
    await this.settled();
    const links = await this.page.evaluate<readonly string[]>(
      "[...document.querySelectorAll('.card h3 a')].map((link) => link.getAttribute('href'))",
    );
    return links.map((link) => /entries\/(.+)\.html/.exec(link)?.[1] ?? '');
  }

  /** How many entries the page says were found. */
  async found(): Promise<number> {
    await this.settled();
    return Number(/^\d+/.exec(await this.page.locator('#found').innerText())?.[0]);
  }

  /** What axe finds to be in the way of somebody, in either theme. */
  async barriers(): Promise<readonly string[]> {
    const found: string[] = [];
    await this.page.evaluate(axe);
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const violations = await this.page.evaluate<readonly Violation[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => ({ target })) })))',
      );
      for (const { id, nodes } of violations)
        found.push(...nodes.map(({ target }) => `${colorScheme}: ${id} ${String(target)}`));
    }
    return found;
  }
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown }[];
}
