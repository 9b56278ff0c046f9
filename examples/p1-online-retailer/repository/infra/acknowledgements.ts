import { Settings } from '#constructs/common/settings.ts';
import type { Acknowledgement } from '#constructs/policy/acknowledgements.ts';
import { readYaml } from './settings.ts';

/** Exceptions to the policy rules, by a name of your own. */
export function loadAcknowledgements(repository: URL): Acknowledgement[] {
  const file = 'infra/acknowledgements.yaml';
  const list = new Settings(readYaml(new URL(file, repository), file), file);
  return list.entries('acknowledgements').map(({ settings }) => ({
    rule: settings.text('rule'),
    path: settings.text('path'),
    reason: settings.text('reason'),
    until: settings.text('until'),
  }));
}
