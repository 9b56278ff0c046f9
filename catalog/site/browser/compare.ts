import { compareTable, noEntry, nothingToCompare } from '../compare-page.ts';
import { entryOptions } from '../entry-picker.ts';
import { readIds } from '../query.ts';
import { entriesOf, foundationsOfCatalog, pickables } from './catalog.ts';
import { carryQuery, element, placeOfPage, show } from './page.ts';

const place = placeOfPage();
const { language } = place;
const form = element('compare', HTMLFormElement);
const table = element('table', HTMLElement);
const differences = element('differences', HTMLInputElement);
const fields = [...form.querySelectorAll('select')];

/** Brings the fields and the table to the address. */
async function update(): Promise<void> {
  const ids = readIds(location.search, 'ids');
  const choices = await pickables(place, () => true);
  fields.forEach((field, index) => {
    show(field, entryOptions(choices, ids[index] ?? '', noEntry, language));
  });
  const entries = await entriesOf(ids);
  show(
    table,
    entries.length < 2
      ? nothingToCompare(language)
      : compareTable(entries, await foundationsOfCatalog(), place),
  );
  carryQuery(location.search);
  document.documentElement.dataset['ready'] = '';
}

form.addEventListener('change', ({ target }) => {
  if (target === differences) {
    table.classList.toggle('differences', differences.checked);
    return;
  }
  const ids = [...new Set(fields.map(({ value }) => value).filter((id) => id !== ''))];
  history.pushState(null, '', `${location.pathname}${ids.length === 0 ? '' : `?ids=${ids.join(',')}`}`);
  void update();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
});
addEventListener('popstate', () => void update());
void update();
