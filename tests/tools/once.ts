import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const staleLockMs = 600_000;

/** Makes a folder unless it is complete; test workers that want the same one wait for the first. */
export async function once(folder: string, make: () => Promise<void>): Promise<void> {
  const ready = path.join(folder, '.ready');
  const lock = `${folder}.lock`;
  mkdirSync(path.dirname(folder), { recursive: true });
  while (!existsSync(ready)) {
    if (acquired(lock)) {
      try {
        if (!existsSync(ready)) {
          await make();
          writeFileSync(ready, '');
        }
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    } else {
      await wait(200);
    }
  }
}

function acquired(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
    if (age > staleLockMs) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}
