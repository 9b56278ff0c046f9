import { isBuilt } from '#catalog/catalog.ts';
import type { Entry } from '#catalog/schema/generated/entry.ts';

/** Whether an entry can be generated today, as every list says it. */
export type Status = 'built' | 'planned';

export function statusOf(entry: Entry): Status {
  return isBuilt(entry) ? 'built' : 'planned';
}

interface Range {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** A number with a comma between thousands: `12,500`. */
export function thousands(value: number): string {
  const [whole = '', part] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** `25,000-38,000`, or one number where both ends are the same. */
export function span({ low, high }: Pick<Range, 'low' | 'high'>): string {
  return low === high ? thousands(low) : `${thousands(low)}–${thousands(high)}`;
}

/** `€25–38K` for lists; by the month where nothing is paid once. */
export function shortPrice({ deliveryEUR, runEURPerMonth }: NonNullable<Entry['cost']>): string {
  return deliveryEUR.high > 0 ? inThousands(deliveryEUR) : `${inThousands(runEURPerMonth)}/month`;
}

function inThousands({ low, high }: Range): string {
  return `€${span({ low: Math.round(low / 1000), high: Math.round(high / 1000) })}K`;
}

/** `€25,000–38,000 (most likely 30,000)`. */
export function longCost(range: Range): string {
  return `€${span(range)}${likely(range)}`;
}

/** ` (most likely 8)`, nothing where there is no range. */
export function likely({ low, mid, high }: Range): string {
  return low === high ? '' : ` (most likely ${thousands(mid)})`;
}

/** Text broken at spaces into lines of at most `width` characters, to which all but the first add the indent. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}
