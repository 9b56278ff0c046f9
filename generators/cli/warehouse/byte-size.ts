const units: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** `500MB` in bytes; undefined where it is no size. */
export function parseSize(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB)?$/i.exec(text.trim()) ?? [];
  return digits === '' ? undefined : Math.round(Number(digits) * (units[unit.toUpperCase()] ?? 1));
}

/** Bytes as people read them. */
export function shownSize(bytes: number): string {
  const steps = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = steps.findLastIndex((unit) => bytes >= (units[unit] ?? 1));
  const unit = steps[Math.max(0, step)] ?? 'B';
  const value = bytes / (units[unit] ?? 1);
  return `${value < 10 && unit !== 'B' ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
