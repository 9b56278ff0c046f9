import { colon } from '../text/number.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import type { Selection } from '../schema/generated/types.ts';
import { shellWord } from '../text/shell-word.ts';
import type { Place } from './place.ts';

const words = {
  title: { en: 'Take it along', fr: 'Emporter le résultat' },
  selection: { en: 'Download selection.json', fr: 'Télécharger selection.json' },
  changed: { en: 'Download the changed diagnostic', fr: 'Télécharger le diagnostic modifié' },
  changedHint: {
    en: 'You changed answers: the command needs the changed diagnostic.',
    fr: 'Vous avez modifié des réponses : la commande a besoin du diagnostic modifié.',
  },
  generate: { en: 'Write the client repository', fr: 'Écrire le dépôt du client' },
  planned: {
    en: 'Planned, so not generated yet: tick “Only what can be generated today” to choose among the rest.',
    fr: "En projet, donc pas encore générable : cochez « Seulement ce qui est générable aujourd'hui » pour choisir parmi le reste.",
  },
  nothing: {
    en: 'Nothing is chosen, so there is nothing to generate.',
    fr: "Rien n'est choisi : il n'y a rien à générer.",
  },
  copy: { en: 'Copy', fr: 'Copier' },
} as const satisfies Record<string, Text>;

/**
 * The command that writes what was selected; undefined where nothing can be generated.
 * @param file name of the diagnostic it is run on.
 */
export function newCommand(selection: Selection, file: string): string | undefined {
  const { request, clientId, asOf } = selection;
  const { items } = selection.package;
  if (items.length === 0 || items.some(({ built }) => !built)) return undefined;
  return [
    'toltek new',
    shellWord(clientId),
    '--diagnostic',
    shellWord(file),
    ...(request.onlyBuilt ? ['--only-built'] : []),
    // A package that was asked for is one the command would not choose by itself.
    ...(request.package === null ? [] : items.map(({ entryId }) => `--use-case ${entryId}`)),
    '--as-of',
    asOf,
  ].join(' ');
}

/** What to do with a selection: its document, and the command. */
export function nextStep(selection: Selection, file: string, changed: boolean, place: Place): Markup {
  const { language } = place;
  const command = newCommand(selection, file);
  const { items } = selection.package;
  const planned = items.filter(({ built }) => !built);
  return markup`<section class="next" aria-labelledby="next-title"><h3 id="next-title">${words.title[language]}</h3>
<p class="actions"><button type="button" class="button" id="export" data-client="${selection.clientId}">${words.selection[language]}</button>${changed && markup` <button type="button" class="plain" id="export-diagnostic">${words.changed[language]}</button>`}</p>
${changed && markup`<p class="hint">${words.changedHint[language]}</p>`}
${
  command === undefined
    ? markup`<p class="notice">${planned.length === 0 ? words.nothing[language] : `${planned.map(({ name }) => name[language]).join(', ')}. ${words.planned[language]}`}</p>`
    : markup`<p>${words.generate[language]}${colon[language]}</p><p class="copy"><code id="command">${command}</code> <button type="button" data-copy="command" hidden>${words.copy[language]}</button></p>`
}</section>`;
}
