import { refusal, wrong } from '../engine/problems.ts';
import { readJsonDocument } from './adapters/json-document.ts';
import { wrongCall } from './call-options.ts';
import type { CallOptions } from './command.ts';
import type { Answers } from './generation.ts';

/**
 * The answers of a call: those of `--answers FILE.json`, overruled by `--set name=value`, of which the later one counts.
 * Whether they fit the questions is seen when the plan is made.
 * @throws InputError for a `--set` without a value, or a file that is no object of answers.
 */
export function givenAnswers(options: CallOptions): Answers {
  const file = options.value('answers');
  return {
    ...(file === undefined ? {} : readAnswers(file)),
    ...Object.fromEntries(options.list('set').map(splitSetting)),
  };
}

function splitSetting(setting: string): readonly [name: string, value: string] {
  const at = setting.indexOf('=');
  if (at < 1)
    throw wrongCall(`--set ${setting} has no value.`, '--set KEY=VALUE', 'Write the name, =, and the value.');
  return [setting.slice(0, at), setting.slice(at + 1)];
}

function readAnswers(file: string): Answers {
  const answers = readJsonDocument(file);
  if (typeof answers === 'object' && answers !== null && !Array.isArray(answers)) return { ...answers };
  throw refusal(
    wrong('ANSWERS', 'It holds no answers.', {
      file,
      value: answers,
      expected: 'an object with the answers by the names of the inputs',
      action: 'Write for instance { "gcpProjectPrefix": "acme" }.',
    }),
  );
}
