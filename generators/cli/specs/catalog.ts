import type { CommandSpec } from '../command.ts';
import { catalogOption } from './shared-options.ts';

/** Browsing the catalog, and checking it as its author. */
export const catalogCommands: readonly CommandSpec[] = [
  {
    name: 'catalog list',
    summary: 'List what can be advised: built and planned entries',
    operands: '',
    operandCount: { min: 0, max: 0 },
    options: {
      family: { type: 'string', value: 'FAMILY', summary: 'Only this family' },
      package: {
        type: 'string',
        value: 'NAME',
        summary: 'Only entries of this package: analytics, genai or custom',
      },
      built: { type: 'boolean', summary: 'Only entries that can be generated today' },
      planned: { type: 'boolean', summary: 'Only entries that are planned' },
      catalog: catalogOption,
    },
    examples: ['toltek catalog list --built', 'toltek catalog list --family demand-forecasting --json'],
    load: () => import('../commands/catalog-list.ts'),
  },
  {
    name: 'catalog search',
    summary: 'Search entries by words, in English or French',
    operands: 'WORDS...',
    operandCount: { min: 1, max: 50 },
    options: { catalog: catalogOption },
    examples: ['toltek catalog search forecast', 'toltek catalog search prévision stock'],
    load: () => import('../commands/catalog-search.ts'),
  },
  {
    name: 'catalog show',
    summary: 'Show one entry: needs, cost, time, KPIs, risk, what it creates',
    operands: 'ID',
    operandCount: { min: 1, max: 1 },
    options: { catalog: catalogOption },
    examples: ['toltek catalog show df-forecast'],
    load: () => import('../commands/catalog-show.ts'),
  },
  {
    name: 'catalog site',
    summary: 'Write the catalog as static pages: browse, compare, build a package, load a diagnostic',
    operands: '',
    operandCount: { min: 0, max: 0 },
    description:
      'Needs no server: open DIR/index.html, or serve the folder. Nothing in it loads from elsewhere, and a diagnostic ' +
      'that is loaded in a page never leaves the browser. A site written before is replaced, unless somebody changed it.',
    options: {
      out: { type: 'string', value: 'DIR', summary: 'Folder to write to (required)' },
      catalog: catalogOption,
    },
    examples: ['toltek catalog site --out site', 'toltek catalog site --catalog ../catalog --out site'],
    load: () => import('../commands/catalog-site.ts'),
  },
  {
    name: 'catalog backstage',
    summary: 'Write the catalog for Backstage: entities, and software templates that run toltek new',
    operands: '',
    operandCount: { min: 0, max: 0 },
    description:
      'Everything is in the namespace toltek. The templates call the action toltek:new, which @toltek/toolbox/backstage ' +
      'brings. What was written before is replaced, unless somebody changed it.',
    options: {
      out: { type: 'string', value: 'DIR', summary: 'Folder to write to (required)' },
      catalog: catalogOption,
    },
    examples: ['toltek catalog backstage --out backstage'],
    load: () => import('../commands/catalog-backstage.ts'),
  },
  {
    name: 'catalog validate',
    summary: 'Check entries and templates as their author: schemas, references, collisions, a trial render',
    operands: '[TEMPLATE_DIR]',
    operandCount: { min: 0, max: 1 },
    options: { catalog: catalogOption },
    examples: ['toltek catalog validate', 'toltek catalog validate templates/use-cases/demand-forecasting'],
    load: () => import('../commands/catalog-validate.ts'),
  },
];
