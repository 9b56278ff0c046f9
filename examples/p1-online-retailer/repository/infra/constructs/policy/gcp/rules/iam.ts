import type { PolicyResource } from '../../resource.ts';
import type { Place } from '../../values.ts';
import { texts } from '../../values.ts';

/** Types that give a role to principals. */
export const grants = ['google_*_iam_member', 'google_*_iam_binding'] as const;

/** Types that give a role in a whole project, folder or organization. */
export const wideGrants = ['project', 'folder', 'organization'].flatMap((level) => [
  `google_${level}_iam_member`,
  `google_${level}_iam_binding`,
]);

/** Everyone, and everyone with any Google account. */
export function isEveryone(member: string): boolean {
  return member === 'allUsers' || member === 'allAuthenticatedUsers';
}

/** The literal principals of a grant. */
export function membersOf({ body }: PolicyResource): Place<string>[] {
  return [...texts(body, 'member'), ...texts(body, 'members')];
}
