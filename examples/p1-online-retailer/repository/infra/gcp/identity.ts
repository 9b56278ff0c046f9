import { CiIdentity } from '#constructs/gcp/ci-identity/index.ts';
import { ClientFoundation } from '#constructs/gcp/client-foundation/index.ts';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import { SettingsError } from '#constructs/common/settings.ts';

/**
 * How the workflows of this repository sign in, as the settings below `github` say (`repository`, `owner_id`,
 * `repository_id`, `pool`), and which other accounts pull images (`gcp.image_readers`). Without the numbers of the
 * repository there is no identity yet, and the workflows only check.
 */
export function identity(stack: ClientStack): CiIdentity | undefined {
  const { images, stateBucket } = stack.part(ClientFoundation);
  for (const email of stack.settings.texts('gcp.image_readers'))
    stack
      .part(ClientFoundation)
      .grantImageRead(`serviceAccount:${email}`, email.replaceAll(/[^a-z0-9]+/g, '-'));
  const github = stack.settings.section('github');
  if (!github.has('owner_id') && !github.has('repository_id')) return undefined;
  const [owner = '', name = '', ...rest] = github.text('repository').split('/');
  if (name === '' || rest.length > 0)
    throw new SettingsError(
      `settings/common.yaml: github.repository is "${github.text('repository')}", expected owner/name. Set it there.`,
    );
  const ci = new CiIdentity(stack, 'ci', {
    ...stack.deployment,
    repository: { owner, name, ownerId: github.text('owner_id'), id: github.text('repository_id') },
    stateBucket: stateBucket.name,
    ...(github.has('pool') ? { existing: { pool: github.text('pool') } } : {}),
  });
  ci.grantPush(images, 'images');
  return stack.afterFoundation(ci);
}
