/** What is bundled, by the place below dist/: each is started by somebody, not imported by another. */
export const entryPoints: Readonly<Record<string, string>> = {
  'cli/main': 'generators/cli/main.ts',
  'generators/app/index': 'generators/app/index.ts',
};
