import { staysInEEA } from '../diagnostic/providers.ts';
import { isCertified } from '../compliance/residency.ts';
import { lifecycleNames } from '../names/advice.ts';
import { cloudNames, sectorNames, skillNames } from '../names/client.ts';
import { anyKindText } from '../names/data.ts';
import { topicText } from '../names/names.ts';
import type { Entry } from '../schema/generated/types.ts';
import type { Range } from './criteria.ts';
import { entryNames } from './describe.ts';
import type { Profile, Skill, UseCaseReading } from './profile.ts';
import { skills } from './profile.ts';
import { basisStatus, licenceStatus } from './readiness.ts';
import type { Served } from './readiness.ts';
import type { Risk } from './risk.ts';
import { list, number, text } from './text.ts';
import type { Text } from './text.ts';

/** What can stop a use case whatever it scores. */
export type GateCode =
  | 'PROHIBITED_USE'
  | 'HIGH_RISK'
  | 'DATA_MISSING'
  | 'LEGAL_BASIS'
  | 'RESIDENCY'
  | 'CERTIFICATION'
  | 'CLOUD'
  | 'MODEL_PROVIDER'
  | 'CAPEX'
  | 'OPEX'
  | 'TIME'
  | 'SKILL'
  | 'DEPENDENCY'
  | 'LIFECYCLE'
  | 'LICENCE'
  | 'EXCLUDED'
  | 'CONFLICT'
  | 'OUT_OF_ICP';

/** A gate that is not simply passed. A `warning` stops nothing. */
export interface Gate {
  readonly code: GateCode;
  readonly status: 'conditional' | 'fail' | 'warning';
  readonly because: Text;
  /** JSON pointers of the answers it rests on. */
  readonly evidence: readonly string[];
}

/** What each gate asks, for people. */
export const gateRules: Readonly<Record<GateCode, Text>> = {
  PROHIBITED_USE: {
    en: 'Not a practice that Article 5 of the AI Act prohibits.',
    fr: "N'est pas une pratique interdite par l'article 5 du règlement sur l'IA.",
  },
  HIGH_RISK: {
    en: 'A high-risk use needs a conformity file, human review and an appetite for it.',
    fr: 'Un usage à haut risque demande un dossier de conformité, une revue humaine et la volonté de le porter.',
  },
  DATA_MISSING: {
    en: 'Data readiness of at least .25; below .5 the data needs work first.',
    fr: 'Maturité des données de 0,25 au moins ; sous 0,5, un travail préalable est nécessaire.',
  },
  LEGAL_BASIS: {
    en: 'Personal data rests on a legal basis that carries it.',
    fr: 'Les données personnelles reposent sur une base légale qui convient.',
  },
  RESIDENCY: {
    en: 'Data and models stay where the client wants them.',
    fr: 'Les données et les modèles restent là où le client le demande.',
  },
  CERTIFICATION: {
    en: 'The hosting holds the certifications asked for.',
    fr: "L'hébergement détient les certifications demandées.",
  },
  CLOUD: {
    en: 'It runs on a hosting the client accepts.',
    fr: 'Il fonctionne sur un hébergement que le client accepte.',
  },
  MODEL_PROVIDER: {
    en: 'A model provider the client accepts serves it.',
    fr: 'Un fournisseur de modèles accepté par le client le sert.',
  },
  CAPEX: {
    en: 'Delivery with its foundations is within the budget.',
    fr: 'La réalisation avec ses fondations tient dans le budget.',
  },
  OPEX: {
    en: 'Running costs are within the monthly budget.',
    fr: "Les coûts d'exploitation tiennent dans le budget mensuel.",
  },
  TIME: {
    en: 'It goes live in the weeks available.',
    fr: 'Il est en service dans les semaines disponibles.',
  },
  SKILL: {
    en: 'The team has the levels it needs, or managed services are wanted.',
    fr: "L'équipe a les niveaux requis, ou des services managés sont souhaités.",
  },
  DEPENDENCY: {
    en: 'What it depends on can be chosen with it.',
    fr: 'Ce dont il dépend peut être choisi avec lui.',
  },
  LIFECYCLE: {
    en: 'It is as settled as the client wants, and not withdrawn.',
    fr: "Il est aussi éprouvé que le client le veut, et n'est pas retiré.",
  },
  LICENCE: {
    en: 'The terms of its data allow this use.',
    fr: 'Les conditions des données permettent cet usage.',
  },
  EXCLUDED: { en: 'The client has not ruled it out.', fr: "Le client ne l'a pas exclu." },
  CONFLICT: {
    en: 'It is not chosen beside an entry it conflicts with.',
    fr: "Il n'est pas choisi avec une entrée incompatible.",
  },
  OUT_OF_ICP: {
    en: 'It is meant for this sector and this size of company.',
    fr: "Il est prévu pour ce secteur et cette taille d'entreprise.",
  },
};

