/** Seconds of a duration as Google's APIs write it, `600s` or `3.5s`; `undefined` when it is none. */
export function secondsOf(text: string): number | undefined {
  return /^\d+(\.\d{1,9})?s$/.test(text) ? Number(text.slice(0, -1)) : undefined;
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
