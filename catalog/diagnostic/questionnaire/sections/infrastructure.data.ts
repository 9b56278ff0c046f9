import type { ChoiceQuestion, Option, Section } from '../question.ts';
import { clouds } from '../options.data.ts';
import { option, say, yesNo } from '../words.ts';

function choice(
  id: string,
  field: string,
  text: ChoiceQuestion['text'],
  options: readonly Option[],
): ChoiceQuestion {
  return { id, kind: 'choice', at: `/infra/${field}`, text, options, minutes: 0.4 };
}

const none = option('none', 'None', 'Aucun');
const other = option('other', 'Other', 'Autre');

/** What is already there to build on. */
export const infrastructure: Section = {
  id: 'infrastructure',
  title: say('Infrastructure', 'Infrastructure'),
  intro: say(
    'With IT or the service provider. The last cloud invoice answers three of the questions.',
    'Avec l’informatique ou le prestataire. La dernière facture cloud répond à trois des questions.',
  ),
  parts: [
    {
      id: 'clouds',
      kind: 'multi',
      at: '/infra/clouds',
      text: say('Which clouds and hosting are in use?', 'Quels clouds et hébergements sont utilisés ?'),
      options: clouds,
      minutes: 0.5,
    },
    choice(
      'cloud-mandated',
      'mandated',
      say('Is one of them prescribed?', 'L’un d’eux est-il imposé ?'),
      clouds,
    ),
    {
      id: 'clouds-forbidden',
      kind: 'multi',
      at: '/infra/forbidden',
      text: say('Which must not be used?', 'Lesquels sont exclus ?'),
      options: clouds.filter(({ value }) => value !== 'none'),
      minutes: 0.3,
    },
    choice(
      'warehouse',
      'warehouse',
      say('Which data warehouse is in use?', 'Quel entrepôt de données est utilisé ?'),
      [
        none,
        option('bigquery', 'BigQuery', 'BigQuery'),
        option('snowflake', 'Snowflake', 'Snowflake'),
        option('redshift', 'Redshift', 'Redshift'),
        option('postgres', 'PostgreSQL', 'PostgreSQL'),
        option('clickhouse', 'ClickHouse', 'ClickHouse'),
        option('trino', 'Trino', 'Trino'),
        other,
      ],
    ),
    choice('elt', 'elt', say('How is data loaded into it?', 'Comment les données y sont-elles chargées ?'), [
      none,
      option('dlt', 'dlt', 'dlt'),
      option('airbyte', 'Airbyte', 'Airbyte'),
      option('fivetran', 'Fivetran', 'Fivetran'),
      option('custom', 'Scripts of its own', 'Scripts internes'),
    ]),
    choice('transform', 'transform', say('How is it transformed?', 'Comment sont-elles transformées ?'), [
      none,
      option('dbt', 'dbt', 'dbt'),
      option('sql_scripts', 'SQL scripts', 'Scripts SQL'),
    ]),
    choice(
      'orchestration',
      'orchestration',
      say('What starts the jobs?', 'Qu’est-ce qui lance les traitements ?'),
      [
        none,
        option('cron', 'cron', 'cron'),
        option('airflow', 'Airflow', 'Airflow'),
        option('dagster', 'Dagster', 'Dagster'),
        option('prefect', 'Prefect', 'Prefect'),
        option('cloud_scheduler', 'The scheduler of a cloud', 'Le planificateur d’un cloud'),
        other,
      ],
    ),
    choice('iac', 'iac', say('How is infrastructure made?', 'Comment l’infrastructure est-elle créée ?'), [
      none,
      option('clickops', 'By clicking', 'À la main, dans une console'),
      option('terraform', 'Terraform', 'Terraform'),
      option('pulumi', 'Pulumi', 'Pulumi'),
      option('cdk', 'A CDK', 'Un CDK'),
    ]),
    choice(
      'ci',
      'ci',
      say('Which continuous integration is in use?', 'Quelle intégration continue est utilisée ?'),
      [
        none,
        option('github', 'GitHub Actions', 'GitHub Actions'),
        option('gitlab', 'GitLab CI', 'GitLab CI'),
        other,
      ],
    ),
    choice('kubernetes', 'kubernetes', say('Is Kubernetes in use?', 'Kubernetes est-il utilisé ?'), [
      option('none', 'No', 'Non'),
      option('managed', 'Yes, managed by a cloud', 'Oui, géré par un cloud'),
      option('selfhosted', 'Yes, on machines of its own', 'Oui, sur ses propres machines'),
    ]),
    choice(
      'monitoring',
      'monitoring',
      say('What watches the systems?', 'Qu’est-ce qui surveille les systèmes ?'),
      [
        none,
        option('basic', 'Simple checks', 'Des contrôles simples'),
        option('prometheus', 'Prometheus', 'Prometheus'),
        option('cloud_native', 'What the cloud brings', 'Les outils du cloud'),
        other,
      ],
    ),
    choice(
      'sso',
      'sso',
      say('Is single sign-on in place?', 'L’authentification unique est-elle en place ?'),
      yesNo,
    ),
    choice(
      'llm-gateway',
      'llmGateway',
      say(
        'Is there a governed gateway to language models?',
        'Y a-t-il une passerelle encadrée vers les modèles de langage ?',
      ),
      yesNo,
    ),
    {
      id: 'cloud-spend',
      kind: 'number',
      at: '/infra/monthlyCloudSpendEUR',
      text: say('How much is the cloud bill in a month?', 'À combien s’élève la facture cloud par mois ?'),
      min: 0,
      unit: say('€ a month', '€ par mois'),
      minutes: 0.3,
    },
  ],
};
