import { isRecord } from '../../record.ts';
import type { Draft } from './interview.ts';
import { listAt } from './place.ts';
import type { Choices, Option, OptionSource, Question } from './question.ts';

/** The options of a question as things stand; those from lists are worked out from the draft and the catalog. */
export function optionsOf(
  options: readonly Option[] | OptionSource,
  draft: Draft,
  choices: Choices,
): readonly Option[] {
  if (typeof options !== 'string') return options;
  switch (options) {
    case 'useCases':
      return choices.useCases;
    case 'discussedUseCases':
      return itemOptions(draft, '/useCases', 'id').map(
        (option) => choices.useCases.find(({ value }) => value === option.value) ?? option,
      );
    case 'people':
      return itemOptions(draft, '/team/people', 'role');
    case 'sources':
      return itemOptions(draft, '/dataSources', 'name');
  }
}

/** The options a question offers; none for questions without. */
export function offered(question: Question, draft: Draft, choices: Choices): readonly Option[] {
  return 'options' in question ? optionsOf(question.options, draft, choices) : [];
}

function itemOptions(draft: Draft, pointer: string, label: string): readonly Option[] {
  return listAt(draft, pointer).flatMap((item) => {
    if (!isRecord(item) || typeof item['id'] !== 'string') return [];
    const name = typeof item[label] === 'string' ? item[label] : item['id'];
    return { value: item['id'], text: { en: name, fr: name } };
  });
}
