import type { RetentionArgs } from './args.ts';

/** Part of a volume that data may fill: merges and copies need the rest. */
export const usableShare = 0.8;

/**
 * Most gigabytes there are at a time while events of so many months are kept. What is there at the start goes evenly
 * over the months; what is added grows from month to month.
 */
export function peakGigabytes(
  { startGigabytes, gigabytesPerMonth, growthPercentPerMonth = 0 }: RetentionArgs,
  months: number,
): number {
  const growth = 1 + growthPercentPerMonth / 100;
  let added = 0;
  let monthly = gigabytesPerMonth;
  let peak = startGigabytes;
  for (let month = 1; month <= months; month += 1) {
    added += monthly;
    monthly *= growth;
    peak = Math.max(peak, startGigabytes * (1 - month / months) + added);
  }
  return peak;
}

/** The most months that fit into so many gigabytes; 0 when not even one does. */
export function monthsThatFit(retention: RetentionArgs, gigabytes: number): number {
  let months = 0;
  while (months < retention.months && peakGigabytes(retention, months + 1) <= gigabytes) months += 1;
  return months;
}
