import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { Plan } from '#catalog/schema/generated/types.ts';
import { hostileTexts } from '../../generators/fixtures/hostile.ts';
import { basePlan, diagnosticSaying, renderBase, textOf } from './rendered.ts';

const documents = ['architecture', 'runbook', 'data-protection', 'roi'].map((name) => `docs/${name}.md`);

describe('the diagram of the architecture', () => {
  const diagram = (plan: Plan): string => {
    const text = textOf(renderBase(plan), 'docs/architecture.md');
    return /```mermaid\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  };

  test('leads every source to its raw dataset and on to landing', () => {
    const plan = basePlan();
    expect(plan.sources.map(({ id }) => id)).toEqual(['web-shop', 'erp']);
    for (const { id, snake, connector } of plan.sources) {
      expect(diagram(plan)).toContain(`source_${snake}["${id}"]`);
      expect(diagram(plan)).toContain(`source_${snake} -->|dlt, ${connector}| raw_${snake}\n`);
      expect(diagram(plan)).toContain(`raw_${snake} -->|mapping.yaml| landing\n`);
    }
  });

  test('leads the marts to every service and back to predictions', () => {
    const plan = basePlan();
    expect(plan.contributions.services).not.toHaveLength(0);
    for (const { id } of plan.contributions.services) {
      const node = `service_${id.replaceAll('-', '_')}`;
      expect(diagram(plan)).toContain(`marts --> ${node}\n`);
      expect(diagram(plan)).toContain(`${node} --> predictions\n`);
    }
  });

  test('joins only nodes it has declared', () => {
    for (const plan of [basePlan(), basePlan({ sources: [] })]) {
      const text = diagram(plan);
      const declared = [...text.matchAll(/^ +(\w+)\["/gm)].map(([, node]) => node);
      const joined = [...text.matchAll(/^ +(\w+) -->(?:\|[^|]*\|)? (\w+)$/gm)].flatMap(
        ([, from = '', to = '']) => [from, to],
      );
      expect(new Set(joined)).toEqual(new Set(declared));
    }
  });
});

describe('whatever the diagnostic says', () => {
  const shape = (tree: ReadonlyMap<string, string>): unknown =>
    documents.map((name) =>
      textOf(tree, name)
        .split('\n')
        .map((line) => /^(?:#+ |\||- |\d+\. |```|>)?/.exec(line)?.[0] ?? ''),
    );

  const plainShape = shape(renderBase(basePlan({}, diagnosticSaying('plain'))));

  test.each(hostileTexts.filter((text) => text.trim() !== ''))('%j changes no structure', (text) => {
    const tree = renderBase(basePlan({}, diagnosticSaying(text)));
    expect(shape(tree)).toEqual(plainShape);
    for (const name of documents) expect(unevenTables(textOf(tree, name))).toEqual([]);
    const system: unknown = parseAllDocuments(textOf(tree, 'catalog-info.yaml'))[0]?.toJS();
    expect(system).toMatchObject({ kind: 'System', metadata: { namespace: 'toy-bakery' } });
    expect(textOf(tree, '.env.example').split('\n').filter(isNeitherCommentNorVariable)).toEqual([]);
  });

  test('the name of the client stands in the catalog as it is', () => {
    const name = `L'Atelier "Nord": {{x}} #1\n- no`;
    const text = textOf(renderBase(basePlan({}, diagnosticSaying(name))), 'catalog-info.yaml');
    const parts = parseAllDocuments(text);
    expect(parts.flatMap(({ errors }) => errors)).toEqual([]);
    expect(parts[0]?.toJS()).toMatchObject({ metadata: { title: name } });
  });
});

describe('return on investment', () => {
  test('shows what is known and says what is not', () => {
    const { business } = basePlan();
    const text = textOf(
      renderBase(basePlan({ business: { ...business, npvKEUR: 0, paybackMonths: null } })),
      'docs/roi.md',
    );
    expect(text).toContain('| benefit per year | 100.0 k€ |');
    expect(text).toContain('| net present value | 0.0 k€ |');
    expect(text).toContain('| payback | not estimated |');
  });

  test('has a line for every KPI of every use case', () => {
    const text = textOf(renderBase(basePlan({}, diagnosticSaying('Stock-outs'))), 'docs/roi.md');
    expect(text.match(/^\| Stock-outs \| Stock-outs \| higher \| 1\.00 \| to be agreed \|/gm)).toHaveLength(
      2,
    );
    expect(text.match(/^\| Error \| % \| lower \| to be measured \| to be agreed \|/gm)).toHaveLength(2);
  });
});

describe('data protection', () => {
  const personal = (personalData: string): string => {
    const sources = basePlan().sources.map((source) => ({ ...source, personalData }));
    return textOf(renderBase(basePlan({ sources })), 'docs/data-protection.md');
  };

  test.each([
    ['none', 'none, says the diagnostic'],
    ['pseudonymous', 'by a number only'],
    ['direct', 'can be identified'],
    ['special_category', 'article 9'],
    ['criminal', 'article 10'],
    ['minors', '**minors**'],
    ['unknown', 'find out before the first load'],
  ])('registers %s data of every source', (personalData, words) => {
    const rows = personal(personalData).match(/^\| Personal data \|.*$/gm) ?? [];
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toContain(words);
  });

  test('outlines an impact assessment where one is needed, and lists every obligation as not reviewed', () => {
    const [first, second] = basePlan().useCases;
    if (first === undefined || second === undefined) throw new Error('two use cases expected');
    const useCases = [
      { ...first, dpia: true, obligations: ['Keep a register.', 'Tell the persons.'] },
      { ...second, dpia: false, obligations: [] },
    ];
    const text = textOf(renderBase(basePlan({ useCases })), 'docs/data-protection.md');
    expect(text.match(/needed before it goes live/g)).toHaveLength(1);
    expect(text).toContain('- [ ] Keep a register.\n- [ ] Tell the persons.\n');
    expect(text).toContain('Not legally reviewed');
  });
});

describe('.env.example', () => {
  test('names every variable once, secrets without a value', () => {
    const { contributions } = basePlan();
    const environment = [
      { name: 'API_KEY', description: 'Key of the service', secret: true },
      { name: 'MODEL', description: 'Which model', secret: false, example: `it's $HOME` },
    ];
    const text = textOf(
      renderBase(basePlan({ contributions: { ...contributions, environment } })),
      '.env.example',
    );
    expect(text).toContain('# Key of the service (secret)\n# API_KEY=\n');
    expect(text).toContain(`# Which model\n# MODEL='it'\\''s $HOME'\n`);
    expect(text).toContain('\nERP_DATABASE_URL=\n');
    expect(text).toContain('\nWEB_SHOP_API_TOKEN=\n');
  });
});

/** Rows of Markdown tables that have not as many cells as the head of their table. */
function unevenTables(text: string): string[] {
  let cells = 0;
  return text.split('\n').filter((line) => {
    if (!line.startsWith('|')) {
      cells = 0;
      return false;
    }
    const count = line.replace(/\\./g, '').split('|').length;
    if (cells === 0) cells = count;
    return count !== cells;
  });
}

function isNeitherCommentNorVariable(line: string): boolean {
  return line !== '' && !line.startsWith('#') && !/^[A-Z][A-Z0-9_]*=\S*$/.test(line);
}
