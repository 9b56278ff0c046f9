/** What stands in the place of a secret in a finding. */
export const notShown = '(not shown)';

/** Names of variables that hold secrets. */
export const secretName = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?|DSN)$/i;

/** Private keys, keys of well-known services, signed tokens, and addresses with a password in them. */
export const secretValue = new RegExp(
  [
    '-----BEGIN [A-Z ]*PRIVATE KEY',
    '\\bAIza[\\w-]{35}',
    '\\bgh[opsu]_\\w{36}',
    '\\bxox[abp]-\\w{10}',
    '\\bAKIA[0-9A-Z]{16}',
    '\\beyJ[\\w-]{8,}\\.eyJ',
    '://[^\\s:@/]+:[^\\s@/]+@',
  ].join('|'),
);
