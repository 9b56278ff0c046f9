import type { Markup } from '../../markup.ts';
import { dataVariable } from '../data.ts';
import { languages } from '../place.ts';
import type { Place } from '../place.ts';

/** Where this page is, as it says itself. */
export function placeOfPage(): Place {
  const { lang, dataset } = document.documentElement;
  return {
    language: languages.find((language) => language === lang) ?? 'en',
    path: dataset['path'] ?? 'index.html',
  };
}

/**
 * The element with an id.
 * @throws Error if the page lacks it, or it is another kind of element.
 */
export function element<Kind extends Element>(id: string, kind: abstract new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} #${id}.`);
}

/** Shows markup in place of what an element held. */
export function show(target: Element, content: Markup): void {
  target.innerHTML = content.text;
}

const loading = new Map<string, Promise<void>>();

/** Runs a script that lies beside the pages, by its path from their top; once however often it is asked for. */
export function loadScript(path: string): Promise<void> {
  const known = loading.get(path);
  if (known !== undefined) return known;
  const loaded = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = (document.documentElement.dataset['top'] ?? '') + path;
    script.addEventListener('load', () => {
      resolve();
    });
    script.addEventListener('error', () => {
      loading.delete(path);
      reject(new Error(`${path} cannot be loaded.`));
    });
    document.head.append(script);
  });
  loading.set(path, loaded);
  return loaded;
}

/**
 * What a data script holds, loaded if it was not yet. The caller knows what the build put there.
 * @throws Error if there is no such script.
 */
export async function dataOf<T>(name: string): Promise<T> {
  if (heldData(name) === undefined) await loadScript(`data/${name}.js`);
  const data = heldData(name);
  if (data === undefined) throw new Error(`data/${name}.js holds nothing.`);
  return data as T;
}

/** What a data script put there that has run already; undefined otherwise. */
export function heldData(name: string): unknown {
  const held: unknown = Reflect.get(globalThis, dataVariable);
  return typeof held === 'object' && held !== null ? Reflect.get(held, name) : undefined;
}

/** Every part of data that is cut into parts, as far as the page has them: `listing-0`, `listing-1`, … */
export function heldParts<T>(name: string): T[] {
  const parts: T[] = [];
  for (let part = heldData(`${name}-0`); part !== undefined; part = heldData(`${name}-${parts.length}`))
    parts.push(part as T);
  return parts;
}

/** Keeps the other language of this page at the same question. */
export function carryQuery(search: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.language')) link.search = search;
}
