// Looks for secret values where none may be: in the configuration, the plan and the state that Terraform keeps.

/** Arguments that hold a secret, by their name. */
const secretName =
  /(^|_)(password|passwd|secret_data|secret_data_wo|private_key|private_key_data|secret_key|client_secret|access_key|access_token|auth_token|api_key|shared_secret|user_data|certificate_raw|passphrase)$/i;

/** Values that are a secret whatever they are called: keys and tokens that show what they are. */
const secretValues: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a Google API key': /\bAIza[\w-]{35}\b/,
  'a Google OAuth token': /\bya29\.[\w-]{20,}/,
  'a GitHub token': /\b(gh[pousr]_\w{36,}|github_pat_\w{22,})/,
  'an AWS access key': /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  'a Slack token': /\bxox[abprs]-[\w-]{10,}/,
  'a signed token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  'an address with a password': /\b[a-z][\w+.-]*:\/\/[^\s:/@]+:[^\s:/@]+@/,
};

/**
 * Places in a document that hold a secret, each with what gave it away; never the value.
 *
 * @param known values that must not appear anywhere
 */
export function secretsIn(document: unknown, known: readonly string[] = []): string[] {
  const found: string[] = [];
  const visit = (value: unknown, at: readonly string[]): void => {
    if (typeof value === 'string')
      found.push(...reasons(value, at, known).map((why) => `${at.join('.')}: ${why}`));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, [...at, key]);
  };
  visit(document, []);
  return found;
}

function reasons(value: string, at: readonly string[], known: readonly string[]): string[] {
  const name = at.findLast((part) => !/^\d+$/.test(part)) ?? '';
  const named = secretName.test(name) && value !== '' && !value.includes('${');
  return [
    ...(named ? ['its name says that it is a secret'] : []),
    ...Object.entries(secretValues).flatMap(([what, pattern]) => (pattern.test(value) ? [what] : [])),
    ...known.filter((secret) => value.includes(secret)).map(() => 'a secret that the test knows'),
  ];
}
