import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InputError } from '#catalog/problem.ts';
import { findBrowser } from '#generators/cli/adapters/browser.ts';
import { readLogo } from '#generators/cli/adapters/logo.ts';
import { datedPdf } from '#generators/cli/adapters/pdf-dates.ts';
import { Terminal } from '#generators/cli/adapters/terminal.ts';
import { CallOptions } from '#generators/cli/command.ts';
import { run } from '#generators/cli/commands/report.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
const out = path.join(folder, 'out');
const diagnostic = 'examples/p6-craft-firm/diagnostic.json';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

beforeEach(() => {
  rmSync(out, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function report(options: Record<string, unknown>, file = diagnostic): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const terminal = new Terminal({
    json: options['json'] === true,
    quiet: false,
    color: false,
    interactive: false,
    width: 100,
    write: (stream, text) => {
      said[stream] += text;
    },
  });
  const code = await run({ operands: [file], options: new CallOptions({ out, ...options }), terminal });
  return { code, ...said };
}

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function refusal(work: () => unknown): Promise<InputError['problems'][number] | undefined> {
  try {
    await work();
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  return undefined;
}

describe('toltek report', () => {
  it('writes what was asked for, in the language of the diagnostic or the one asked for', async () => {
    const { code, stdout } = await report({ format: 'html,md', json: true });
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['report.fr.html', 'report.fr.md']);
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [],
      files: [{ path: path.join(out, 'report.fr.html') }, {}],
    });
    await report({ format: 'md', lang: 'en' });
    expect(readFileSync(path.join(out, 'report.en.md'), 'utf8')).toContain('## 1. In short');
  });

  it('puts the name and the logo of the partner on the cover', async () => {
    await report({
      format: 'html',
      'partner-name': 'Atelier <Data>',
      logo: written('logo.png', png),
      lang: 'en',
    });
    const html = readFileSync(path.join(out, 'report.en.html'), 'utf8');
    expect(html).toContain(
      `src="data:image/png;base64,${png.toString('base64')}" alt="Atelier &lt;Data&gt;"`,
    );
  });

  it('writes the other formats where the browser fails, and says why there is no PDF', async () => {
    const broken = written('broken-browser', '#!/bin/sh\necho "cannot open display" >&2\nexit 3\n');
    chmodSync(broken, 0o755);
    const { code, stderr } = await report({ browser: broken, lang: 'en' });
    expect(code).toBe(1);
    expect(stderr).toContain('[NO_PDF]');
    expect(stderr).toContain('cannot open display');
    expect(readdirSync(out).sort()).toEqual(['report.en.html', 'report.en.md']);
  });

  it('does not take half a PDF for one', async () => {
    const half = written(
      'half-browser',
      '#!/bin/sh\nfor word in "$@"; do case $word in --print-to-pdf=*) printf "%%PDF-1.4 half" > "${word#*=}";; esac; done\n',
    );
    chmodSync(half, 0o755);
    const { code } = await report({ browser: half, format: 'pdf' });
    expect(code).toBe(1);
    expect(existsSync(path.join(out, 'report.fr.pdf'))).toBe(false);
  });

  it.each([
    [{ out: undefined }, '--out DIR'],
    [{ format: 'html,docx' }, 'html, pdf, md'],
    [{ lang: 'de' }, 'en, fr'],
    [{ browser: 'no/such/browser' }, 'Chromium'],
    [{ logo: 'logo.png' }, '--partner-name'],
    [{ 'partner-name': 'A', logo: 'no-such-file.svg' }, 'SVG or PNG'],
  ])('refuses a wrong call and writes nothing: %o', async (options, expected) => {
    const problem = await refusal(() => report(options));
    expect(problem?.expected).toContain(expected);
    expect(existsSync(out)).toBe(false);
  });

  it('leaves what was there where it cannot write', async () => {
    const file = written('taken', 'mine');
    const problem = await refusal(() => report({ out: file, format: 'md' }));
    expect(problem).toMatchObject({ code: 'FILE', file });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

describe('a logo', () => {
  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'a script'],
    ['<svg onload="alert(1)"/>', 'an event handler'],
    ['<svg><image href="https://a.example/x.png"/></svg>', 'outside'],
    ['<svg><style>@import "x.css";</style></svg>', 'imported style'],
    ['<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', 'neither'],
    ['<svg><foreignObject/></svg>', 'foreign object'],
    ['GIF89a', 'neither'],
  ])('is a plain drawing: %s', async (content, message) => {
    const problem = await refusal(() => readLogo(written('logo.svg', content)));
    expect(problem?.message).toContain(message);
  });

  it('is small', async () => {
    const problem = await refusal(() =>
      readLogo(written('large.png', Buffer.concat([png, Buffer.alloc(300_000)]))),
    );
    expect(problem).toMatchObject({ code: 'LOGO', expected: 'at most 256 KB' });
  });

  it('may be an SVG with links into itself', () => {
    const svg =
      '<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><rect fill="url(#b)"/></svg>';
    expect(readLogo(written('fine.svg', svg))).toBe(
      `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
    );
  });
});

describe('the browser', () => {
  it('is looked for on PATH by its usual names', () => {
    const program = written('chromium', '#!/bin/sh\n');
    chmodSync(program, 0o755);
    expect(findBrowser(undefined, `${path.join(folder, 'nowhere')}${path.delimiter}${folder}`)).toBe(program);
  });

  it('prints pages that are dated by the advice', () => {
    const before = Buffer.from(
      "/CreationDate (D:20261128143132+00'00')\n/ModDate (D:20261128143132+00'00')",
      'latin1',
    );
    expect(Buffer.from(datedPdf(before, '2026-10-02')).toString('latin1')).toBe(
      "/CreationDate (D:20261002000000+00'00')\n/ModDate (D:20261002000000+00'00')",
    );
  });
});
