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
  const root = packageRoot();
  const bundled = import.meta.dirname.startsWith(path.join(root, 'dist') + path.sep);
  return path.join(root, bundled ? 'dist/catalog' : 'catalog/generated', name);
}

/** The folder that holds every template by its id. */
export function templatesFolder(): string {
  return path.join(packageRoot(), 'templates');
}

/** The folder of the constructs that travel to clients. */
export function constructsFolder(): string {
  return path.join(packageRoot(), 'constructs');
}
