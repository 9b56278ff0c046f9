/** Principals an IAM binding may name here; everyone and every signed-in user are left out on purpose. */
const memberPattern = /^(serviceAccount|user|group|principal|principalSet|domain):.+$/;

/**
 * Whether `member` names a principal: `serviceAccount:`, `user:`, `group:`, `domain:`, `principal:` or
 * `principalSet:`. References to resources that are not made yet are accepted.
 */
export function isNamedMember(member: string): boolean {
  return member.includes('${') || memberPattern.test(member);
}

/** The IAM member of an account's e-mail address: a service account or a person. */
export function memberOf(email: string): string {
  return `${email.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'}:${email}`;
}
