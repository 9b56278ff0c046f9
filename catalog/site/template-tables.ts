import type { IndexedTemplate } from '../catalog.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import type { Language } from '../selection/text.ts';

const words = {
  name: { en: 'Name', fr: 'Nom' },
  question: { en: 'Question', fr: 'Question' },
  type: { en: 'Type', fr: 'Type' },
  default: { en: 'Default', fr: 'Défaut' },
  from: { en: 'Answered by', fr: 'Répondu par' },
  asked: { en: 'asked', fr: 'demandé' },
  secret: { en: 'secret', fr: 'secret' },
  required: { en: 'required', fr: 'obligatoire' },
  noInputs: {
    en: 'No questions: everything comes from the diagnostic and from settings.',
    fr: 'Aucune question : tout vient du diagnostic et des réglages.',
  },
  output: { en: 'Output', fr: 'Sortie' },
  what: { en: 'What', fr: 'Nature' },
  template: { en: 'From', fr: 'De' },
  service: { en: 'HTTP service', fr: 'Service HTTP' },
  marts: { en: 'Warehouse tables', fr: "Tables de l'entrepôt" },
  page: { en: 'Page', fr: 'Page' },
  step: { en: 'Step of the local run', fr: "Étape de l'exécution locale" },
  capability: { en: 'Capability for others', fr: "Capacité pour d'autres" },
  inputs: { en: 'Inputs', fr: 'Entrées' },
  outputs: { en: 'Outputs', fr: 'Sorties' },
} as const satisfies Record<string, Text>;

/** The questions that templates ask, from their manifests. */
export function inputTable(templates: readonly IndexedTemplate[], language: Language): Markup {
  const rows = templates.flatMap(({ manifest }) =>
    Object.entries(manifest.inputs?.properties ?? {}).map(([name, input]) => {
      const required = manifest.inputs?.required?.includes(name) === true;
      const pointer = input['x-fromDiagnostic'];
      const type = input.enum === undefined ? input.type : input.enum.map(String).join(' | ');
      return markup`<tr><th scope="row"><code>${name}</code>${input['x-secret'] === true && markup` <small>${words.secret[language]}</small>`}${required && markup` <small>${words.required[language]}</small>`}</th><td lang="en">${input.title}</td><td>${type}</td><td>${input.default === undefined ? '–' : markup`<code>${JSON.stringify(input.default)}</code>`}</td><td>${pointer === undefined ? words.asked[language] : markup`<code>${pointer}</code>`}</td></tr>
`;
    }),
  );
  if (rows.length === 0) return markup`<p>${words.noInputs[language]}</p>`;
  const titles = [words.name, words.question, words.type, words.default, words.from];
  return table(words.inputs[language], titles, rows, language);
}

/** What templates leave behind that people and systems use, from their manifests. */
export function outputTable(templates: readonly IndexedTemplate[], language: Language): Markup {
  const rows = templates.flatMap(({ manifest }) => {
    const { contributes, provides } = manifest;
    const line = (what: Text, title: string, place: string): Markup =>
      markup`<tr><th scope="row" lang="en">${title}</th><td>${what[language]}</td><td>${place !== '' && markup`<code>${place}</code>`}</td><td lang="en">${manifest.name}</td></tr>
`;
    return [
      ...(contributes?.services ?? []).map(({ title, example }) =>
        line(words.service, title, `${example.method} ${example.path}`),
      ),
      ...(contributes?.dbtFolders ?? []).map(({ folder, schema, materialized }) =>
        line(words.marts, `transform/models/${folder}`, `${schema} (${materialized})`),
      ),
      ...(contributes?.documents ?? []).map(({ title, path }) => line(words.page, title, path)),
      ...(contributes?.steps ?? []).map(({ title, run }) => line(words.step, title, run)),
      ...(provides ?? []).map((capability) => line(words.capability, capability, '')),
    ];
  });
  const titles = [words.output, words.what, { en: 'Where', fr: 'Où' }, words.template];
  return table(words.outputs[language], titles, rows, language);
}

function table(name: string, titles: readonly Text[], rows: readonly Markup[], language: Language): Markup {
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${name}"><table>
<thead><tr>${titles.map((title) => markup`<th scope="col">${title[language]}</th>`)}</tr></thead>
<tbody>
${rows}</tbody></table></div>
`;
}