/** What the gates of one entry look at. */
export interface Judged {
  readonly entry: Entry;
  readonly asked: UseCaseReading;
  readonly served: readonly Served[];
  readonly data: Range;
  readonly risk: Risk;
  /** Place of the client's exclusion that rules it out. */
  readonly excludedBy: number | undefined;
  /** All entries by id. */
  readonly entries: ReadonlyMap<string, Entry>;
}

type GateFunction = (judged: Judged, profile: Profile) => Gate | undefined;

/** Every gate that the entry does not simply pass; limits and dependencies are judged with the others chosen. */
export function judge(judged: Judged, profile: Profile): Gate[] {
  return gateFunctions.flatMap((gate) => gate(judged, profile) ?? []);
}

function gate(
  code: GateCode,
  status: Gate['status'],
  evidence: readonly string[],
  en: string,
  fr: string,
): Gate {
  return { code, status, because: { en, fr }, evidence };
}

function prohibitedUse({ asked, risk }: Judged): Gate | undefined {
  if (risk.aiAct.class !== 'prohibited') return undefined;
  const reasons = risk.aiAct.because.filter((reason) => reason.class === 'prohibited');
  return gate(
    'PROHIBITED_USE',
    'fail',
    [`${asked.pointer}/contextFlags`],
    `Prohibited: ${list(
      reasons.map((reason) => reason.text.en),
      'en',
    )}.`,
    `Interdit : ${list(
      reasons.map((reason) => reason.text.fr),
      'fr',
    )}.`,
  );
}

function highRisk({ asked, risk }: Judged, { diagnostic }: Profile): Gate | undefined {
  if (risk.aiAct.class !== 'high') return undefined;
  const because = text((language) =>
    list(
      risk.aiAct.because.filter((reason) => reason.class === 'high').map((reason) => reason.text[language]),
      language,
    ),
  );
  const evidence = [`${asked.pointer}/contextFlags`];
  if (diagnostic.strategy.appetite === 'cautious') {
    return gate(
      'HIGH_RISK',
      'fail',
      [...evidence, '/strategy/appetite'],
      `High risk (${because.en}), and the client is cautious.`,
      `Haut risque (${because.fr}), et le client est prudent.`,
    );
  }
  if (lacksHumanReview(asked, diagnostic.constraints.humanReviewRequired)) {
    return gate(
      'HIGH_RISK',
      'fail',
      [...evidence, `${asked.pointer}/decisionEffect`, '/constraints/humanReviewRequired'],
      `High risk (${because.en}) without a person who reviews.`,
      `Haut risque (${because.fr}) sans revue par une personne.`,
    );
  }
  return gate(
    'HIGH_RISK',
    'conditional',
    evidence,
    `High risk (${because.en}): needs a conformity file before it starts.`,
    `Haut risque (${because.fr}) : un dossier de conformité est nécessaire avant de commencer.`,
  );
}

