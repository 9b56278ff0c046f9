// One jest project per kind of test: `unit` is what `npm test` runs, `full` adds the outside engines and linters.
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2022',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  // Generated repositories and caches hold package.json files that would collide in the haste map.
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/.cache/',
    '<rootDir>/templates/',
    '<rootDir>/examples/',
  ],
};

export default {
  // The slow tests wait for processes they started, so a worker per core pays even on two.
  maxWorkers: '100%',
  // Many tests start processes, and a machine that runs CI is slower than a desk.
  testTimeout: 30_000,
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/tests/**/*.test.ts'] },
    { ...common, displayName: 'full', testMatch: ['<rootDir>/tests/**/*.full.ts'] },
  ],
};
