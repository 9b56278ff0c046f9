import { all, matches, required } from '../../checks.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { isSet, select, texts } from '../../values.ts';
import { grants } from './iam.ts';

const github = 'https://token.actions.githubusercontent.com';

/** Every alternative of the condition has to name one subject, claim and value. */
const exactSubject: Check = ({ body }) => {
  if (!texts(body, 'oidc.issuer_uri').some(({ value }) => value === github)) return [];
  const exact = /assertion\.sub\s*==\s*(['"])repo:[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?:[^*'"]+\1/;
  return texts(body, 'attribute_condition')
    .filter(({ value }) => !value.split('||').every((part) => exact.test(part)))
    .map(({ at, value }) => ({
      at,
      value,
      expected: `assertion.sub == "repo:OWNER/REPOSITORY:…" in every alternative`,
    }));
};

export const federation: RuleGroup = {
  subject: 'Federated identities',
  rules: [
    {
      id: 'TLTK_GCP_031',
      title: 'Federated identities are limited by a condition',
      severity: 'error',
      reason: 'Without one, every token of the issuer is accepted: any repository of GitHub, of anyone.',
      remedy: 'Set attribute_condition.',
      references: ['CKV_GCP_118'],
      reads: ['google_iam_workload_identity_pool_provider'],
      check: all(
        required('attribute_condition', 'a condition on the claims of the token'),
        matches(
          'attribute_condition',
          /assertion\.|attribute\.|google\./,
          'a condition on the claims of the token',
        ),
      ),
    },
    {
      id: 'TLTK_GCP_032',
      title: 'GitHub is trusted by exact subject',
      severity: 'error',
      reason: 'An owner or a repository alone admits every branch and pull request, also of forks.',
      remedy: 'Compare assertion.sub with the whole subject: repo:OWNER/REPOSITORY:environment:prod.',
      references: ['CKV_GCP_125'],
      reads: ['google_iam_workload_identity_pool_provider'],
      check: exactSubject,
    },
    {
      id: 'TLTK_GCP_033',
      title: 'A pool of federated identities is never trusted as a whole',
      severity: 'error',
      reason: 'Whatever the pool accepts, now or later, would have the role.',
      remedy: 'Name a subject (principal://…/subject/…) or an attribute (principalSet://…/attribute.…/…).',
      reads: grants,
      // Also where the pool is a reference: the end of the text says that all of it is meant.
      check: ({ body }) =>
        [...select(body, 'member'), ...select(body, 'members')]
          .filter(({ value }) => typeof value === 'string' && /^principalSet:\/\/.*\/\*$/.test(value))
          .map((place) => ({ ...place, expected: 'a subject, or an attribute with its value' })),
    },
    {
      id: 'TLTK_GCP_034',
      title: 'Federated identities have a subject',
      severity: 'error',
      reason: 'The service refuses a provider that does not say what becomes google.subject.',
      remedy: 'Map "google.subject" to "assertion.sub".',
      reads: ['google_iam_workload_identity_pool_provider'],
      check: ({ body }) => {
        const oidc = isSet(body, 'oidc');
        const mapping = body['attribute_mapping'];
        const mapped =
          typeof mapping === 'string' ||
          (typeof mapping === 'object' && mapping !== null && Object.hasOwn(mapping, 'google.subject'));
        return oidc && !mapped
          ? [{ at: 'attribute_mapping', value: mapping, expected: 'a "google.subject"' }]
          : [];
      },
    },
  ],
};