/** A decision that takes effect by itself has no reviewer, nor has a half-automatic one nobody has to review. */
function lacksHumanReview({ useCase }: UseCaseReading, required: boolean | undefined): boolean {
  const { decisionEffect } = useCase;
  return decisionEffect === 'automatic' || (decisionEffect === 'semi_auto' && required === false);
}

function dataMissing({ entry, asked, served, data }: Judged): Gate | undefined {
  if (data.high < 0.25) {
    const missing = served.filter(({ readiness }) => readiness.high < 0.25);
    return gate(
      'DATA_MISSING',
      'fail',
      missing.map(({ bottleneck }) => bottleneck ?? '/dataSources'),
      `Data not ready: ${list(
        missing.map((each) => describe(each, 'en')),
        'en',
      )}.`,
      `Données insuffisantes : ${list(
        missing.map((each) => describe(each, 'fr')),
        'fr',
      )}.`,
    );
  }
  if (data.low < 0.25 || data.mid < 0.5) {
    const weak = served.filter(({ readiness }) => readiness.low < 0.25 || readiness.mid < 0.5);
    return gate(
      'DATA_MISSING',
      'conditional',
      weak.map(({ bottleneck }) => bottleneck ?? '/dataSources'),
      `Data needs work first: ${list(
        weak.map((each) => describe(each, 'en')),
        'en',
      )}.`,
      `Données à préparer d'abord : ${list(
        weak.map((each) => describe(each, 'fr')),
        'fr',
      )}.`,
    );
  }
  const late = served.find(({ best }) => best !== undefined && best.source.refresh !== 'realtime');
  if (!entry.requires.realtime || late?.best === undefined) return undefined;
  return gate(
    'DATA_MISSING',
    'conditional',
    [`${late.best.sourcePointer}/refresh`, asked.pointer],
    `Needs data in real time; ${late.best.source.name} is not refreshed so.`,
    `Demande des données en temps réel ; ${late.best.source.name} n'est pas rafraîchi ainsi.`,
  );
}

function describe({ item, readiness, best }: Served, language: 'en' | 'fr'): string {
  const kinds = anyKindText(item.anyOf, language);
  if (best === undefined) return language === 'en' ? `${kinds} (no source)` : `${kinds} (aucune source)`;
  const ready = number(readiness.mid, language, 2);
  return language === 'en'
    ? `${kinds} (${best.source.name}: ${ready})`
    : `${kinds} (${best.source.name} : ${ready})`;
}

function legalBasis({ served }: Judged): Gate | undefined {
  const used = sourcesUsed(served);
  const barred = used.filter(({ source }) => basisStatus(source) === 'barred');
  const unclear = used.filter(({ source }) => basisStatus(source) === 'unclear');
  const found = barred.length > 0 ? barred : unclear;
  if (found.length === 0) return undefined;
  const names = text((language) =>
    list(
      found.map(({ source }) => source.name),
      language,
    ),
  );
  const evidence = found.flatMap(({ pointer }) => [`${pointer}/pii`, `${pointer}/legalBasis`]);
  return barred.length > 0
    ? gate(
        'LEGAL_BASIS',
        'fail',
        evidence,
        `Special or criminal data in ${names.en} on a basis that does not carry it.`,
        `Données sensibles ou pénales dans ${names.fr} sur une base légale qui ne convient pas.`,
      )
    : gate(
        'LEGAL_BASIS',
        'conditional',
        evidence,
        `Personal data or its legal basis is unknown in ${names.en}.`,
        `Données personnelles ou base légale inconnues dans ${names.fr}.`,
      );
}

