/** Thrown when a setting is missing or of the wrong kind; the message names the file and the key. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

/**
 * Reads the settings of one environment by dotted keys (`gcp.project`), and says which file and key to
 * mend when something is missing or of the wrong kind.
 */
export class Settings {
  private readonly value: unknown;
  private readonly origin: string;
  private readonly prefix: string;

  /**
   * @param value what the settings files hold, merged
   * @param origin where to mend it, for instance `settings/dev.yaml (or settings/common.yaml)`
   * @param prefix dotted key of `value` within the file
   */
  constructor(value: unknown, origin: string, prefix = '') {
    this.value = value;
    this.origin = origin;
    this.prefix = prefix;
  }

  /** Whether there is a value at `key`. */
  has(key: string): boolean {
    const found = this.find(key);
    return found !== undefined && found !== null;
  }

  /** The text at `key`, else `fallback`. Throws when there is neither. */
  text(key: string, fallback?: string): string {
    const found = this.find(key) ?? fallback;
    return typeof found === 'string' && found !== '' ? found : this.refuse(key, found, 'text');
  }

  /** The number at `key`, else `fallback`. Throws when there is neither. */
  number(key: string, fallback?: number): number {
    const found = this.find(key) ?? fallback;
    return typeof found === 'number' && Number.isFinite(found) ? found : this.refuse(key, found, 'a number');
  }

  /** The whole number from `least` to `most` at `key`. Throws when there is none. */
  whole(key: string, least: number, most: number): number {
    const found = this.find(key);
    return typeof found === 'number' && Number.isInteger(found) && found >= least && found <= most
      ? found
      : this.refuse(key, found, `a whole number from ${least} to ${most}`);
  }

  /** The `true` or `false` at `key`, else `fallback`. */
  flag(key: string, fallback: boolean): boolean {
    const found = this.find(key) ?? fallback;
    return typeof found === 'boolean' ? found : this.refuse(key, found, 'true or false');
  }

  /** The one of `choices` that stands at `key`, else `fallback`. */
  oneOf<T extends string>(key: string, choices: readonly T[], fallback: T): T {
    const found = this.find(key) ?? fallback;
    return choices.find((choice) => choice === found) ?? this.refuse(key, found, choices.join(' or '));
  }

  /** Those of `choices` that are listed at `key`; none when nothing is. */
  choices<T extends string>(key: string, choices: readonly T[]): T[] {
    return this.texts(key).map(
      (text, index) =>
        choices.find((choice) => choice === text) ??
        this.refuse(`${key}.${index}`, text, `one of ${choices.join(', ')}`),
    );
  }

  /** The list of numbers at `key`; empty when there is none. */
  numbers(key: string): number[] {
    const found = this.find(key) ?? [];
    if (!Array.isArray(found)) return this.refuse(key, found, 'a list of numbers');
    return found.map((item: unknown, index) =>
      typeof item === 'number' ? item : this.refuse(`${key}.${index}`, item, 'a number'),
    );
  }

  /** The list of texts at `key`; empty when there is none. */
  texts(key: string): string[] {
    const found = this.find(key) ?? [];
    if (!Array.isArray(found)) return this.refuse(key, found, 'a list of texts');
    return found.map((item: unknown, index) =>
      typeof item === 'string' ? item : this.refuse(`${key}.${index}`, item, 'text'),
    );
  }

  /** The settings below `key`; empty when there are none. */
  section(key: string): Settings {
    return new Settings(this.find(key) ?? {}, this.origin, this.path(key));
  }

  /** One reader per named entry below `key`, in the file's order; empty when there are none. */
  entries(key: string): { readonly id: string; readonly settings: Settings }[] {
    const found = this.find(key) ?? {};
    if (typeof found !== 'object' || Array.isArray(found)) return this.refuse(key, found, 'named entries');
    return Object.keys(found).map((id) => ({ id, settings: this.section(`${key}.${id}`) }));
  }

  private find(key: string): unknown {
    let value = this.value;
    for (const part of key.split('.')) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = new Map<string, unknown>(Object.entries(value)).get(part);
    }
    return value;
  }

  private path(key: string): string {
    return this.prefix === '' ? key : `${this.prefix}.${key}`;
  }

  private refuse(key: string, found: unknown, expected: string): never {
    const what = found === undefined ? 'is missing' : `is ${JSON.stringify(found)}`;
    throw new SettingsError(`${this.origin}: ${this.path(key)} ${what}, expected ${expected}. Set it there.`);
  }
}
