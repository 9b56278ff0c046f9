import { imageProblem } from '../../../common/container.ts';
import type { Environment } from '../../../common/deployment.ts';
import { notShown, secretName, secretValue } from '../../secrets.ts';
import type { PolicyResource } from '../../resource.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import type { Place } from '../../values.ts';
import { isSet, selectIn, texts } from '../../values.ts';
import { containersOf, runTypes } from './containers.ts';

function images(resource: PolicyResource, env: Environment) {
  return containersOf(resource).flatMap((container) =>
    texts(container.value, 'image').flatMap(({ value }) => {
      const expected = imageProblem(value, env);
      return expected === undefined ? [] : [{ at: `${container.at}.image`, value, expected }];
    }),
  );
}

/** What every container has to say, by the path of the argument. */
function everyContainer(expected: Readonly<Record<string, string>>): Check {
  return (resource) =>
    containersOf(resource).flatMap((container) =>
      Object.entries(expected)
        .filter(([path]) => !isSet(container.value, path))
        .map(([path, words]) => ({ at: `${container.at}.${path}`, value: undefined, expected: words })),
    );
}

/** Where a container is given a secret as plain text. */
function plainSecrets(container: Place): string[] {
  const variables = selectIn(container, 'env').flatMap((variable) => {
    const name = texts(variable.value, 'name')[0]?.value ?? '';
    const value = texts(variable.value, 'value')[0]?.value ?? '';
    const secret = (secretName.test(name) && value !== '') || secretValue.test(value);
    return secret ? [`${variable.at}.value`] : [];
  });
  const words = [...texts(container.value, 'args'), ...texts(container.value, 'command')];
  return [
    ...variables,
    ...words.filter(({ value }) => secretValue.test(value)).map(({ at }) => `${container.at}.${at}`),
  ];
}

export const run: RuleGroup = {
  subject: 'Cloud Run services and jobs',
  rules: [
    {
      id: 'TLTK_GCP_054',
      title: 'Images have an exact tag or a digest',
      severity: 'error',
      reason: 'What "latest" is changes without a change here: two instances can run different code.',
      remedy: 'Name the tag the image was pushed with.',
      reads: runTypes,
      check: (resource) => images(resource, 'dev'),
    },
    {
      id: 'TLTK_GCP_055',
      title: 'Production runs images by digest',
      severity: 'error',
      reason: 'A tag can be moved to another image by whoever may push.',
      remedy: 'Let the deploy workflow note the digest in images.lock.yaml.',
      reads: runTypes,
      only: 'prod',
      check: (resource) => images(resource, 'prod'),
    },
    {
      id: 'TLTK_GCP_056',
      title: 'Containers say how much processor and memory they need',
      severity: 'error',
      reason:
        'Left out it is one processor and 512 MiB: too little for most models, found out in production.',
      remedy: 'Set resources.limits.',
      reads: runTypes,
      check: everyContainer({
        'resources.limits.cpu': 'processors, for instance "1"',
        'resources.limits.memory': 'memory, for instance "2Gi"',
      }),
    },
    {
      id: 'TLTK_GCP_057',
      title: 'Services are watched by probes',
      severity: 'warning',
      reason:
        'Without a startup probe calls come before the model is loaded; without a liveness probe a stuck process stays.',
      remedy: 'Set startup_probe and liveness_probe.',
      reads: ['google_cloud_run_v2_service'],
      check: (resource) => {
        // Only the container with a port gets calls; where none names a port it is the only one.
        const containers = containersOf(resource);
        const served = containers.filter((container) => isSet(container.value, 'ports'));
        return (served.length > 0 ? served : containers.slice(0, 1)).flatMap((container) =>
          ['startup_probe', 'liveness_probe']
            .filter((probe) => !isSet(container.value, probe))
            .map((probe) => ({ at: `${container.at}.${probe}`, value: undefined, expected: 'a probe' })),
        );
      },
    },
    {
      id: 'TLTK_GCP_058',
      title: 'Containers are given no secret as plain text',
      severity: 'error',
      reason: 'Whoever may look at the service reads it, and so does everyone with the state of Terraform.',
      remedy: 'Keep it in Secret Manager and name it in value_source.secret_key_ref.',
      reads: runTypes,
      check: (resource) =>
        containersOf(resource)
          .flatMap(plainSecrets)
          .map((at) => ({ at, value: notShown, expected: 'a reference to a secret' })),
    },
    {
      id: 'TLTK_GCP_059',
      title: 'Secrets are used in a fixed version',
      severity: 'warning',
      reason: 'With "latest" a new version reaches some instances and not others, and nothing tells which.',
      remedy: 'Name the version, and deploy again when there is a new one.',
      reads: runTypes,
      check: (resource) =>
        containersOf(resource)
          .flatMap((container) => selectIn(container, 'env.value_source.secret_key_ref.version'))
          .filter(({ value }) => value === 'latest')
          .map((place) => ({ ...place, expected: 'a version such as "1"' })),
    },
  ],
};
