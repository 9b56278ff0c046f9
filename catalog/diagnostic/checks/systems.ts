import type { Diagnostic, Team } from '../../schema/generated/diagnostic.ts';
import { deriveMaturity } from '../maturity.ts';
import type { Finding } from '../finding.ts';
import { drop, finding, plain, set } from './places.ts';

const engineers = ['data_engineer', 'analytics_engineer', 'ml_engineer', 'devops'] as const;

/** C05: BigQuery is in use, but Google Cloud is not. */
export function bigQueryWithoutGoogle({ infra }: Diagnostic): readonly Finding[] {
  if (infra?.warehouse !== 'bigquery') return [];
  const clouds = infra.clouds;
  const missing = clouds !== undefined && !clouds.includes('gcp');
  const forbidden = infra.forbidden?.indexOf('gcp') ?? -1;
  if (!missing && forbidden < 0) return [];
  const used = (clouds ?? []).filter((cloud) => cloud !== 'none');
  return [
    finding({
      code: 'C05',
      pointer: '/infra/warehouse',
      value: 'bigquery',
      other: missing ? '/infra/clouds' : `/infra/forbidden/${forbidden}`,
      otherValue: missing ? clouds : 'gcp',
      message: missing
        ? 'The warehouse is BigQuery, but Google Cloud is not among the clouds in use.'
        : 'The warehouse is BigQuery, but Google Cloud is forbidden.',
      expected: "'gcp' among the clouds and not forbidden, or another warehouse",
      question: {
        en: 'Who pays for BigQuery, and in which Google Cloud project does it run?',
        fr: 'Qui paie BigQuery, et dans quel projet Google Cloud tourne-t-il ?',
      },
      alternatives: [
        [
          ...(missing ? [set('/infra/clouds', [...used, 'gcp'])] : []),
          ...(forbidden >= 0 ? [drop(`/infra/forbidden/${forbidden}`)] : []),
        ],
        [set('/infra/warehouse', 'none')],
      ],
    }),
  ];
}

/** C06: models are said to run by themselves, but nobody and nothing is there to run them. */
export function automationWithoutMeans(diagnostic: Diagnostic): readonly Finding[] {
  const axis = deriveMaturity(diagnostic).find((each) => each.axis === 'automation');
  if (axis?.level === undefined || axis.level === null || axis.level < 4) return [];
  const { headcount } = diagnostic.team;
  const nobody = headcount !== undefined && engineers.every((role) => (headcount[role] ?? 0) === 0);
  const noPipeline = diagnostic.infra?.ci === 'none';
  if (!nobody && !noPipeline) return [];
  return [
    finding({
      code: 'C06',
      severity: 'warning',
      pointer: axis.pointers[0] ?? '/maturity',
      value: axis.level,
      other: nobody ? '/team/headcount' : '/infra/ci',
      otherValue: nobody ? headcount : 'none',
      message: `Automation is ${axis.level} of 5, but there is no ${nobody ? 'engineer' : 'continuous integration'}.`,
      expected: 'a level up to 3, or an engineer and continuous integration',
      question: {
        en: 'Who releases a model, with what, and when was the last time?',
        fr: 'Qui livre un modèle, avec quoi, et quand pour la dernière fois ?',
      },
    }),
  ];
}

/** C07: more people in the data team than in the company. */
export function teamAboveCompany({ team, company }: Diagnostic): readonly Finding[] {
  const total = headcountOf(team);
  if (total <= company.employees) return [];
  return [
    finding({
      code: 'C07',
      pointer: '/team/headcount',
      value: total,
      other: '/company/employees',
      otherValue: company.employees,
      message: `The team counts ${plain(total)} people, the company ${company.employees}.`,
      expected: `at most ${company.employees} people`,
      question: {
        en: 'Which of the roles are filled by contractors or by the same person?',
        fr: 'Quels rôles sont tenus par des prestataires ou par une même personne ?',
      },
    }),
  ];
}

/** C16: something the client says it does not have shows up elsewhere in the diagnostic. */
export function deniedButListed(diagnostic: Diagnostic): readonly Finding[] {
  return [
    ...deniedObjects(diagnostic),
    ...deniedWarehouse(diagnostic),
    ...deniedClouds(diagnostic),
    ...deniedTransform(diagnostic),
    ...deniedOfficer(diagnostic),
  ];
}

