import type { Text } from '../dated.ts';

/** A text with its first letter large, as it begins a cell, a label or a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The names of a vocabulary as labels: each with its first letter large. */
export function labelsOf<Value extends string>(
  names: Readonly<Record<Value, Text>>,
): Readonly<Record<Value, Text>> {
  const labels: Record<Value, Text> = { ...names };
  for (const value of Object.keys(names) as Value[]) {
    const { en, fr } = names[value];
    labels[value] = { en: capital(en), fr: capital(fr) };
  }
  return labels;
}
