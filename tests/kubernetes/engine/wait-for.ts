// The annotation `pulumi.com/waitFor`, as the Kubernetes provider reads it.
import type { Json, KubeObject } from '../json.ts';
import { at, isList, isObject, numberAt, objectsAt } from '../json.ts';

/** A condition of the annotation. */
type Condition = (object: KubeObject) => string | undefined;

/** Conditions that an object asks to be waited for; none without the annotation. */
export function conditionsOf(object: KubeObject): readonly Condition[] {
  const text = object.metadata.annotations?.['pulumi.com/waitFor'];
  if (text === undefined || text === '') return [];
  const expressions = listed(text);
  if (expressions.length === 0) throw new Error('pulumi.com/waitFor: at least one condition must be named.');
  return expressions.map(condition);
}

function listed(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  } catch {
    // Not a list: one expression.
  }
  return [text];
}

function condition(expression: string): Condition {
  const jsonpath = /^jsonpath=\{\.([^}]+)\}(?:=(.*))?$/.exec(expression);
  if (jsonpath !== null) {
    const [, path = '', wanted] = jsonpath;
    return (object) => pathHolds(object, path, wanted);
  }
  const named = /^condition=([^=]+)(?:=(.*))?$/.exec(expression);
  if (named !== null) {
    const [, type = '', status = 'True'] = named;
    return (object) => conditionHolds(object, type, status);
  }
  throw new Error(
    `pulumi.com/waitFor: expected "jsonpath={.path}=value" or "condition=Type", found "${expression}".`,
  );
}

function pathHolds(object: KubeObject, path: string, wanted: string | undefined): string | undefined {
  const generation = object.metadata.generation ?? 0;
  if (at(object, 'status', 'observedGeneration') !== undefined)
    if (numberAt(object, 'status', 'observedGeneration') < generation)
      return 'its controller has not seen the change';
  const found = at(object, ...steps(path));
  if (wanted === undefined) return found === undefined ? `.${path} is not there` : undefined;
  return textOf(found) === wanted ? undefined : `.${path} is ${textOf(found)}, not ${wanted}`;
}

/** `status.conditions[0].type` in steps. */
function steps(path: string): readonly (string | number)[] {
  return path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function conditionHolds(object: KubeObject, type: string, status: string): string | undefined {
  const found = objectsAt(object, 'status', 'conditions').find((one) => one['type'] === type);
  return found?.['status'] === status
    ? undefined
    : `condition ${type} is ${textOf(found?.['status'])}, not ${status}`;
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return 'not set';
  return isObject(value) || isList(value) ? JSON.stringify(value) : String(value);
}
