import { describe, expect, test } from '@jest/globals';
import { InputError } from '#catalog/problem.ts';
import { pinsOf } from '#generators/engine/provenance/pins.ts';
import type { FoundPin } from '#generators/engine/provenance/pins.ts';

const HASH_A = 'a'.repeat(64);
const HASH_B = 'b'.repeat(64);
const COMMIT = '3d3c42e5aac5ba805825da76410c181273ba90b1';

function pins(files: Readonly<Record<string, string>>): readonly FoundPin[] {
  return pinsOf(
    new Map(Object.entries(files).map(([name, text]) => [name, { bytes: new TextEncoder().encode(text) }])),
  );
}

/** The pins as `kind name version-or-range purl`. */
function shown(files: Readonly<Record<string, string>>): readonly string[] {
  return pins(files).map(({ kind, name, version, constraint, purl }) =>
    [kind, name, version ?? constraint, purl].join(' '),
  );
}

/** What is wrong with a file that no pin can be read from. */
function refusal(files: Readonly<Record<string, string>>): string {
  try {
    pins(files);
  } catch (error) {
    if (error instanceof InputError)
      return error.problems.map(({ code, file, pointer }) => [code, file, pointer].join(' ')).join('\n');
    throw error;
  }
  return 'nothing';
}

describe('requirements of pip', () => {
  const locked = [
    '# Locked by hash.',
    'Typing_Extensions[all]==4.16.0 \\',
    `    --hash=sha256:${HASH_A} \\`,
    `    --hash=sha256:${HASH_B}`,
    "numpy==2.4.6 ; python_full_version < '3.12' \\",
    `    --hash=sha256:${HASH_A}`,
    "numpy==2.5.5 ; python_full_version >= '3.12' \\",
    `    --hash=sha256:${HASH_B}`,
    '',
  ].join('\n');

  test('are listed with every hash, two versions by marker as two', () => {
    expect(shown({ 'requirements/dev.txt': locked })).toEqual([
      'python-package numpy 2.4.6 pkg:pypi/numpy@2.4.6',
      'python-package numpy 2.5.5 pkg:pypi/numpy@2.5.5',
      'python-package Typing_Extensions 4.16.0 pkg:pypi/typing-extensions@4.16.0',
    ]);
    expect(pins({ 'requirements/dev.txt': locked })[2]?.hashes).toBe(`sha256:${HASH_A} sha256:${HASH_B}`);
  });

  test('of several components are listed once, with every file and every hash', () => {
    const found = pins({
      'requirements/b.txt': `six==1.0 \\\n    --hash=sha256:${HASH_A}\n`,
      'requirements/a.txt': `six==1.0 \\\n    --hash=sha256:${HASH_B}\n`,
    });
    expect(found).toMatchObject([
      {
        files: ['requirements/a.txt', 'requirements/b.txt'],
        hashes: `sha256:${HASH_A} sha256:${HASH_B}`,
      },
    ]);
  });

  test.each([
    'six>=1.0\n',
    'six\n',
    '-r other.txt\n',
    'six @ https://example.com/six.whl\n',
    'six==1 --hash=x\n',
  ])('that are not pinned are refused: %j', (text) => {
    expect(refusal({ 'requirements/x.txt': `# first\n${text}` })).toBe(
      'PIN_UNREADABLE requirements/x.txt line 2',
    );
  });

  test('with a hash in other words are refused', () => {
    expect(refusal({ 'requirements/x.txt': 'six==1 \\\n    --hash=md5:abc\n' })).toContain('PIN_UNREADABLE');
  });
});

describe('package-lock.json', () => {
  const lock = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages });

  test('is listed with scopes, nested packages, aliases and integrity', () => {
    const integrity = `sha512-${Buffer.from('x'.repeat(64)).toString('base64')}`;
    const text = lock({
      '': { name: 'infra' },
      'node_modules/@types/node': { version: '24.1.0', integrity },
      'node_modules/a/node_modules/b': { version: '2.0.0', inBundle: true },
      'node_modules/old': { name: 'real', version: '1.0.0' },
      'node_modules/linked': { resolved: 'packages/linked', link: true },
      'packages/linked': { version: '1.0.0' },
    });
    expect(shown({ 'infra/package-lock.json': text })).toEqual([
      'npm-package @types/node 24.1.0 pkg:npm/%40types/node@24.1.0',
      'npm-package b 2.0.0 pkg:npm/b@2.0.0',
      'npm-package real 1.0.0 pkg:npm/real@1.0.0',
    ]);
    expect(pins({ 'infra/package-lock.json': text })[0]?.hashes).toBe(`sha512:${'78'.repeat(64)}`);
  });

  test.each(['', '{', '{"lockfileVersion":1,"dependencies":{}}', lock({ 'node_modules/a': {} })])(
    'that lists no packages is refused: %j',
    (text) => {
      expect(refusal({ 'infra/package-lock.json': text })).toContain(
        'PIN_UNREADABLE infra/package-lock.json',
      );
    },
  );
});

