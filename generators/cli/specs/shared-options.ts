import type { OptionSpec } from '../command.ts';

/** `--catalog DIR`. */
export const catalogOption: OptionSpec = {
  type: 'string',
  value: 'DIR',
  summary: 'Another catalog in place of the built-in one',
};

/** `--as-of DATE`. */
export const asOfOption: OptionSpec = {
  type: 'string',
  value: 'DATE',
  summary: "Day of the advice, YYYY-MM-DD (default: the diagnostic's completedOn)",
};

/** `--only-built`. */
export const onlyBuiltOption: OptionSpec = {
  type: 'boolean',
  summary: 'Choose among use cases that can be generated today',
};

/** `--set KEY=VALUE`. */
export const setOption: OptionSpec = {
  type: 'string',
  value: 'KEY=VALUE',
  multiple: true,
  summary: 'Answer an input of a template (repeatable)',
};

/** `--answers FILE`. */
export const answersOption: OptionSpec = {
  type: 'string',
  value: 'FILE',
  summary: 'Answers to inputs of templates, as a JSON object; --set goes before them',
};

/** `--package NAME`. */
export const packageOption: OptionSpec = {
  type: 'string',
  value: 'NAME',
  summary: 'Only this package: analytics, genai or custom',
};

/** `--lang LANG`. */
export const languageOption: OptionSpec = {
  type: 'string',
  value: 'LANG',
  summary: "Language of the text, en or fr (default: the diagnostic's)",
};
