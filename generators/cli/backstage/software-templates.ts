import { isBuilt } from '#catalog/catalog.ts';
import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Entry } from '#catalog/schema/generated/types.ts';
import { questionsOf } from '../../engine/plan/inputs.ts';
import type { Question } from '../../engine/plan/inputs.ts';
import { namespace } from './entities.ts';
import type { BackstageEntity } from './entities.ts';

/**
 * Software templates of Backstage's scaffolder: one for what a diagnostic chooses, one for each entry that can be
 * generated. They run the action `toltek:new` of `@toltek/toolbox/backstage`, which calls the engine of `toltek new`.
 */
export function softwareTemplates({ entries, templates }: CatalogIndex): readonly BackstageEntity[] {
  const questions = questionsOf(templates.map(({ manifest }) => manifest));
  return [
    softwareTemplate(
      {
        name: 'client-repository',
        title: 'Client repository from a diagnostic',
        description:
          'A complete repository for what the diagnostic chooses among what can be generated today',
        useCases: [],
      },
      questions,
    ),
    ...entries
      .filter(isBuilt)
      .map((entry) => softwareTemplate({ ...textsOf(entry), useCases: [entry.id] }, questions)),
  ];
}

interface Texts {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

function textsOf({ id, name, summary }: Entry): Texts {
  return { name: `client-repository-${id}`, title: `Client repository: ${name.en}`, description: summary.en };
}

function softwareTemplate(
  { name, title, description, useCases }: Texts & { readonly useCases: readonly string[] },
  questions: readonly Question[],
): BackstageEntity {
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: { namespace, name, title, description, tags: ['toltek'] },
    spec: {
      owner: `group:${namespace}/toltek`,
      type: 'client-repository',
      parameters: [diagnosticPage, answersPage(questions), repositoryPage],
      steps: [
        {
          id: 'generate',
          name: 'Write the client repository',
          action: 'toltek:new',
          input: {
            diagnostic: '${{ parameters.diagnostic }}',
            useCases,
            answers: Object.fromEntries(
              questions.map((question) => [question.name, `\${{ parameters.${question.name} }}`]),
            ),
          },
        },
        {
          id: 'publish',
          name: 'Publish it',
          action: 'publish:github',
          input: { repoUrl: '${{ parameters.repoUrl }}', defaultBranch: 'main', repoVisibility: 'private' },
        },
        {
          id: 'register',
          name: 'Show it in the catalog',
          action: 'catalog:register',
          input: {
            repoContentsUrl: "${{ steps['publish'].output.repoContentsUrl }}",
            catalogInfoPath: '/catalog-info.yaml',
          },
        },
      ],
      output: {
        links: [{ title: 'Repository', url: "${{ steps['publish'].output.remoteUrl }}" }],
        text: [{ title: 'What was written', content: "${{ steps['generate'].output.summary }}" }],
      },
    },
  };
}

const diagnosticPage = {
  title: 'Diagnostic',
  required: ['diagnostic'],
  properties: {
    diagnostic: {
      title: 'Diagnostic',
      type: 'string',
      description: 'The whole diagnostic.json. It is read, and not written to the repository.',
      'ui:widget': 'textarea',
      'ui:options': { rows: 12 },
    },
  },
};

/** Inputs of the templates. Where nothing is answered, the diagnostic and the templates' defaults speak. */
function answersPage(questions: readonly Question[]): object {
  const properties = questions.map(({ name, schema }) => {
    const { title, description, type } = schema;
    const choices = schema.enum === undefined ? {} : { enum: schema.enum };
    return [name, { title, type, description, ...choices }];
  });
  return { title: 'Answers', properties: Object.fromEntries(properties) as object };
}

const repositoryPage = {
  title: 'Repository',
  required: ['repoUrl'],
  properties: {
    repoUrl: {
      title: 'Where the repository goes',
      type: 'string',
      'ui:field': 'RepoUrlPicker',
      'ui:options': { allowedHosts: ['github.com'] },
    },
  },
};
