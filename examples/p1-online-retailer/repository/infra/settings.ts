import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Residency } from '#constructs/common/deployment.ts';
import { Settings, SettingsError } from '#constructs/common/settings.ts';

/** Where things run. */
export type Environment = 'dev' | 'prod';

/** An image as `images.lock.yaml` notes it. */
export interface NotedImage {
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/** The settings of an environment: `settings/common.yaml`, overlaid by the environment's own file. */
export function loadSettings(env: Environment, repository: URL): Settings {
  const common = readYaml(new URL('settings/common.yaml', repository), 'settings/common.yaml');
  const own = readYaml(new URL(`settings/${env}.yaml`, repository), `settings/${env}.yaml`);
  return new Settings(merge(common, own), `settings/${env}.yaml (over settings/common.yaml)`);
}

/** Where data may lie, as the diagnostic said. */
export function residencyOf(settings: Settings): Residency {
  return {
    rule: settings.text('residency.rule'),
    allowedLocations: settings.texts('residency.allowed_locations'),
  };
}

/** The images noted in `images.lock.yaml`, by component. */
export function loadImages(repository: URL): Record<string, NotedImage> {
  const file = 'images.lock.yaml';
  const lock = new Settings(readYaml(new URL(file, repository), file), file);
  return Object.fromEntries(
    lock.entries('images').map(({ id, settings }) => {
      const digest = settings.text('digest');
      if (!/^sha256:[0-9a-f]{64}$/.test(digest))
        throw new SettingsError(
          `${file}: images.${id}.digest is "${digest}", expected sha256: and 64 hexadecimal digits. ` +
            'Take it from the push, or delete the entry.',
        );
      return [id, { tag: settings.text('tag'), digest }];
    }),
  );
}

/** The text of a file of the repository; `name` is what messages call it. */
export function read(url: URL, name: string): string {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    throw new SettingsError(`${name} cannot be read. Restore it from version control.`);
  }
}

/** A YAML file of the repository as data; `name` is what messages call it. */
export function readYaml(url: URL, name: string): unknown {
  const text = read(url, name);
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw new SettingsError(
      `${name} is not valid YAML: ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
}

/** Lays `over` on `base`: objects are merged key by key, everything else is replaced. */
function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) merged.set(key, merge(merged.get(key), value));
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
