import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { writeRepository } from '../../tools/client-repository.ts';

const root = mkdtempSync(path.join(tmpdir(), 'toltek-cdk-library-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly inBundle?: boolean }>>;
}

// Whether npm installs from them is for cdk-library.full.ts.
test.each(['cdktf', 'cdktn'])('with %s, npm has a lock of what package.json asks for', (cdkLibrary) => {
  const folder = path.join(root, cdkLibrary);
  writeRepository(folder, 'eu', { erp: 'sql' }, { answers: { cdkLibrary } });
  const text = readFileSync(path.join(folder, 'infra/package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as PackageLock;
  const { dependencies, devDependencies, engines } = JSON.parse(
    readFileSync(path.join(folder, 'infra/package.json'), 'utf8'),
  ) as Package;
  expect(packages['']).toEqual({ name: 'infra', dependencies, devDependencies, engines });
  const wanted = Object.keys({ ...dependencies, ...devDependencies });
  expect(Object.keys(packages)).toEqual(expect.arrayContaining(wanted.map((name) => `node_modules/${name}`)));
  const unproven = Object.entries(packages).filter(
    ([name, { integrity, inBundle }]) => name !== '' && integrity === undefined && inBundle !== true,
  );
  expect(unproven).toEqual([]);
  expect(text).not.toContain('"resolved"');
});
