/** Words that change something, or that start a script. */
const forbidden =
  /\b(insert|update|delete|merge|create|drop|alter|truncate|replace|grant|revoke|call|export|load|begin|commit|rollback|declare|set|execute|assert|undrop)\b/i;

/**
 * Whether a text is one SELECT and nothing else. Strings, quoted names and comments are set aside first, so that a
 * column may be called `update` and a comment hides nothing.
 */
export function isSelect(sql: string): boolean {
  const bare = sql
    .replace(/r?'(?:[^'\\]|\\.)*'|r?"(?:[^"\\]|\\.)*"|`[^`]*`/g, ' x ')
    .replace(/--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .trim();
  return /^(select|with)\b/i.test(bare) && !bare.includes(';') && !forbidden.test(bare);
}
