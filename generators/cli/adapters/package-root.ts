import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of this package: the nearest one above this file that has a package.json. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${import.meta.dirname}.`);
    folder = parent;
  }
  return folder;
}

/** Where a file of the built catalog is: beside the bundle when bundled, in the sources otherwise. */
export function builtCatalogFile(name: string): string {
  return path.join(packageRoot(), isBundled() ? 'dist/catalog' : 'catalog/generated', name);
}

/** The program that a thread of a portfolio runs. */
export function portfolioWorker(): string {
  return path.join(
    packageRoot(),
    isBundled() ? 'dist/cli/portfolio-worker.js' : 'generators/cli/portfolio/worker.ts',
  );
}

function isBundled(): boolean {
  return import.meta.dirname.startsWith(path.join(packageRoot(), 'dist') + path.sep);
}

/** The folder that holds every template by its id. */
export function templatesFolder(): string {
  return path.join(packageRoot(), 'templates');
}

/** The folder of the constructs that travel to clients. */
export function constructsFolder(): string {
  return path.join(packageRoot(), 'constructs');
}
