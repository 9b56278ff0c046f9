const factors: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
};

/**
 * What a Kubernetes quantity amounts to: processors, or bytes. `undefined` for a text that is none.
 *
 * Exponents (`1e3`), signs and the suffixes `n`, `u`, `E` and `Ei` are valid quantities that nobody writes on purpose:
 * they are refused as slips.
 */
export function quantityOf(text: string): number | undefined {
  const [, digits = '', suffix = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]{0,2})$/.exec(text) ?? [];
  const factor = factors[suffix];
  return digits === '' || factor === undefined ? undefined : Number(digits) * factor;
}

/** What a quantity of processors may be. */
export const cpuExpected = 'a quantity of processors above 0, for instance "500m" or "2"';

/** What a quantity of bytes may be. */
export const bytesExpected = 'a quantity of bytes, for instance "512Mi" or "100Gi"';

/** Whether a text is a quantity of processors. */
export function isCpu(text: string): boolean {
  return /^(\d+m|\d+(\.\d+)?)$/.test(text) && (quantityOf(text) ?? 0) > 0;
}

/** Whether a text is a quantity of bytes of at least one mebibyte: less is a forgotten suffix. */
export function isBytes(text: string): boolean {
  return !text.endsWith('m') && (quantityOf(text) ?? 0) >= 1024 ** 2;
}

/** Twice a quantity of processors, in thousandths. */
export function twice(cpu: string): string {
  return `${Math.round((quantityOf(cpu) ?? 0) * 2000)}m`;
}
