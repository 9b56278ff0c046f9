import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildSite } from '#catalog/site/site.ts';
import { search } from '#catalog/search/search.ts';
import { buildSearchIndex } from '#catalog/search/search-index.ts';
import { joinSearchShards, searchShards } from '#catalog/site/data.ts';
import { templatesOf } from '#catalog/site/entry-templates.ts';
import { sizeCosts } from '#catalog/site/size-costs.ts';
import { syntheticCatalog } from '../../bench/synthetic-catalog.ts';
import { siteSource, withEntry } from './site-source.ts';

let site: ReadonlyMap<string, string> = new Map();
beforeAll(async () => {
  site = buildSite(await siteSource());
});

function text(file: string): string {
  return site.get(file) ?? '';
}

describe('the site', () => {
  test('is the same for the same source', async () => {
    expect([...buildSite(await siteSource())]).toEqual([...site]);
  });

  test('has a page in both languages for every entry, and all that pages lead to', () => {
    const broken: string[] = [];
    for (const [file, html] of site) {
      if (!file.endsWith('.html')) continue;
      for (const [, target = ''] of html.matchAll(/(?:href|src)="([^"#]+)/g)) {
        const there = path.posix.join(path.posix.dirname(file), target.split('?')[0] ?? '');
        if (!site.has(there)) broken.push(`${file} → ${target}`);
      }
    }
    expect(broken).toEqual([]);
    expect(text('entries/fa-cash.html')).toContain('<html lang="en"');
    expect(text('fr/entries/fa-cash.html')).toContain('<html lang="fr"');
  });

  test('loads nothing from elsewhere, and runs no script of the page itself', () => {
    for (const [file, html] of site) {
      if (!file.endsWith('.html')) continue;
      expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
      expect(html).not.toMatch(/\son[a-z]+=|style="/);
      expect(html).toContain('connect-src &#39;none&#39;');
    }
  });

  test('says of planned entries that they are, and gives the command of built ones', () => {
    expect(text('entries/df-forecast.html')).toContain(
      'toltek new client --diagnostic diagnostic.json --use-case df-forecast',
    );
    expect(text('entries/fa-cash.html')).toContain(
      'Planned: it can be advised and ranked, not generated yet.',
    );
    expect(text('entries/fa-cash.html')).not.toContain('toltek new');
    expect(text('entries/df-forecast.html')).toContain('Not legally reviewed');
    expect(text('entries/fa-cash.html')).toContain('Not measured yet');
  });

  test('shows what test runs measured with day and version, and whether the template changed since', async () => {
    const source = await siteSource();
    const found = source.catalog.templates.find(
      ({ manifest }) => manifest.id === 'use-cases/demand-forecasting',
    );
    const badges = { beatsBaseline: { on: '2026-11-28', tests: 3 } };
    const measured = { version: '0.1.0', digest: found?.digest ?? '', badges };
    const page = (quality: typeof measured): string =>
      buildSite({ ...source, quality: { 'use-cases/demand-forecasting': quality } }).get(
        'entries/df-forecast.html',
      ) ?? '';
    const shown = page(measured);
    expect(shown).toContain('Beats the baseline <small>2026-11-28, 3 tests</small>');
    expect(shown).toContain('Measured of version 0.1.0.');
    expect(page({ ...measured, digest: '0'.repeat(64) })).toContain('0.1.0 (changed since)');
  });

  test('draws the architecture, and works out the cloud cost of three sizes of client', async () => {
    const { catalog } = await siteSource();
    const entry = catalog.entries.find(({ id }) => id === 'df-forecast');
    if (entry === undefined) throw new Error('There is no df-forecast.');
    const costs = sizeCosts(entry, templatesOf(entry, catalog.templates), catalog.priceBook);
    const middles = costs.map(({ total }) => total.mid);
    expect(middles).toHaveLength(3);
    expect(middles).toEqual([...middles].sort((a, b) => a - b));
    expect(new Set(middles).size).toBe(3);
    const page = text('fr/entries/df-forecast.html');
    for (const { name } of costs) expect(page).toContain(name.fr);
    expect(page).toContain('<svg');
    expect(text('entries/fa-cash.html')).toContain('<svg');
    expect(text('entries/fa-cash.html')).not.toContain('Cloud cost a month by size');
  });

  test('shows HTML in the texts of a catalog as text', async () => {
    const hostile = '<img src=x onerror=alert(1)></script><script>alert(2)</script>"\'&';
    const evil = { en: hostile, fr: hostile };
    const source = await siteSource((catalog) =>
      withEntry(catalog, (entry) => ({
        ...entry,
        name: evil,
        summary: evil,
        models: [hostile],
        stack: [hostile],
      })),
    );
    const [first] = source.catalog.entries;
    const built = buildSite(source);
    for (const [file, content] of built) {
      if (!file.endsWith('.html')) continue;
      expect(content).not.toContain('<img src=x');
      expect(content).not.toContain('<script>alert');
    }
    expect(built.get(`entries/${first?.id ?? ''}.html`)).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(built.get('llms.txt')).not.toContain('[<img');
  });

  test('gives machines an index with digests, a document per entry and the schemas', () => {
    interface Index {
      readonly entries: readonly {
        readonly id: string;
        readonly digest: string;
        readonly document: string;
      }[];
      readonly schemas: Readonly<Record<string, string>>;
    }
    const index = JSON.parse(text('index.json')) as Index;
    expect(index.entries.length).toBeGreaterThan(80);
    for (const { document, digest } of index.entries) {
      const entry = JSON.parse(text(document)) as { readonly digest: string; readonly history: unknown };
      expect(entry.digest).toBe(digest);
      expect(Array.isArray(entry.history)).toBe(true);
    }
    for (const schema of Object.values(index.schemas)) expect(JSON.parse(text(schema))).toHaveProperty('$id');
    expect(Object.keys(index.schemas)).toEqual(expect.arrayContaining(['diagnostic', 'selection', 'entry']));
    expect(text('llms.txt')).toContain('](entries/df-forecast.json)');
  });
});

describe('a search index in parts', () => {
  test('finds what the whole one finds', () => {
    const { entries } = syntheticCatalog(3000);
    const whole = buildSearchIndex(entries);
    const parts = searchShards(whole);
    expect(parts.length).toBeGreaterThan(1);
    const together = joinSearchShards(parts, whole.documents);
    for (const query of ['invented', 'case 2718', 'use 99', 'cas d’usage'])
      expect(search(together, query)).toEqual(search(whole, query));
  });
});
