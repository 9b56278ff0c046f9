// The rules of the syntax of Google Cloud Workflows that can be checked without running anything: its reference of
// steps, expressions and limits (source 128 KiB, expression 400 characters, 50 assignments, 50 conditions, parallel
// steps two deep). What an expression gives, and what Google's APIs answer, is not checked.

type Steps = readonly unknown[];

const kinds: readonly (readonly string[])[] = [
  ['assign', 'next'],
  ['call', 'args', 'result', 'next'],
  ['switch', 'next'],
  ['for'],
  ['parallel'],
  ['try', 'retry', 'except'],
  ['raise'],
  ['return'],
  ['next'],
  ['steps', 'next'],
];

const library = new Set(['http.post', 'http.get', 'sys.log', 'sys.sleep']);
const functions = new Set(
  'default double int len list.concat map.get not string sys.now text.substring time.format time.parse'.split(
    ' ',
  ),
);
const words = new Set(['and', 'or', 'not', 'in', 'null', 'true', 'false', 'True', 'False']);

/** What is wrong with a workflow, in words. */
export function workflowProblems(document: unknown): string[] {
  const problems: string[] = [];
  const say = (place: string, what: string) => problems.push(`${place}: ${what}`);
  if (!isMap(document)) return ['a workflow is a map of subworkflows'];
  if (JSON.stringify(document).length > 128 * 1024) say('source', 'more than 128 KiB');
  if (!('main' in document)) say('source', 'no main');
  const params = new Map(
    Object.entries(document).map(([name, flow]) => [
      name,
      isMap(flow) ? list(flow['params']).map(String) : [],
    ]),
  );
  for (const [name, flow] of Object.entries(document)) {
    if (!isMap(flow) || !Array.isArray(flow['steps'])) {
      say(name, 'no steps');
      continue;
    }
    const unknown = Object.keys(flow).filter((key) => key !== 'params' && key !== 'steps');
    if (unknown.length > 0) say(name, `unknown ${unknown.join(', ')}`);
    if (name === 'main' && (params.get(name) ?? []).length > 1) say(name, 'main takes one parameter');
    checkFlow(name, flow['steps'], new Set(params.get(name)), params, say);
  }
  return problems;
}

type Say = (place: string, what: string) => void;

/** Where steps stand: what they may jump to, what they know, and what they may assign. */
interface Scope {
  readonly targets: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  /** Variables of outside a parallel step that may not be assigned within it. */
  readonly locked: ReadonlySet<string>;
  readonly parallelDepth: number;
}

