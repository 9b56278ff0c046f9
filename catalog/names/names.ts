import type { Text } from '../dated.ts';

/** A name for every value of a field, as it stands in the middle of a sentence. */
export type Names<Value extends string> = Readonly<Record<Value, Text>>;

/** One name in both languages. */
export function name(en: string, fr: string): Text {
  return { en, fr };
}

/** A topic that only this client names, such as `custom:gift-cards`, in words. */
export function topicText(id: string): string {
  return id.startsWith('custom:') ? id.slice('custom:'.length).replaceAll('-', ' ') : id;
}
