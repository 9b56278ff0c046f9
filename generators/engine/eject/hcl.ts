// Writes Terraform's language from the data its JSON form holds, laid out as `terraform fmt` would.

/** A value as Terraform reads it: text is a template, so `${…}` in it is an expression. */
export type HclValue =
  string | number | boolean | null | readonly HclValue[] | { readonly [name: string]: HclValue };

/** What stands in a block, in its order. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

/** One argument. `text` is an expression that is written. */
export interface HclAttribute {
  readonly name: string;
  readonly text: string;
}

/** One block with its labels. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/** The blocks of one file. */
export function hclFile(blocks: readonly HclBlock[]): string {
  return blocks.map((block) => `${blockLines(block).join('\n')}\n`).join('\n');
}

function blockLines({ type, labels, body }: HclBlock): string[] {
  const head = [type, ...labels.map((label) => JSON.stringify(label)), '{'].join(' ');
  const inner = bodyLines(body);
  return inner.length === 0 ? [`${head}}`] : [head, ...inner.map(indented), '}'];
}

/** Arguments in one line stand together, their equals signs below each other; all others stand apart. */
function bodyLines({ attributes, blocks }: HclBody): string[] {
  const parts: string[][] = [];
  let short: HclAttribute[] = [];
  const close = (): void => {
    if (short.length > 0) parts.push(aligned(short));
    short = [];
  };
  for (const attribute of attributes)
    if (attribute.text.includes('\n')) {
      close();
      parts.push(`${attribute.name} = ${attribute.text}`.split('\n'));
    } else short.push(attribute);
  close();
  parts.push(...blocks.map(blockLines));
  return parts.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function aligned(attributes: readonly HclAttribute[]): string[] {
  const width = Math.max(...attributes.map(({ name }) => name.length));
  return attributes.map(({ name, text }) => `${name.padEnd(width)} = ${text}`);
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

/** A value as an expression; lists and objects in several lines where they hold anything. */
export function expression(value: HclValue): string {
  if (typeof value === 'string') return template(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isList(value)) {
    if (value.length === 0) return '[]';
    const [only] = value;
    if (value.length === 1 && (typeof only !== 'object' || only === null))
      return `[${expression(only ?? null)}]`;
    return ['[', ...value.flatMap((item) => indentedText(`${expression(item)},`)), ']'].join('\n');
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const attributes = entries.map(([name, inner]) => ({ name: key(name), text: expression(inner) }));
  return ['{', ...objectLines(attributes).map(indented), '}'].join('\n');
}

/** Unlike the arguments of a block, entries of an object stand without empty lines between them. */
function objectLines(attributes: readonly HclAttribute[]): string[] {
  const lines: string[] = [];
  let short: HclAttribute[] = [];
  for (const attribute of [...attributes, undefined]) {
    if (attribute !== undefined && !attribute.text.includes('\n')) {
      short.push(attribute);
      continue;
    }
    if (short.length > 0) lines.push(...aligned(short));
    short = [];
    if (attribute !== undefined) lines.push(...`${attribute.name} = ${attribute.text}`.split('\n'));
  }
  return lines;
}

function indentedText(text: string): string[] {
  return text.split('\n').map(indented);
}

function isList(value: HclValue): value is readonly HclValue[] {
  return Array.isArray(value);
}

function key(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : template(name);
}

/** Text of the JSON form as an expression: a lone `${…}` is the expression itself, anything else stays a template. */
export function template(text: string): string {
  const parts = templateParts(text);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'expression' && !only.text.startsWith('%{'))
    return spaced(only.text.slice(2, -1).trim());
  return `"${parts.map(({ kind, text: part }) => (kind === 'expression' ? part : escaped(part))).join('')}"`;
}

/** An expression with the spaces inside the braces of objects that `terraform fmt` asks for. */
function spaced(text: string): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const end = character === '"' ? endOfString(text, at + 1) : at + 1;
    if (character === '}' && !/[{\s]$/.test(result)) result += ' ';
    result += text.slice(at, end);
    if (character === '{' && /^[^}\s]/.test(text.slice(end))) result += ' ';
    at = end;
  }
  return result;
}

/** Characters of text that mean something between quotes. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
}

interface TemplatePart {
  readonly kind: 'text' | 'expression';
  readonly text: string;
}

/** Splits a template into its text and the `${…}` and `%{…}` in it, whose quotes are not text of the template. */
function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    const escapedOpening = /^([$%])\1\{/.test(text.slice(at, at + 3));
    if (escapedOpening) {
      plain += text.slice(at, at + 3);
      at += 3;
    } else if (two === '${' || two === '%{') {
      if (plain !== '') parts.push({ kind: 'text', text: plain });
      plain = '';
      const end = endOfExpression(text, at + 2);
      parts.push({ kind: 'expression', text: text.slice(at, end) });
      at = end;
    } else {
      plain += text.charAt(at);
      at += 1;
    }
  }
  if (plain !== '' || parts.length === 0) parts.push({ kind: 'text', text: plain });
  return parts;
}

/** Where the expression ends that begins at `from`: behind its closing brace, which none in a string or block is. */
function endOfExpression(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at + 1);
    else {
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      at += 1;
      if (depth === 0) return at;
    }
  }
  return at;
}

/** Where a string ends whose opening quote stands before `from`; templates in it may hold quotes of their own. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    if (text.charAt(at) === '\\') at += 2;
    else if (two === '${' || two === '%{') at = endOfExpression(text, at + 2);
    else if (text.charAt(at) === '"') return at + 1;
    else at += 1;
  }
  return at;
}
