import { getStack } from '@pulumi/pulumi';
import type { PackPolicy } from '#constructs/policy/kubernetes/pulumi-pack.ts';
import { packPolicies } from '#constructs/policy/kubernetes/pulumi-pack.ts';
import { loadAcknowledgements } from '../acknowledgements.ts';
import { loadSettings, residencyOf } from '../settings.ts';
import { environmentOf, repositoryRoot } from './program.ts';

/** The rules of the environment that is previewed, with the exceptions of `infra/acknowledgements.yaml` that hold today. */
export function policies(): PackPolicy[] {
  const repository = repositoryRoot();
  const env = environmentOf(getStack());
  return packPolicies({
    env,
    residency: residencyOf(loadSettings(env, repository)),
    today: new Date().toISOString().slice(0, 10),
    acknowledgements: loadAcknowledgements(repository),
  });
}
