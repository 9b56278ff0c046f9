import { entryOptions } from '../entry-picker.ts';
import { noPair, noUseCase, pairMarkup } from '../package-page.ts';
import { describePair } from '../pair.ts';
import type { PairLimits } from '../pair.ts';
import { readIds } from '../query.ts';
import { pickables, wholeCatalog } from './catalog.ts';
import { loadedDiagnostic } from './loaded.ts';
import { carryQuery, element, placeOfPage, show } from './page.ts';

const place = placeOfPage();
const { language } = place;
const form = element('builder', HTMLFormElement);
const together = element('together', HTMLElement);
const loaded = loadedDiagnostic();

const limitNames = ['capex', 'run', 'weeks'] as const;
const clientWords = {
  en: (name: string) => `Answers and limits come from ${name}, which you loaded in this tab.`,
  fr: (name: string) => `Réponses et limites viennent de ${name}, chargé dans cet onglet.`,
} as const;

function field(name: string): HTMLInputElement | HTMLSelectElement {
  const found = form.elements.namedItem(name);
  if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found;
  throw new Error(`The form has no field ${name}.`);
}

function idAt(name: 'a' | 'b'): string {
  return readIds(location.search, name)[0] ?? '';
}

function limits(): PairLimits {
  const parameters = new URLSearchParams(location.search);
  return Object.fromEntries(
    limitNames.flatMap((name) => {
      const text = parameters.get(name) ?? '';
      return /^\d{1,9}$/.test(text) ? [[name, Number(text)] as const] : [];
    }),
  );
}

/** Brings the page to its address. */
async function update(): Promise<void> {
  const [a, b] = [idAt('a'), idAt('b')];
  const catalog = await wholeCatalog();
  const advice =
    a === '' || b === '' || a === b ? undefined : describePair([a, b], catalog, limits(), loaded?.diagnostic);
  show(together, advice === undefined ? noPair(language, a !== '' && a === b) : pairMarkup(advice, place));
  carryQuery(location.search);
  document.documentElement.dataset['ready'] = '';
}

async function fill(): Promise<void> {
  const choices = await pickables(place, ({ facets: { kind } }) => kind.includes('use-case'));
  for (const name of ['a', 'b'] as const)
    show(field(name), entryOptions(choices, idAt(name), noUseCase, language));
  const given = limits();
  for (const name of limitNames) field(name).value = given[name] === undefined ? '' : String(given[name]);
}

form.addEventListener('input', () => {
  const parts = ['a', 'b', ...limitNames].flatMap((name) => {
    const { value } = field(name);
    return value === '' ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  history.replaceState(null, '', `${location.pathname}${parts.length === 0 ? '' : `?${parts.join('&')}`}`);
  void update();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
});
if (loaded !== undefined) {
  const client = element('client', HTMLElement);
  client.hidden = false;
  client.textContent = clientWords[language](loaded.name);
}
void fill().then(update);
