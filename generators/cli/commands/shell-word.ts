import { shell } from '../../engine/text.ts';

/** A word as a person types it in a shell: quoted only where it has to be. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9._/@+-]+$/.test(text) ? text : shell(text);
}
