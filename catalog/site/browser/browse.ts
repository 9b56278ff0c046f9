import { search } from '../../search/search.ts';
import { browse, sliders, sorts } from '../browse.ts';
import type { FitRanks, Found, Listing, Query } from '../browse.ts';
import { cardsShown, chips, foundText, nothingFound, sliderText } from '../browse-page.ts';
import { cardGroup } from '../card.ts';
import type { CardContent } from '../card.ts';
import { joinSearchShards } from '../data.ts';
import type { SearchShard } from '../data.ts';
import { facets } from '../facets.ts';
import { shardSize } from '../listing.ts';
import type { Row, RowText } from '../listing.ts';
import { mostCompared, readQuery, writeQuery } from '../query.ts';
import { joined } from '../../markup.ts';
import { number } from '../../selection/text.ts';
import { forTab, names, recall } from './memory.ts';
import { carryQuery, dataOf, element, heldParts, placeOfPage, show } from './page.ts';

const place = placeOfPage();
const { language } = place;
const rows = heldParts<readonly Row[]>('listing').flat();
const positions = new Map(rows.map(({ id }, index) => [id, index]));
const fit = readFit();

const form = element('browse', HTMLFormElement);
const results = element('results', HTMLElement);
const found = element('found', HTMLElement);
const words = element('q', HTMLInputElement);
const sortField = element('sort', HTMLSelectElement);

let query = readQuery(location.search);
/** How many cards of each status are asked for. */
let wanted = { built: cardsShown, planned: cardsShown };
let index: ReturnType<typeof joinSearchShards<Row>> | undefined;
/** Counts renderings, so that a slow one does not overwrite a later one. */
let turn = 0;

function readFit(): FitRanks | undefined {
  const text = recall(forTab, names.fit);
  return text === undefined ? undefined : (JSON.parse(text) as FitRanks);
}

/** The search index, all its parts. */
async function searchIndex(): Promise<NonNullable<typeof index>> {
  if (index !== undefined) return index;
  const first = await dataOf<SearchShard>('search-0');
  const others = Array.from({ length: first.of - 1 }, (_, part) => dataOf<SearchShard>(`search-${part + 1}`));
  index = joinSearchShards([first, ...(await Promise.all(others))], rows);
  return index;
}

/** Brings the page to what is asked for; its list is busy until then, or until that fails. */
async function update(): Promise<void> {
  const mine = ++turn;
  results.setAttribute('aria-busy', 'true');
  try {
    await list(mine);
  } finally {
    if (mine === turn) results.removeAttribute('aria-busy');
  }
}

async function list(mine: number): Promise<void> {
  const hits = query.text.trim() === '' ? undefined : search(await searchIndex(), query.text, Infinity);
  const scores = hits && new Map(hits.hits.map(({ document, score }) => [document.id, score]));
  const listing = browse(rows, query, { ...(scores && { scores }), ...(fit && { fit }) } satisfies Found);
  const built = listing.built.slice(0, wanted.built);
  const planned = listing.planned.slice(0, wanted.planned);
  const texts = await textsOf([...built, ...planned]);
  if (mine !== turn) return;
  const contents = (shown: readonly Row[]): CardContent[] =>
    shown.map((row) => ({ row, text: texts.get(row.id) ?? [row.id, ''] }));
  const context = { place, compared: query.compare, ...(fit && { fit }) };
  show(
    results,
    listing.built.length + listing.planned.length === 0
      ? nothingFound(language)
      : joined([
          cardGroup('built', contents(built), listing.built.length, context),
          cardGroup('planned', contents(planned), listing.planned.length, context),
        ]),
  );
  found.textContent = foundText(listing, hits?.unknown ?? [], language);
  showCounts(listing);
  showChips();
  showCompared(texts);
}

/** Names and summaries of rows, from the parts that hold them. */
async function textsOf(shown: readonly Row[]): Promise<ReadonlyMap<string, RowText>> {
  const ids = [...shown.map(({ id }) => id), ...query.compare];
  const places = ids.flatMap((id) => positions.get(id) ?? []);
  const parts = [...new Set(places.map((position) => Math.floor(position / shardSize)))];
  const loaded = new Map(
    await Promise.all(
      parts.map(
        async (part) => [part, await dataOf<readonly RowText[]>(`texts-${language}-${part}`)] as const,
      ),
    ),
  );
  return new Map(
    places.flatMap((position) => {
      const text = loaded.get(Math.floor(position / shardSize))?.[position % shardSize];
      const id = rows[position]?.id;
      return text === undefined || id === undefined ? [] : [[id, text] as const];
    }),
  );
}

/** The boxes of each facet with the count beside each: they stay as long as the page does. */
const facetBoxes = facets.map(({ id }) => ({
  id,
  boxes: boxes(id).map((box) => ({ box, shown: box.parentElement?.querySelector('.count') })),
}));

/** Puts counts beside the values of every facet; one that would leave nothing cannot be ticked. */
function showCounts({ counts }: Listing): void {
  for (const { id, boxes: own } of facetBoxes) {
    for (const { box, shown } of own) {
      const count = counts[id].get(box.value) ?? 0;
      const text = number(count, language);
      box.disabled = count === 0 && !box.checked;
      // What did not change is not laid out again.
      if (shown && shown.textContent !== text) shown.textContent = text;
    }
  }
}

function boxes(name: string): readonly HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${name}"]`)];
}

