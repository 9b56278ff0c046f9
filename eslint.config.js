import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// The table of folders and what each may import (docs/architecture.md) as lint rules.
const may = (folder, forbidden, why) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...forbidden.map((name) => ({ regex: `^(#${name}/|(\\.\\./)+${name}/)`, message: why })),
          {
            regex: '^@cdktf/provider-google$',
            message: 'Deep imports only: the barrel costs 1.5 s and 446 MB.',
          },
          {
            regex: '^@cdktf/provider-google/(?!lib/[^/]+/index\\.js$)',
            message: 'Import lib/<type>/index.js.',
          },
          {
            regex: '^@pulumi/kubernetes$',
            message:
              'Import one kind from its own file, for instance @pulumi/kubernetes/apps/v1/deployment.js.',
          },
          {
            regex: '^@pulumi/policy$',
            message:
              'A dependency of the client repository alone: constructs/policy/kubernetes/pulumi-pack.ts says what it takes.',
          },
        ],
      },
    ],
  },
});

const notConstructs = ['catalog', 'generators', 'templates', 'tests'];

const pure = 'catalog/ holds functions from data to data: no disk, network, clock, random or terminal.';

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      '.cache/',
      'coverage/',
      '**/generated/',
      'examples/**/repository/',
      '**/.venv/',
      '**/cdktf.out/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['*.config.js', 'generators/yo/**/*.js', 'templates/**/*.js', 'tests/**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['catalog/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(#(generators|constructs)/|(\\.\\./)+(generators|constructs|templates|tests)/)',
              message: pure,
            },
            { regex: '^node:', message: pure },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'setTimeout',
        'setInterval',
        'performance',
        'crypto',
        'console',
        'Intl',
        'Buffer',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: pure },
        ...[
          'random',
          'pow',
          'exp',
          'log',
          'log2',
          'log10',
          'log1p',
          'expm1',
          'sin',
          'cos',
          'tan',
          'tanh',
          'cbrt',
          'hypot',
        ].map((property) => ({
          object: 'Math',
          property,
          message:
            'Differs between Node versions and browsers, or is random: the selector uses + - * / and sqrt only.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "BinaryExpression[operator='**']",
          message: 'Differs between runtimes: multiply instead.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: pure },
        {
          selector: 'CallExpression[callee.property.name=/^toLocale|^localeCompare$/]',
          message: 'Locale functions differ between runtimes: compare code units, format by hand.',
        },
      ],
    },
  },
  // Runs in a browser, so it may wait; what it computes comes from the rest of catalog/.
  {
    files: ['catalog/site/browser/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'Intl'],
    },
  },
  may(
    'templates',
    ['catalog', 'generators', 'tests'],
    'Templates import only #constructs/*: they travel to the client.',
  ),
  may('constructs', notConstructs, 'Constructs travel to the client as source.'),
  ...[
    ['constructs/common', ['contract', 'gcp', 'kubernetes', 'policy']],
    ['constructs/gcp', ['kubernetes']],
    ['constructs/kubernetes', ['gcp']],
    ['constructs/policy/gcp', ['kubernetes']],
    ['constructs/policy/kubernetes', ['gcp']],
  ].map(([folder, others]) =>
    may(
      folder,
      [...notConstructs, ...others],
      'A client with one platform gets nothing of the other: what both need is in constructs/common.',
    ),
  ),
  may('generators', ['constructs', 'templates', 'tests'], 'generators/ imports catalog/ only.'),
  { files: ['constructs/gcp/terraform.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['generators/cli/**/*.ts', 'generators/build/**/*.ts', 'tests/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