function deniedObjects({ infra, dataSources }: Diagnostic): readonly Finding[] {
  return (infra?.dataNotHeld ?? []).flatMap((kind, index) => {
    const places = dataSources.flatMap(({ objects }, sourceIndex) =>
      objects.flatMap((object, position) =>
        object.kind === kind ? `/dataSources/${sourceIndex}/objects/${position}` : [],
      ),
    );
    const [first] = places;
    if (first === undefined) return [];
    return denied(`/infra/dataNotHeld/${index}`, kind, `${first}/kind`, kind, {
      message: `The client says it has no ${kind}, but the inventory lists it.`,
      en: `Where does the ${kind} data of the inventory come from, and may it be used?`,
      fr: `D'où viennent les données de l'inventaire que le client dit ne pas avoir, et sont-elles utilisables ?`,
      alternatives: [places.map(drop), [drop(`/infra/dataNotHeld/${index}`)]],
    });
  });
}

function deniedWarehouse({ infra, dataSources }: Diagnostic): readonly Finding[] {
  if (infra?.warehouse !== 'none') return [];
  const found: Finding[] = [];
  const shared = dataSources.findIndex(({ access }) => access === 'warehouse_share');
  const question = {
    en: 'Is there a warehouse, and whose is it?',
    fr: 'Y a-t-il un entrepôt de données, et à qui appartient-il ?',
  };
  if (shared >= 0) {
    found.push(
      ...denied('/infra/warehouse', 'none', `/dataSources/${shared}/access`, 'warehouse_share', {
        message: 'The client says it has no warehouse, but a source is read through a warehouse share.',
        ...question,
        alternatives: [
          [set(`/dataSources/${shared}/access`, 'file_export')],
          [set('/infra/warehouse', 'other')],
        ],
      }),
    );
  }
  const tables = infra.scan?.kind === 'bigquery' ? (infra.scan.tables ?? []) : [];
  if (tables.length > 0) {
    found.push(
      ...denied('/infra/warehouse', 'none', '/infra/scan/tables', tables.length, {
        message: `The client says it has no warehouse, but a scan of BigQuery found ${tables.length} tables.`,
        ...question,
        alternatives: [[], [set('/infra/warehouse', 'bigquery')]],
      }),
    );
  }
  return found;
}

function deniedClouds({ infra }: Diagnostic): readonly Finding[] {
  const clouds = infra?.clouds ?? [];
  const none = clouds.indexOf('none');
  const other = clouds.findIndex((cloud) => cloud !== 'none');
  if (none < 0 || other < 0) return [];
  return denied(`/infra/clouds/${none}`, 'none', `/infra/clouds/${other}`, clouds[other], {
    message: "'none' stands beside another cloud.",
    en: 'Which hosting is in use today?',
    fr: "Quel hébergement est utilisé aujourd'hui ?",
    alternatives: [[set('/infra/clouds', ['none'])], [drop(`/infra/clouds/${none}`)]],
  });
}

function deniedTransform({ infra }: Diagnostic): readonly Finding[] {
  const models = infra?.scan?.dbt?.models ?? 0;
  if (infra?.transform !== 'none' || models === 0) return [];
  return denied('/infra/transform', 'none', '/infra/scan/dbt/models', models, {
    message: `The client says it transforms nothing, but a scan found ${models} dbt models.`,
    en: 'Who wrote the dbt models, and are they in use?',
    fr: 'Qui a écrit les modèles dbt, et sont-ils utilisés ?',
  });
}

function deniedOfficer({ compliance, team }: Diagnostic): readonly Finding[] {
  const officers = team.headcount?.dpo ?? 0;
  if (compliance?.dpo !== false || officers === 0) return [];
  return denied('/compliance/dpo', false, '/team/headcount/dpo', officers, {
    message: 'The client says it has no data protection officer, but the team counts one.',
    en: 'Is the data protection officer named to the authority?',
    fr: "Le délégué à la protection des données est-il désigné auprès de l'autorité ?",
  });
}

function denied(
  pointer: string,
  value: unknown,
  other: string,
  otherValue: unknown,
  said: { message: string; en: string; fr: string; alternatives?: Finding['alternatives'] },
): readonly Finding[] {
  const { message, en, fr, alternatives } = said;
  return [
    finding({
      code: 'C16',
      pointer,
      value,
      other,
      otherValue,
      message,
      expected: 'the same answer in both places',
      question: { en, fr },
      ...(alternatives === undefined ? {} : { alternatives }),
    }),
  ];
}

function headcountOf({ headcount }: Team): number {
  return Object.values(headcount ?? {}).reduce((sum, people) => sum + people, 0);
}
