import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { refusal, wrong } from '#generators/engine/problems.ts';
import type { Problem } from '#catalog/problem.ts';

/** Names a browser of the Chromium family is started by. */
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'msedge',
];

/** Where installers put them when PATH does not say. */
const places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/opt/microsoft/msedge'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application',
    'C:\\Program Files\\Microsoft\\Edge\\Application',
  ],
};

/** A browser that starts slowly on a busy machine still has time. */
const timeoutMs = 120_000;

/**
 * The browser that prints.
 * @param asked the path of `--browser`; without it, PATH and the usual places are looked through.
 * @param searched the folders of PATH. Default: this process's.
 * @returns undefined where none is found.
 * @throws InputError if the one asked for is no program.
 */
export function findBrowser(asked?: string, searched = process.env['PATH'] ?? ''): string | undefined {
  if (asked !== undefined) {
    if (isProgram(asked)) return asked;
    throw refusal(
      wrong('BROWSER', 'It is not a program that can be started.', {
        file: asked,
        expected: 'the path of Chromium, Chrome or Edge',
        action: 'Correct --browser, or leave it out to have one looked for.',
      }),
    );
  }
  const ending = process.platform === 'win32' ? '.exe' : '';
  const folders = [
    ...searched.split(path.delimiter).filter((folder) => folder !== ''),
    ...(places[process.platform] ?? []),
  ];
  return folders
    .flatMap((folder) => [folder, ...names.map((name) => path.join(folder, `${name}${ending}`))])
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What printing gave: the PDF, or why there is none. */
export type Printed = { readonly pdf: Uint8Array } | { readonly problem: Problem };

/** Prints a page to PDF. The browser gets a profile of its own, no network and no right to run scripts of the page. */
export async function printPdf(browser: string, html: string, signal?: AbortSignal): Promise<Printed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-report-'));
  const page = path.join(folder, 'report.html');
  const target = path.join(folder, 'report.pdf');
  try {
    writeFileSync(page, html);
    const said = await start(browser, flags(folder, target, page), signal);
    const pdf = read(target);
    return pdf === undefined ? { problem: failed(browser, said) } : { pdf };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function flags(folder: string, target: string, page: string): readonly string[] {
  return [
    '--headless',
    // The page holds no script, and root cannot use the sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
    '--no-default-browser-check',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${path.join(folder, 'profile')}`,
    '--no-pdf-header-footer',
    '--generate-pdf-document-outline',
    `--print-to-pdf=${target}`,
    pathToFileURL(page).href,
  ];
}

/** Runs the browser to its end; what it said last, where it failed. */
function start(browser: string, words: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(browser, words, {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      ...(signal !== undefined && { signal }),
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said = `${said}${text.toString('utf8')}`.slice(-2000);
    });
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('close', (code, killed) => {
      resolve(
        killed === null ? `it ended with ${code ?? 'no code'}: ${said}` : `it was stopped by ${killed}`,
      );
    });
  });
}

/** The PDF, if it is a whole one. */
function read(file: string): Uint8Array | undefined {
  try {
    const bytes = readFileSync(file);
    return bytes.subarray(0, 5).toString('latin1') === '%PDF-' && bytes.subarray(-1024).includes('%%EOF')
      ? bytes
      : undefined;
  } catch {
    return undefined;
  }
}

function failed(browser: string, said: string): Problem {
  const last =
    said
      .split('\n')
      .filter((line) => line.trim() !== '')
      .at(-1) ?? '';
  return wrong('NO_PDF', `The browser did not print the PDF: ${last.slice(0, 200)}`, {
    file: browser,
    expected: 'a browser that prints with --print-to-pdf',
    action: 'Give another one with --browser, or open the HTML file and print it to PDF.',
  });
}

/** What to say where there is no browser. */
export const noBrowser: Problem = wrong('NO_BROWSER', 'No browser was found, so the PDF is not written.', {
  expected: 'Chromium, Chrome or Edge on PATH or in its usual place',
  action:
    'Install one, give its path with --browser, or ask for --format html,md. The HTML file prints well by hand.',
});
