import type { Entry } from '../schema/generated/types.ts';

/**
 * Whether a topic the client ruled out means this entry: its id, or words that all occur in one of its names,
 * aliases, keywords or its family. Case and accents do not matter.
 */
export function isExcluded(entry: Entry, topic: string): boolean {
  if (topic.trim() === entry.id) return true;
  const words = wordsOf(topic);
  if (words.length === 0) return false;
  return phrasesOf(entry).some((phrase) => {
    const present = wordsOf(phrase);
    return words.every((word) => present.includes(word));
  });
}

function phrasesOf({ id, name, aliases, keywords, family }: Entry): string[] {
  return [id, name.en, name.fr, family, ...aliases.en, ...aliases.fr, ...keywords];
}

function wordsOf(phrase: string): string[] {
  return phrase
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