function slider(name: string): HTMLInputElement | undefined {
  return form.querySelector<HTMLInputElement>(`input[type=range][name="${name}"]`) ?? undefined;
}

function showChips(): void {
  const list = element('chips', HTMLElement);
  show(list, chips(query, language));
}

/** The bar with what is chosen to compare. */
function showCompared(texts: ReadonlyMap<string, RowText>): void {
  const { compare } = query;
  element('compare-bar', HTMLElement).hidden = compare.length === 0;
  element('compare-names', HTMLElement).textContent = compare
    .map((id) => texts.get(id)?.[0] ?? id)
    .join(' · ');
  const compareLink = element('compare-link', HTMLAnchorElement);
  compareLink.search = `?ids=${compare.join(',')}`;
  const packageLink = element('package-link', HTMLAnchorElement);
  packageLink.hidden = compare.length !== 2;
  packageLink.search = `?a=${compare[0] ?? ''}&b=${compare[1] ?? ''}`;
  for (const box of boxes('compare')) {
    box.checked = compare.includes(box.value);
    box.disabled = !box.checked && compare.length >= mostCompared;
  }
}

/** Brings the fields to a query that came from the address. */
function fillForm(): void {
  words.value = query.text;
  sortField.value = query.sort;
  for (const { id } of facets) {
    for (const box of boxes(id)) {
      box.checked = query.ticked[id]?.includes(box.value) === true;
      // What is ticked is not hidden in a closed group.
      if (box.checked) box.closest('details')?.setAttribute('open', '');
    }
  }
  for (const name of sliders) {
    const field = slider(name);
    if (field === undefined) continue;
    field.value = String(query.limits[name] ?? field.max);
    showAmount(name, field);
  }
}

function showAmount(name: (typeof sliders)[number], field: HTMLInputElement): void {
  const shown = sliderText(name, query.limits[name], language);
  field.setAttribute('aria-valuetext', shown);
  element(`${name}-shown`, HTMLOutputElement).textContent = shown;
}

/** What the fields ask for; the slider at its end asks nothing. */
function readForm(): Query {
  return {
    text: words.value,
    sort: sorts.find((sort) => sort === sortField.value) ?? 'relevance',
    ticked: Object.fromEntries(
      facets.flatMap(({ id }) => {
        const ticked = boxes(id)
          .filter(({ checked }) => checked)
          .map(({ value }) => value);
        return ticked.length === 0 ? [] : [[id, ticked] as const];
      }),
    ),
    limits: Object.fromEntries(
      sliders.flatMap((name) => {
        const field = slider(name);
        return field === undefined || field.value === field.max ? [] : [[name, Number(field.value)] as const];
      }),
    ),
    compare: query.compare,
  };
}

/** Takes a query: the address holds it, as a step back where a person would expect one. */
function ask(next: Query, step: boolean): void {
  query = next;
  wanted = { built: cardsShown, planned: cardsShown };
  const address = `${location.pathname}${writeQuery(query)}`;
  if (step) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  carryQuery(location.search);
  void update();
}

function clear(): void {
  ask({ ...query, text: '', ticked: {}, limits: {} }, true);
  fillForm();
  words.focus();
}

function pick(id: string, picked: boolean): void {
  const others = query.compare.filter((each) => each !== id);
  query = { ...query, compare: picked ? [...others, id].slice(0, mostCompared) : others };
  history.replaceState(null, '', `${location.pathname}${writeQuery(query)}`);
  carryQuery(location.search);
  void textsOf([]).then(showCompared);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
});
form.addEventListener('input', (event) => {
  const { target } = event;
  if (!(target instanceof HTMLInputElement)) return;
  if (target.name === 'compare') pick(target.value, target.checked);
  else ask(readForm(), target.type === 'checkbox');
  const name = sliders.find((each) => each === target.name);
  if (name !== undefined) showAmount(name, target);
});
sortField.addEventListener('change', () => {
  ask(readForm(), true);
});
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button === null) return;
  const { more, name, value } = button.dataset;
  if (button.id === 'clear' || button.id === 'clear-all') clear();
  else if (more === 'built' || more === 'planned') {
    wanted = { ...wanted, [more]: wanted[more] + cardsShown };
    void update();
  } else if (name !== undefined) takeBack(name, value ?? '');
});
addEventListener('popstate', () => {
  query = readQuery(location.search);
  fillForm();
  carryQuery(location.search);
  void update();
});

/** Takes back one thing that was asked for. */
function takeBack(name: string, value: string): void {
  const field = slider(name);
  if (name === 'q') words.value = '';
  else if (field !== undefined) field.value = field.max;
  else for (const box of boxes(name)) if (box.value === value) box.checked = false;
  ask(readForm(), true);
  fillForm();
  found.focus();
}

// A wide screen has room for the filters beside the list.
const wide = matchMedia('(min-width: 60rem)');
const panel = element('filters', HTMLDetailsElement);
function placeFilters(): void {
  panel.open = wide.matches;
}
wide.addEventListener('change', placeFilters);
placeFilters();

const fitOption = sortField.querySelector<HTMLOptionElement>('option[value=fit]');
if (fitOption !== null) fitOption.disabled = fit === undefined;
fillForm();
carryQuery(location.search);
if (location.search !== '' || fit !== undefined) void update();
// The words are at hand before the first is typed.
words.addEventListener('focus', () => void searchIndex(), { once: true });
document.documentElement.dataset['ready'] = '';