function checkFlow(
  flow: string,
  steps: Steps,
  parameters: ReadonlySet<string>,
  params: ReadonlyMap<string, readonly string[]>,
  say: Say,
): void {
  const names: string[] = [];
  const visit = (inner: Steps, scope: Scope): void => {
    const own = inner.map((step) => (isMap(step) ? (Object.keys(step)[0] ?? '') : ''));
    let here: Scope = { ...scope, targets: new Set([...scope.targets, ...own]) };
    for (const step of inner) {
      const [entry, ...others] = isMap(step) ? Object.entries(step) : [];
      if (entry === undefined || others.length > 0 || !isMap(entry[1])) {
        say(flow, `a step is a map of one name to what it does: ${JSON.stringify(step).slice(0, 80)}`);
        continue;
      }
      const [name, body] = entry;
      const place = `${flow}.${name}`;
      if (!/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name)) say(place, 'a name of letters, digits and _');
      if (names.includes(name)) say(place, 'a name that another step has');
      names.push(name);
      const keys = Object.keys(body);
      if (
        !kinds.some(
          (kind) =>
            kind[0] !== undefined && keys.includes(kind[0]) && keys.every((key) => kind.includes(key)),
        )
      )
        say(place, `not a kind of step: ${keys.join(', ')}`);
      here = { ...here, variables: new Set([...here.variables, ...assigned(body)]) };
      checkStep(place, body, here);
    }
  };
  const jump = (place: string, target: unknown, { targets }: Scope): void => {
    const known =
      typeof target === 'string' && (['end', 'break', 'continue'].includes(target) || targets.has(target));
    if (target !== undefined && !known)
      say(place, `next is ${JSON.stringify(target)}, which is no step of this or an outer list`);
  };
  const nested = (place: string, body: unknown, scope: Scope): void => {
    if (isMap(body) && Array.isArray(body['steps'])) visit(body['steps'], scope);
    else if (isMap(body)) checkStep(place, body, scope);
    else say(place, 'steps or a call');
  };
  const checkStep = (place: string, body: Readonly<Record<string, unknown>>, scope: Scope): void => {
    jump(place, body['next'], scope);
    if ('assign' in body) checkAssign(place, body['assign'], scope);
    if ('call' in body) checkCall(place, body, scope);
    for (const key of ['args', 'raise', 'return'])
      checkExpressions(place, body[key], scope.variables, params, say);
    if ('switch' in body) {
      const conditions = list(body['switch']);
      if (conditions.length === 0 || conditions.length > 50) say(place, '1 to 50 conditions');
      for (const item of conditions) {
        if (!isMap(item) || !isExpression(item['condition'])) {
          say(place, 'a condition that is an expression');
          continue;
        }
        checkExpressions(place, item['condition'], scope.variables, params, say);
        jump(place, item['next'], scope);
        if ('steps' in item) visit(list(item['steps']), scope);
        else if (!('next' in item)) say(place, 'a condition leads to steps or next');
      }
    }
    if ('steps' in body) visit(list(body['steps']), scope);
    if ('for' in body) checkFor(place, body['for'], scope);
    if ('parallel' in body) checkParallel(place, body['parallel'], scope);
    if ('try' in body) checkTry(place, body, scope);
  };
  const checkAssign = (place: string, value: unknown, { variables, locked }: Scope): void => {
    const entries = list(value);
    if (entries.length === 0 || entries.length > 50) say(place, '1 to 50 assignments');
    for (const entry of entries) {
      if (!isMap(entry) || Object.keys(entry).length !== 1) say(place, 'an assignment is a map of one name');
      for (const [name, given] of isMap(entry) ? Object.entries(entry) : []) {
        if (locked.has(name)) say(place, `${name} is assigned in parallel and not shared`);
        checkExpressions(place, given, variables, params, say);
      }
    }
  };
  const checkCall = (place: string, body: Readonly<Record<string, unknown>>, scope: Scope): void => {
    const call = String(body['call']);
    const wanted = params.get(call);
    if (wanted === undefined && !library.has(call))
      say(place, `${call} is neither a subworkflow nor in the library`);
    const given = isMap(body['args']) ? Object.keys(body['args']).sort() : [];
    if (wanted !== undefined && JSON.stringify([...wanted].sort()) !== JSON.stringify(given))
      say(place, `${call} takes ${wanted.join(', ')}, and gets ${given.join(', ')}`);
    if (typeof body['result'] === 'string' && scope.locked.has(body['result']))
      say(place, `${body['result']} is assigned in parallel and not shared`);
  };
  const checkFor = (place: string, loop: unknown, scope: Scope): void => {
    if (
      !isMap(loop) ||
      typeof loop['value'] !== 'string' ||
      !('in' in loop) ||
      !Array.isArray(loop['steps'])
    ) {
      say(place, 'for needs value, in and steps');
      return;
    }
    if (Array.isArray(loop['in']) && loop['in'].length === 0) say(place, 'for goes over nothing');
    checkExpressions(place, loop['in'], scope.variables, params, say);
    visit(loop['steps'], {
      ...scope,
      targets: new Set(),
      variables: new Set([...scope.variables, loop['value']]),
    });
  };
  const checkParallel = (place: string, parallel: unknown, scope: Scope): void => {
    if (!isMap(parallel) || 'for' in parallel === 'branches' in parallel) {
      say(place, 'parallel needs one of for and branches');
      return;
    }
    const shared = list(parallel['shared']).map(String);
    for (const name of shared.filter((item) => !scope.variables.has(item)))
      say(place, `${name} is shared before it is assigned`);
    if (scope.parallelDepth === 2) say(place, 'more than two parallel steps within each other');
    const locked = new Set([...scope.variables].filter((name) => !shared.includes(name)));
    const inside = { ...scope, locked, targets: new Set<string>(), parallelDepth: scope.parallelDepth + 1 };
    if ('for' in parallel) checkFor(place, parallel['for'], inside);
  };
  const checkTry = (place: string, body: Readonly<Record<string, unknown>>, scope: Scope): void => {
    const { try: attempt, retry, except } = body;
    if (retry === undefined && except === undefined) say(place, 'try needs retry or except');
    nested(place, attempt, scope);
    if (isMap(retry)) {
      const { predicate, max_retries: most, backoff } = retry;
      if (!isExpression(predicate) || !params.has(predicate.slice(2, -1)))
        say(place, 'retry.predicate names no subworkflow');
      else if ((params.get(predicate.slice(2, -1)) ?? []).length !== 1)
        say(place, 'a predicate takes one parameter');
      if (typeof most !== 'number') say(place, 'retry.max_retries is a number');
      const waits = isMap(backoff)
        ? ['initial_delay', 'max_delay', 'multiplier'].map((key) => backoff[key])
        : [];
      if (waits.length === 0 || waits.some((wait) => typeof wait !== 'number'))
        say(place, 'retry.backoff is three numbers');
    }
    if (except === undefined) return;
    if (!isMap(except) || typeof except['as'] !== 'string') say(place, 'except needs as');
    else visit(list(except['steps']), { ...scope, variables: new Set([...scope.variables, except['as']]) });
  };
  visit(steps, { targets: new Set(), variables: parameters, locked: new Set(), parallelDepth: 0 });
}

