import { stringify } from 'yaml';
import { loadCatalog } from '../adapters/catalog.ts';
import { checkSiteTarget, writeSite } from '../adapters/site-write.ts';
import { backstageEntities, namespace } from '../backstage/entities.ts';
import type { BackstageEntity } from '../backstage/entities.ts';
import { softwareTemplates } from '../backstage/software-templates.ts';
import { wrongCall } from '../call-options.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

/** `toltek catalog backstage`: the catalog as entities and software templates of Backstage. */
export async function run({ options, terminal }: Call): Promise<ExitCode> {
  const out = options.value('out');
  if (out === undefined || out === '')
    throw wrongCall('Where the files go is not said.', '--out DIR', 'Give --out a folder.');
  checkSiteTarget(out);
  const catalog = await loadCatalog(options.value('catalog'));
  const entities = backstageEntities(catalog);
  const templates = softwareTemplates(catalog);
  const names = templates.map(({ metadata }) => `templates/${metadata.name}.yaml`);
  const files = new Map([
    ['catalog-info.yaml', documents([locationOf(names), ...entities])],
    ...templates.map((template, index) => [names[index] ?? '', documents([template])] as const),
  ]);
  writeSite(out, files);
  terminal.document({ out, location: 'catalog-info.yaml', entities: entities.length, templates: names });
  terminal.print(
    `${out}: ${entities.length} entities and ${names.length} software templates. Register ${out}/catalog-info.yaml in Backstage.`,
  );
  terminal.note(
    "The templates need the action toltek:new: import toltekNew from '@toltek/toolbox/backstage'.",
  );
  return exitCode.done;
}

function locationOf(targets: readonly string[]): BackstageEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Location',
    metadata: {
      namespace,
      name: 'toolbox',
      title: 'Toltek Toolbox',
      description: 'Software templates that write client repositories',
    },
    spec: { targets: targets.map((target) => `./${target}`) },
  };
}

function documents(entities: readonly BackstageEntity[]): string {
  return entities.map((entity) => stringify(entity, { lineWidth: 0 })).join('---\n');
}
