/** Seconds of a duration as Google's APIs write it, `600s` or `3.5s`; `undefined` when it is none. */
export function secondsOf(text: string): number | undefined {
  return /^\d+(\.\d{1,9})?s$/.test(text) ? Number(text.slice(0, -1)) : undefined;
}

const cronFields = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { least: 0, most: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
];

/** Whether a line is a cron line of five fields, each within its range: minute, hour, day, month, day of the week. */
export function isCron(line: string): boolean {
  const fields = line.trim().split(/\s+/);
  return (
    fields.length === cronFields.length &&
    cronFields.every((limits, index) =>
      (fields[index] ?? '').split(',').every((item) => inField(item, limits)),
    )
  );
}

interface CronField {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

/** `*`, `5`, `1-5`, `mon-fri`, and each with a step: `*\/15`. */
function inField(item: string, { least, most, names = [] }: CronField): boolean {
  const [range = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => {
    const name = names.indexOf(end.toLowerCase());
    return /^\d+$/.test(end) ? Number(end) : name < 0 ? Number.NaN : name + least;
  });
  const [from = Number.NaN, to = from] = ends;
  return ends.length <= 2 && from >= least && to <= most && from <= to;
}

/** Whether a bucket may be called that: the naming rules of Cloud Storage. */
export function isBucketName(name: string): boolean {
  const parts = name.split('.');
  return (
    /^[a-z0-9][a-z0-9._-]*[a-z0-9]$/.test(name) &&
    name.length >= 3 &&
    name.length <= (parts.length > 1 ? 222 : 63) &&
    parts.every((part) => part.length >= 1 && part.length <= 63) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !name.startsWith('goog') &&
    !/g[o0]{2}gle/.test(name)
  );
}

const memoryUnits: Readonly<Record<string, number>> = {
  k: 1000 / 1_048_576,
  Ki: 1 / 1024,
  M: 1_000_000 / 1_048_576,
  Mi: 1,
  G: 1_000_000_000 / 1_048_576,
  Gi: 1024,
  T: 1_000_000_000_000 / 1_048_576,
  Ti: 1_048_576,
};

/** Mebibytes of a quantity of memory such as `512Mi`; `undefined` when it is none. */
export function mebibytesOf(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(k|Ki|M|Mi|G|Gi|T|Ti)$/.exec(text) ?? [];
  const factor = memoryUnits[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

/** Processors of a quantity such as `1`, `0.5` or `500m`; `undefined` when it is none. */
export function processorsOf(text: string): number | undefined {
  if (/^\d+m$/.test(text)) return Number(text.slice(0, -1)) / 1000;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/**
 * Mebibytes that Cloud Run gives a container with so many processors, least and most; `undefined` for a number of
 * processors it does not offer (limits of Cloud Run, 2026-11-21).
 */
export function memoryRange(processors: number): readonly [least: number, most: number] | undefined {
  if (processors >= 0.08 && processors < 0.5) return [128, 512];
  if (processors >= 0.5 && processors < 1) return [128, 1024];
  return wholeProcessors.get(processors);
}

const wholeProcessors: ReadonlyMap<number, readonly [number, number]> = new Map([
  [1, [128, 4096]],
  [2, [128, 8192]],
  [4, [2048, 16_384]],
  [6, [4096, 24_576]],
  [8, [4096, 32_768]],
]);