function licence({ entry, served }: Judged): Gate | undefined {
  const used = sourcesUsed(served);
  const evidence = (found: typeof used): string[] => found.map(({ pointer }) => `${pointer}/licenceOrToS`);
  const names = (found: typeof used, language: 'en' | 'fr'): string =>
    list(
      found.map(({ source }) => source.name),
      language,
    );
  const barred = used.filter(
    ({ source }) =>
      licenceStatus(source.licenceOrToS) === 'barred' ||
      (entry.requires.licence === 'own' && source.licenceOrToS === 'third_party_allowed'),
  );
  if (barred.length > 0) {
    return gate(
      'LICENCE',
      'fail',
      evidence(barred),
      `The terms of ${names(barred, 'en')} do not allow this use.`,
      `Les conditions de ${names(barred, 'fr')} ne permettent pas cet usage.`,
    );
  }
  const unclear = used.filter(
    ({ source }) =>
      licenceStatus(source.licenceOrToS) === 'unclear' ||
      (entry.requires.licence !== undefined && source.licenceOrToS === undefined),
  );
  if (unclear.length === 0) return undefined;
  return gate(
    'LICENCE',
    'conditional',
    evidence(unclear),
    `Whether the terms of ${names(unclear, 'en')} allow this use is unclear.`,
    `Il n'est pas établi que les conditions de ${names(unclear, 'fr')} permettent cet usage.`,
  );
}

function sourcesUsed(
  served: readonly Served[],
): { source: NonNullable<Served['best']>['source']; pointer: string }[] {
  const found = new Map<string, { source: NonNullable<Served['best']>['source']; pointer: string }>();
  for (const { best } of served) {
    if (best !== undefined) {
      found.set(best.sourcePointer, { source: best.source, pointer: best.sourcePointer });
    }
  }
  return [...found.values()];
}

function modelProvider({ entry }: Judged, { hosting }: Profile): Gate | undefined {
  if (!entry.requires.modelProvider || hosting.providerAllowed) return undefined;
  return gate(
    'MODEL_PROVIDER',
    'fail',
    ['/constraints/modelProviders'],
    'No model provider is left that the client allows.',
    'Aucun fournisseur de modèles autorisé par le client ne reste.',
  );
}

function residency({ entry, served }: Judged, { diagnostic, hosting }: Profile): Gate | undefined {
  const { constraints } = diagnostic;
  const evidence = ['/constraints/residency'];
  if (entry.requires.modelProvider && hosting.providerAllowed && !hosting.providerInPlace) {
    return gate(
      'RESIDENCY',
      'fail',
      [...evidence, '/constraints/modelProviders', '/constraints/transferOutsideEEA'],
      'No allowed model provider processes data where it has to stay.',
      'Aucun fournisseur de modèles autorisé ne traite les données là où elles doivent rester.',
    );
  }
  if (!staysInEEA(constraints.residency)) return undefined;
  const outside = sourcesUsed(served).filter(
    ({ source }) => source.location !== undefined && !staysInEEA(`country:${source.location.slice(0, 2)}`),
  );
  if (outside.length === 0) return undefined;
  return gate(
    'RESIDENCY',
    'conditional',
    [...evidence, ...outside.map(({ pointer }) => `${pointer}/location`)],
    `${list(
      outside.map(({ source }) => source.name),
      'en',
    )} is stored outside the EEA today.`,
    `${list(
      outside.map(({ source }) => source.name),
      'fr',
    )} est stocké hors de l'EEE aujourd'hui.`,
  );
}

function certification({ entry, served }: Judged, { diagnostic }: Profile): Gate | undefined {
  const asked = diagnostic.constraints.certifications ?? [];
  const evidence = ['/constraints/certifications'];
  const missing = asked.filter((each) => !isCertified(each));
  if (missing.length > 0) {
    const onlyHere =
      entry.requires.clouds.length > 0 && entry.requires.clouds.every((cloud) => cloud === 'gcp');
    return gate(
      'CERTIFICATION',
      onlyHere ? 'fail' : 'conditional',
      evidence,
      `Google Cloud does not hold ${missing.join(', ')}.`,
      `Google Cloud ne détient pas ${missing.join(', ')}.`,
    );
  }
  const health = served.find(
    ({ best }) =>
      best !== undefined &&
      best.source.pii !== 'none' &&
      (best.kind === 'health' ||
        (best.source.pii === 'special_category' && diagnostic.company.sector === 'healthcare')),
  );
  if (health?.best !== undefined && diagnostic.company.country === 'FR') {
    return gate(
      'CERTIFICATION',
      'conditional',
      [...evidence, `${health.best.sourcePointer}/pii`],
      'Health data in France needs hosting certified HDS: use only the products in its scope.',
      "Les données de santé en France demandent un hébergement certifié HDS : n'utiliser que les produits couverts.",
    );
  }
  if (!asked.includes('hds')) return undefined;
  return gate(
    'CERTIFICATION',
    'conditional',
    evidence,
    'HDS covers Google Cloud product by product: use only those in its scope.',
    "La certification HDS couvre Google Cloud produit par produit : n'utiliser que ceux couverts.",
  );
}

