// The real templates, updated to a version with realistic changes under a client's edits: what comes out still runs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { snapshotOf } from '../../tools/files.ts';
import { readDiagnostic } from '../../tools/diagnostics.ts';
import { bytecodeFolder, ensureVenv, run } from '../../tools/python.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';

jest.setTimeout(900_000);

const root = path.resolve(import.meta.dirname, '../../..');
const base = 'templates/base/files';
const warehouse = 'templates/stacks/data-pipeline/files/transform';

let toolbox: ToyVersions;
let folder: string;

const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
function edit(name: string, find: string, replacement: string): void {
  const text = read(name);
  if (!text.includes(find)) throw new Error(`${name} does not hold ${find}`);
  writeFileSync(path.join(folder, name), text.replace(find, replacement));
}

function replaced(find: string, replacement: string): (text: string) => string {
  return (text) => {
    if (!text.includes(find)) throw new Error(`The template does not hold ${find}`);
    return text.replace(find, replacement);
  };
}

beforeAll(async () => {
  const catalog = await loadCatalog();
  toolbox = await makeToyVersions({
    from: root,
    entries: catalog.entries,
    foundations: catalog.foundations,
    diagnostic: readDiagnostic('examples/p1-online-retailer/diagnostic.json'),
    words: [],
    evolution: {
      move: {
        [`${base}/scripts/serving.py`]: `${base}/scripts/services.py`,
        [`${warehouse}/macros/rejected_rows.sql`]: `${warehouse}/macros/rejections.sql`,
      },
      write: {
        [`${base}/scripts/pipeline.py`]: replaced(
          'from scripts.serving import',
          'from scripts.services import',
        ),
        [`${base}/_github/workflows/ci.yml`]: replaced('timeout-minutes: 30', 'timeout-minutes: 45'),
        [`${warehouse}/macros/reject_reason.sql`]: replaced(
          "cast('1990-01-01' as date)\": 'ordered_at is before 1990'",
          "cast('1980-01-01' as date)\": 'ordered_at is before 1980'",
        ),
        [`${warehouse}/macros/rejections.sql`]: replaced(
          'with the reason. -#}',
          'with the reason of each. -#}',
        ),
        'templates/stacks/gcp-foundation/files/infra/package.json.hbs': replaced(
          '"yaml": "2.9.1"',
          '"yaml": "2.9.2"',
        ),
      },
      manifests: {
        base: {
          version: '9.0.0',
          renames: { '9.0.0': { 'scripts/serving.py': 'scripts/services.py' } },
        },
        'stacks/data-pipeline': {
          version: '9.0.0',
          renames: { '9.0.0': { 'transform/macros/rejected_rows.sql': 'transform/macros/rejections.sql' } },
        },
        'stacks/gcp-foundation': { version: '9.0.0' },
      },
    },
  });
  folder = toolbox.newClient();
});
afterAll(() => {
  toolbox.remove();
});

test('an untouched repository becomes what the new version writes', () => {
  const untouched = toolbox.newClient();
  const { status, stderr } = toolbox.v2.runIn(untouched, ['update']);
  expect(`${status} ${stderr}`).toBe('0 ');
  const fresh = path.join(toolbox.work, 'fresh');
  toolbox.v2.runIn(toolbox.work, ['new', fresh, '--diagnostic', 'diagnostic.json']);
  expect(snapshotOf(untouched)).toEqual(snapshotOf(fresh));
});

test('a repository that people worked in is updated without a conflict, and keeps all of it', () => {
  edit(
    'transform/models/marts/core/dim_customers.sql',
    'with bought as (',
    '-- Ours: people and shops alike.\nwith bought as (',
  );
  edit('transform/macros/rejected_rows.sql', 'from {{ source', '/* ours */\n    from {{ source');
  edit('settings/common.yaml', 'schedule: "0 5 * * *"', 'schedule: "30 5 * * *" # after our shops close');
  edit(
    '.github/workflows/ci.yml',
    '      - run: make test\n',
    '      - run: make test\n      - run: make ours\n',
  );
  edit('infra/package.json', '"dependencies": {', '"dependencies": {\n    "our-package": "1.0.0",');
  edit('README.md', '# ', 'Written by us.\n\n# ');
  mkdirSync(path.join(folder, 'transform/models/marts/ours'));
  writeFileSync(
    path.join(folder, 'transform/models/marts/ours/our_orders.sql'),
    "select count(*) as orders\nfrom {{ ref('fct_sales_lines') }}\n",
  );
  commitAll(folder, 'Our own work');

  const { status, stdout, stderr } = toolbox.v2.runIn(folder, ['update']);
  expect(`${status} ${stderr}\n${stdout}`).toMatch(/^0 \n/);
  expect(read('transform/models/marts/core/dim_customers.sql')).toContain('-- Ours: people and shops alike.');
  expect(existsSync(path.join(folder, 'transform/macros/rejected_rows.sql'))).toBe(false);
  expect(read('transform/macros/rejections.sql')).toMatch(/reason of each[^]*\/\* ours \*\//);
  expect(read('transform/macros/reject_reason.sql')).toContain('before 1980');
  expect(read('settings/common.yaml')).toContain('schedule: "30 5 * * *" # after our shops close');
  expect(read('.github/workflows/ci.yml')).toMatch(/timeout-minutes: 45[^]*- run: make ours/);
  expect(JSON.parse(read('infra/package.json'))).toMatchObject({
    dependencies: { 'our-package': '1.0.0', yaml: '2.9.2' },
  });
  expect(read('README.md')).toMatch(/^Written by us\./);
  expect(existsSync(path.join(folder, 'scripts/serving.py'))).toBe(false);
  expect(stdout).toContain('npm --prefix infra run plan -- dev');
  commitAll(folder, 'Updated');
  expect(toolbox.v2.runIn(folder, ['update']).stdout).toContain('Up to date');
});

test('what comes out is linted, tested, loaded and built', async () => {
  const components = ['ingestion', 'transform', 'dev'];
  const locks = components.map((id) => path.join(folder, 'requirements', `${id}.txt`));
  const interpreter = path.join(await ensureVenv('data', locks), 'python');
  const environment = {
    ...process.env,
    DO_NOT_TRACK: '1',
    PYTHONPYCACHEPREFIX: bytecodeFolder,
    WAREHOUSE_PATH: '.local/sample.duckdb',
    INGESTION_SOURCES: 'sample',
  };
  const commands = [
    'ruff check .',
    'ruff format --check .',
    'yamllint --strict .',
    'ingestion run',
    'transform build',
    'pytest -q tests',
  ];
  for (const command of commands) {
    const { code, output } = await run(interpreter, ['-m', ...command.split(' ')], {
      cwd: folder,
      env: environment,
    });
    if (code !== 0) throw new Error(`python -m ${command} ended with ${code}:\n${output}`);
  }
  expect(git(folder, 'status', '--porcelain')).toBe('');
});