describe('workflows', () => {
  const file = '.github/workflows/ci.yml';

  test('are listed with actions by commit, images and tools', () => {
    const text = [
      '      - uses: actions/checkout@' + COMMIT + ' # v7.0.1',
      `        uses: "owner/repo/sub/folder@${COMMIT}" # v1`,
      '      - uses: ./.github/actions/infra',
      '      - uses: docker://ghcr.io/owner/tool:1.2',
      '          terraform_version: "1.11.4"',
      '          python-version: 3.11 # newest',
      '      - run: echo "uses: nothing"',
    ].join('\n');
    expect(shown({ [file]: text })).toEqual([
      'container-image ghcr.io/owner/tool 1.2 pkg:docker/owner/tool@1.2?repository_url=ghcr.io',
      'tool python 3.11 pkg:generic/python@3.11',
      'tool terraform 1.11.4 pkg:generic/terraform@1.11.4',
      `github-action actions/checkout ${COMMIT} pkg:github/actions/checkout@${COMMIT}`,
      `github-action owner/repo/sub/folder ${COMMIT} pkg:github/owner/repo@${COMMIT}#sub/folder`,
    ]);
    expect(pins({ [file]: text }).find(({ name }) => name === 'actions/checkout')?.tag).toBe('v7.0.1');
  });

  test.each(['- uses: actions/checkout', '- uses:', '- uses: actions/checkout@v1 and more'])(
    'with an action that cannot be listed are refused: %s',
    (text) => {
      expect(refusal({ [file]: `name: x\n${text}\n` })).toBe(`PIN_UNREADABLE ${file} line 2`);
    },
  );
});

describe('Dockerfiles', () => {
  test('are listed with what they build on and copy from, without their own stages', () => {
    const text = [
      '# syntax comment',
      'FROM --platform=linux/amd64 python:3.12.11-slim AS build',
      'FROM eu.gcr.io/project/base/image:2.0@sha256:' + HASH_A,
      'COPY --from=build /a /b',
      'COPY --chown=1 --from=ghcr.io/astral-sh/uv:0.9 /uv /uv',
      'FROM scratch',
      'FROM build',
    ].join('\n');
    expect(shown({ 'x/Dockerfile': text })).toEqual([
      'container-image ghcr.io/astral-sh/uv 0.9 pkg:docker/astral-sh/uv@0.9?repository_url=ghcr.io',
      `container-image eu.gcr.io/project/base/image sha256:${HASH_A} pkg:docker/project/base/image@sha256%3A${HASH_A}?repository_url=eu.gcr.io`,
      'container-image python 3.12.11-slim pkg:docker/python@3.12.11-slim',
    ]);
    expect(pins({ Dockerfile: text })[1]?.hashes).toBe(`sha256:${HASH_A}`);
    expect(pins({ 'x/Dockerfile.dockerignore': 'FROM nothing' })).toEqual([]);
  });

  test.each(['FROM python', 'FROM python:${VERSION}', 'FROM', 'COPY --from=tools /a /b', 'FROM a@sha256:"x'])(
    'without an exact image are refused: %s',
    (text) => {
      expect(refusal({ Dockerfile: text })).toBe('PIN_UNREADABLE Dockerfile line 1');
    },
  );
});

describe('what else pins', () => {
  test('versions of tools in scripts and Makefiles', () => {
    expect(
      shown({
        'scripts/setup.sh': 'uv_version=0.13.8\npip install "uv==${uv_version}"\nother=1\n',
        Makefile: 'TOFU_VERSION := 1.9.0\n',
      }),
    ).toEqual(['tool tofu 1.9.0 pkg:generic/tofu@1.9.0', 'tool uv 0.13.8 pkg:pypi/uv@0.13.8']);
  });

  test("ranges of Terraform's providers", () => {
    const text = "this.addOverride('terraform.required_providers.google.version', '~> 6.50');";
    expect(shown({ 'infra/constructs/gcp/client-stack.ts': text })).toEqual([
      'terraform-provider hashicorp/google ~> 6.50 pkg:terraform/hashicorp/google',
    ]);
    expect(refusal({ 'infra/a.ts': '\nconst required_providers = version();' })).toBe(
      'PIN_UNREADABLE infra/a.ts line 2',
    );
  });

  test('hooks of pre-commit and packages of dbt', () => {
    expect(
      shown({
        '.pre-commit-config.yaml':
          'repos:\n  - repo: local\n    hooks: []\n  - repo: https://github.com/owner/hooks.git\n    rev: v1.2 # x\n',
        'transform/packages.yml':
          'packages:\n  - package: dbt-labs/dbt_utils\n    version: "1.3.0"\n  - package: dbt-labs/codegen\n    version: [">=0.12", "<1"]\n',
      }),
    ).toEqual([
      'dbt-package dbt-labs/codegen [">=0.12", "<1"] pkg:generic/dbt-labs/codegen',
      'dbt-package dbt-labs/dbt_utils 1.3.0 pkg:generic/dbt-labs/dbt_utils@1.3.0',
      'pre-commit-hook owner/hooks v1.2 pkg:github/owner/hooks@v1.2',
    ]);
    expect(refusal({ '.pre-commit-config.yaml': 'repos:\n  - repo: https://example.com/a\n' })).toBe(
      'PIN_UNREADABLE .pre-commit-config.yaml line 2',
    );
  });

  test('every file that cannot be read is named at once', () => {
    expect(refusal({ Dockerfile: 'FROM a', 'requirements/a.txt': 'six' }).split('\n')).toHaveLength(2);
  });
});
