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