function cloud({ entry }: Judged, { diagnostic, hosting }: Profile): Gate | undefined {
  const { clouds } = entry.requires;
  const { mandated, forbidden } = diagnostic.infra ?? {};
  const { residency: rule } = diagnostic.constraints;
  const offered = clouds.filter((each) => forbidden?.includes(each) !== true);
  if (clouds.length > 0 && offered.length === 0) {
    return gate(
      'CLOUD',
      'fail',
      ['/infra/forbidden'],
      `Runs on ${cloudsText(clouds, 'en')}, which the client forbids.`,
      `Fonctionne sur ${cloudsText(clouds, 'fr')}, que le client interdit.`,
    );
  }
  if (
    mandated !== undefined &&
    mandated !== 'none' &&
    clouds.length > 0 &&
    !offered.some((each) => each === mandated)
  ) {
    return gate(
      'CLOUD',
      'fail',
      ['/infra/mandated'],
      `Runs on ${cloudsText(offered, 'en')}; the client requires ${cloudNames[mandated].en}.`,
      `Fonctionne sur ${cloudsText(offered, 'fr')} ; le client impose ${cloudNames[mandated].fr}.`,
    );
  }
  const served = hosting.residency;
  if (served.ok || (rule === 'onprem' && (clouds.length === 0 || offered.includes('onprem'))))
    return undefined;
  const elsewhere = clouds.length === 0 || offered.some((each) => each !== 'gcp' && each !== 'onprem');
  return gate(
    'CLOUD',
    elsewhere && rule !== 'onprem' ? 'conditional' : 'fail',
    ['/constraints/residency'],
    served.problem.message,
    rule === 'onprem'
      ? "Les données doivent rester sur site, ce qu'aucune région de cloud ne permet."
      : `Google Cloud n'a pas de région connue pour la règle ${rule}.`,
  );
}

function cloudsText(clouds: Entry['requires']['clouds'], language: 'en' | 'fr'): string {
  return clouds.map((each) => cloudNames[each][language]).join(', ');
}

function skill({ entry }: Judged, { skills: levels, diagnostic }: Profile): Gate | undefined {
  const gaps = skills
    .map((name) => ({ name, needed: entry.requires.skills[name] ?? 0, level: levels[name] }))
    .filter(({ needed, level }) => level.low < needed);
  if (gaps.length === 0) return undefined;
  const largest = Math.max(...gaps.map(({ needed, level }) => needed - level.high));
  const fails = largest > 1 && !diagnostic.team.managedServicesWanted;
  return gate(
    'SKILL',
    fails ? 'fail' : 'conditional',
    gaps.map(({ level }) => level.pointer),
    `Team below the levels needed: ${gaps.map((gap) => shortage(gap, 'en')).join(', ')}.`,
    `Équipe sous les niveaux requis : ${gaps.map((gap) => shortage(gap, 'fr')).join(', ')}.`,
  );
}

function shortage(
  { name, needed, level }: { name: Skill; needed: number; level: Profile['skills'][Skill] },
  language: 'en' | 'fr',
): string {
  const unknown = language === 'en' ? 'unknown' : 'inconnu';
  const has = level.value === null ? unknown : number(level.value, language, level.value % 1 === 0 ? 0 : 1);
  return language === 'en'
    ? `${skillNames[name].en} ${has} of ${needed}`
    : `${skillNames[name].fr} ${has} sur ${needed}`;
}