/** Variables that a step and what is nested in it leave behind, but for those of loops and branches. */
function assigned(body: Readonly<Record<string, unknown>>): string[] {
  const inner = (value: unknown): string[] =>
    list(isMap(value) ? value['steps'] : undefined).flatMap((step) =>
      isMap(step) ? Object.values(step).flatMap((item) => (isMap(item) ? assigned(item) : [])) : [],
    );
  const attempt = isMap(body['try']) ? body['try'] : {};
  return [
    ...list(body['assign']).flatMap((entry) => (isMap(entry) ? Object.keys(entry) : [])),
    ...(typeof body['result'] === 'string' ? [body['result']] : []),
    ...(typeof attempt['result'] === 'string' ? [attempt['result']] : []),
    ...inner(attempt),
    ...list(body['switch']).flatMap(inner),
    ...inner(body),
  ];
}

function checkExpressions(
  place: string,
  value: unknown,
  variables: ReadonlySet<string>,
  params: ReadonlyMap<string, readonly string[]>,
  say: Say,
): void {
  if (Array.isArray(value)) for (const item of value) checkExpressions(place, item, variables, params, say);
  else if (isMap(value))
    for (const item of Object.values(value)) checkExpressions(place, item, variables, params, say);
  else if (isExpression(value)) checkExpression(place, value, variables, params, say);
  else if (typeof value === 'string' && value.includes('${'))
    say(place, `an expression is the whole value: ${value}`);
}

function checkExpression(
  place: string,
  value: string,
  variables: ReadonlySet<string>,
  params: ReadonlyMap<string, readonly string[]>,
  say: Say,
): void {
  if (value.length > 400) say(place, `an expression of more than 400 characters: ${value.slice(0, 60)}…`);
  const code = value.slice(2, -1).replace(/"[^"]*"/g, '""');
  if (code.split('"').length % 2 === 0) say(place, `a text that does not end: ${value}`);
  let depth = 0;
  for (const [sign] of code.matchAll(/[()]/g)) if (depth >= 0) depth += sign === '(' ? 1 : -1;
  if (depth !== 0) say(place, `brackets that do not match: ${value}`);
  for (const [, name = '', call] of code.matchAll(/(?<![\w.])([A-Za-z_][\w.]*)(\s*\()?/g)) {
    if (call !== undefined && !words.has(name)) {
      if (!functions.has(name)) say(place, `${name}() is not a function that is known here`);
    } else if (!words.has(name) && !variables.has(name.split('.')[0] ?? '') && !params.has(name))
      say(place, `${name} is not a variable`);
  }
}

function isExpression(value: unknown): value is string {
  return typeof value === 'string' && /^\$\{[\s\S]*\}$/.test(value);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): Steps {
  return Array.isArray(value) ? value : [];
}
