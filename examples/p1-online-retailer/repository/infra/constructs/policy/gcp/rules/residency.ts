import { isAllowedLocation, placeInVariable } from '../../../gcp/locations.ts';
import { required } from '../../checks.ts';
import type { PolicyResource } from '../../resource.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import type { Place } from '../../values.ts';
import { isSet, select, selectIn, texts } from '../../values.ts';
import { containersOf } from './containers.ts';

// guardResidency (constructs/gcp/residency.ts) refuses the locations that resources and their programs name. Here is what
// it does not see, and what holds for configurations it did not guard.

const endpointsElsewhere: Check = (resource, { residency }) =>
  environmentOf(resource).flatMap(({ name, value }) => {
    const location = placeInVariable(name, value.value);
    return location === undefined || isAllowedLocation(location, residency)
      ? []
      : [{ ...value, expected: `one of ${residency.allowedLocations.join(', ')}` }];
  });

function environmentOf(resource: PolicyResource): { readonly name: string; readonly value: Place<string> }[] {
  return containersOf(resource).flatMap((container) =>
    selectIn(container, 'env').flatMap((variable) => {
      const name = texts(variable.value, 'name')[0]?.value ?? '';
      return texts(variable.value, 'value').map(({ value }) => ({
        name,
        value: { at: `${variable.at}.value`, value },
      }));
    }),
  );
}

const imagesFromElsewhere: Check = (resource, { residency }) =>
  containersOf(resource)
    .flatMap((container) =>
      texts(container.value, 'image').map(({ value }) => ({ at: `${container.at}.image`, value })),
    )
    .filter(({ value }) => {
      const registry = /^([a-z0-9-]+)-docker\.pkg\.dev\//.exec(value)?.[1];
      return registry === undefined || !isAllowedLocation(registry, residency);
    })
    .map((place) => ({
      ...place,
      expected: `<location>-docker.pkg.dev/…, the location one of ${residency.allowedLocations.join(', ')}`,
    }));

const messagesElsewhere: Check = ({ body }, { residency }) => {
  const path = 'message_storage_policy.allowed_persistence_regions';
  const expected = `a list of ${residency.allowedLocations.join(', ')}`;
  if (!isSet(body, path)) return [{ at: path, value: undefined, expected }];
  return texts(body, path)
    .filter(({ value }) => !isAllowedLocation(value, residency))
    .map((place) => ({ ...place, expected }));
};

export const residency: RuleGroup = {
  subject: 'Residency',
  rules: [
    {
      id: 'TLTK_GCP_035',
      title: 'Datasets and buckets say where they are',
      severity: 'error',
      reason: 'Left out, both are made in the United States, and cannot be moved.',
      remedy: 'Set location.',
      reads: ['google_bigquery_dataset', 'google_storage_bucket'],
      check: required('location', 'a location the residency rule allows'),
    },
    {
      id: 'TLTK_GCP_036',
      title: 'Secrets are kept in named places',
      severity: 'error',
      reason: 'Automatic replication keeps copies anywhere in the world.',
      remedy: 'Use replication.user_managed with one replica per place.',
      reads: ['google_secret_manager_secret'],
      check: ({ body }) =>
        select(body, 'replication.auto').map(({ at, value }) => ({ at, value, expected: 'user_managed' })),
    },
    {
      id: 'TLTK_GCP_037',
      title: 'Messages are stored in allowed places',
      severity: 'error',
      reason: 'Left out, Pub/Sub stores a message where it was published: a caller abroad takes it there.',
      remedy: 'Set message_storage_policy.allowed_persistence_regions.',
      reads: ['google_pubsub_topic'],
      check: messagesElsewhere,
    },
    {
      id: 'TLTK_GCP_038',
      title: 'Programs are told of no service elsewhere',
      severity: 'error',
      reason:
        'A model asked in another region reads the data there; the resources of this stack do not show it.',
      remedy: 'Name a location, or a host with its location, that the residency rule allows.',
      reads: ['google_cloud_run_v2_service', 'google_cloud_run_v2_job'],
      check: endpointsElsewhere,
    },
    {
      id: 'TLTK_GCP_039',
      title: "Images come from the client's own repository",
      severity: 'error',
      reason: 'An image of someone else can change or vanish, and was scanned by no one here.',
      remedy: 'Push it to the Artifact Registry repository of the foundation.',
      reads: ['google_cloud_run_v2_service', 'google_cloud_run_v2_job'],
      check: imagesFromElsewhere,
    },
  ],
};
