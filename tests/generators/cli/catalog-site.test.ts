import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as site from '#generators/cli/commands/catalog-site.ts';
import { call } from './catalog-call.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'site-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('catalog site', () => {
  test('writes the pages, and says where to begin', async () => {
    const out = path.join(folder, 'first');
    const { code, stdout } = await call(site, [], { out, json: true });
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as { readonly start: string; readonly files: number };
    expect(document.start).toBe(path.join(out, 'index.html'));
    expect(existsSync(document.start)).toBe(true);
    expect(readdirSync(folder)).toEqual(['first']);
  });

  test('replaces the site it wrote before', async () => {
    const out = path.join(folder, 'first');
    const before = readFileSync(path.join(out, 'index.html'), 'utf8');
    expect((await call(site, [], { out })).code).toBe(0);
    expect(readFileSync(path.join(out, 'index.html'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['first']);
  });

  test.each([
    ['added', 'CNAME', /CNAME is not of the site/],
    ['changed', 'index.html', /index\.html was changed/],
  ])('refuses to lose a file that somebody %s', async (_what, name, message) => {
    const out = path.join(folder, name);
    await call(site, [], { out });
    writeFileSync(path.join(out, name), 'mine');
    const { code, refused } = await call(site, [], { out });
    expect(code).toBe(2);
    expect(refused[0]?.message).toMatch(message);
    expect(readFileSync(path.join(out, name), 'utf8')).toBe('mine');
  });

  test('refuses a folder that holds something else, and a call without a folder', async () => {
    const out = path.join(folder, 'other');
    mkdirSync(out);
    writeFileSync(path.join(out, 'thesis.txt'), '');
    expect((await call(site, [], { out })).refused[0]?.code).toBe('TARGET_NOT_EMPTY');
    expect(readdirSync(out)).toEqual(['thesis.txt']);
    expect((await call(site, [])).refused[0]).toMatchObject({ code: 'CALL', expected: '--out DIR' });
  });
});