const settled = ['experimental', 'beta', 'stable'];

function lifecycle({ entry }: Judged, { diagnostic }: Profile): Gate | undefined {
  const { lifecycle: stage } = entry;
  const least = diagnostic.constraints.maxLifecycle;
  const evidence = ['/constraints/maxLifecycle'];
  if (stage === 'deprecated') {
    return gate('LIFECYCLE', 'fail', [], 'It is withdrawn.', 'Il est retiré.');
  }
  if (stage === 'planned') {
    return gate(
      'LIFECYCLE',
      'fail',
      [],
      'On the roadmap only: nobody can deliver it yet.',
      'Seulement en feuille de route : personne ne peut encore le livrer.',
    );
  }
  if (least !== undefined && settled.indexOf(stage) < settled.indexOf(least)) {
    return gate(
      'LIFECYCLE',
      'fail',
      evidence,
      `It is ${lifecycleNames[stage].en}; the client accepts ${lifecycleNames[least].en} at least.`,
      `Son stade est « ${lifecycleNames[stage].fr} » ; le client accepte « ${lifecycleNames[least].fr} » au moins.`,
    );
  }
  if (stage !== 'experimental' || least === 'experimental') return undefined;
  return gate(
    'LIFECYCLE',
    'conditional',
    evidence,
    'It is experimental: ask whether that is acceptable.',
    'Il est expérimental : demander si cela convient.',
  );
}

function excluded({ excludedBy }: Judged, { diagnostic }: Profile): Gate | undefined {
  const topic = excludedBy === undefined ? undefined : diagnostic.strategy.exclusions?.[excludedBy];
  if (topic === undefined) return undefined;
  return gate(
    'EXCLUDED',
    'fail',
    [`/strategy/exclusions/${excludedBy ?? 0}`],
    `The client ruled out "${topicText(topic)}".`,
    `Le client a exclu « ${topicText(topic)} ».`,
  );
}

function conflict({ entry, entries }: Judged, { places }: Profile): Gate | undefined {
  const others = entry.requires.conflictsWith.filter((id) => places.has(id));
  if (others.length === 0) return undefined;
  return gate(
    'CONFLICT',
    'conditional',
    others.map((id) => `/useCases/${places.get(id) ?? ''}`),
    `Cannot be chosen beside ${entryNames(others, entries, 'en')}.`,
    `Ne peut pas être choisi avec ${entryNames(others, entries, 'fr')}.`,
  );
}

function sectorsText(sectors: Entry['sectors'], language: 'en' | 'fr'): string {
  return list(
    sectors.map((each) => sectorNames[each][language]),
    language,
  );
}

function outOfProfile({ entry }: Judged, { diagnostic, icp }: Profile): Gate | undefined {
  const { sector } = diagnostic.company;
  if (entry.sectors.length > 0 && !entry.sectors.includes(sector)) {
    return gate(
      'OUT_OF_ICP',
      'warning',
      ['/company/sector'],
      `Meant for ${sectorsText(entry.sectors, 'en')}; the company's sector: ${sectorNames[sector].en}.`,
      `Prévu pour ${sectorsText(entry.sectors, 'fr')} ; secteur de l'entreprise : ${sectorNames[sector].fr}.`,
    );
  }
  if (icp !== 'outside') return undefined;
  return gate(
    'OUT_OF_ICP',
    'warning',
    ['/company/employees', '/company/revenueEUR', '/company/stage'],
    'The company is not of the size or stage these use cases were made for.',
    "L'entreprise n'a pas la taille ou le stade pour lesquels ces cas d'usage ont été conçus.",
  );
}

const gateFunctions: readonly GateFunction[] = [
  prohibitedUse,
  highRisk,
  dataMissing,
  legalBasis,
  residency,
  certification,
  cloud,
  modelProvider,
  skill,
  lifecycle,
  licence,
  excluded,
  conflict,
  outOfProfile,
];
