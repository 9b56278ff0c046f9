import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Diagnostic, Plan } from '#catalog/schema/generated/types.ts';
import { validateTemplate } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { folderReader } from '#generators/cli/adapters/files-templates.ts';
import { render } from '#generators/engine/render/render.ts';
import { toyDiagnostic, toyPlan } from '../../generators/fixtures/toy.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const templates = path.join(root, 'templates');

/** What is rendered together: the base, and the foundation that brings the workflows and the runbook. */
const rendered = ['base', 'stacks/gcp-foundation'];

/** A plan with two sources, two use cases, a service and variables; `change` lays fields over it. */
export function basePlan(change: Partial<Plan> = {}, diagnostic: Diagnostic = toyDiagnostic()): Plan {
  const plan = toyPlan({ diagnostic });
  return {
    ...plan,
    templates: rendered.map((id) => ({
      id,
      name: id,
      version: '0.1.0',
      kind: id === 'base' ? 'base' : 'stack',
      because: 'Always.',
      options: [],
    })),
    inputs: { gcpProjectPrefix: null, githubRepository: 'toy-bakery/data', cdkLibrary: 'cdktf' },
    ...change,
  };
}

/** A diagnostic in which every free text that reaches the documents is the one given. */
export function diagnosticSaying(text: string): Diagnostic {
  const base = toyDiagnostic();
  return toyDiagnostic({
    company: { ...base.company, legalName: text },
    dataSources: base.dataSources.map((source) => ({ ...source, name: text })),
    useCases: base.useCases.map((useCase) => ({
      ...useCase,
      baselineKpi: { name: text, unit: text, value: 1 },
    })),
  });
}

/** The texts of the base and of the foundation on Google Cloud, by their path in the client repository. */
export function renderBase(plan: Plan): ReadonlyMap<string, string> {
  const manifests = rendered.map((id) => {
    const file = path.join(templates, id, 'template.yaml');
    return parseWithSchema(validateTemplate, parse(readFileSync(file, 'utf8')), file);
  });
  const tree = render(plan, manifests, folderReader(templates, path.join(root, 'constructs')));
  return new Map([...tree].map(([name, { bytes }]) => [name, new TextDecoder().decode(bytes)]));
}

/** One text of the base template. */
export function textOf(tree: ReadonlyMap<string, string>, name: string): string {
  const text = tree.get(name);
  if (text === undefined) throw new Error(`${name} is not written.`);
  return text;
}
