import type { Diagnostic } from '../schema/generated/types.ts';
import { skillNames } from '../names/client.ts';
import { objectKindNames } from '../names/data.ts';
import { questionBank } from '../diagnostic/questions.data.ts';
import { rubric } from '../diagnostic/rubric.data.ts';
import { skills } from '../selection/profile.ts';
import type { Context } from './context.ts';
import { answerWords } from './texts/answers.ts';

type Measured = NonNullable<NonNullable<Diagnostic['maturity']>['axes']>['strategy'];
type Judged = NonNullable<Measured>;

/** One judged answer of a diagnostic, in words. */
export interface GivenAnswer {
  /** What was asked, and of what. */
  readonly place: string;
  readonly pointer: string;
  readonly value: string | undefined;
  /** What is left open, where only a range is known. */
  readonly range: string | undefined;
  readonly status: Judged['status'];
  readonly confidence: Judged['confidence'] | undefined;
  readonly evidence: readonly Judged['evidence'][number][];
  readonly note: string | undefined;
}

/** Every answer that carries a status, in the order of the diagnostic. */
export function answersOf(context: Context): readonly GivenAnswer[] {
  return [
    ...maturityAnswers(context),
    ...sourceAnswers(context),
    ...teamAnswers(context),
    ...useCaseAnswers(context),
    ...limitAnswers(context),
  ];
}

/** Whether nobody knows: it was asked, and no single value came back. */
export function isOpen({ status, value }: GivenAnswer): boolean {
  return status === 'unknown' || status === 'refused' || (value === undefined && status !== 'not_applicable');
}

function maturityAnswers({ diagnostic: { maturity }, say, amount }: Context): readonly GivenAnswer[] {
  const questionName = (id: string): string => {
    const question = questionBank.find((each) => each.id === id);
    return `${say(answerWords.maturity)}${say(answerWords.colon)}${question === undefined ? id : say(question.text)}`;
  };
  const stated = rubric.flatMap(({ axis, name }) => {
    const answer = maturity?.axes?.[axis];
    return answer === undefined
      ? []
      : [
          judged(
            `${say(answerWords.maturity)}${say(answerWords.colon)}${say(name)}`,
            `/maturity/axes/${axis}`,
            answer,
            (value) => amount(value, 1),
          ),
        ];
  });
  const asked = (maturity?.questions ?? []).map(({ id, answer }, index) =>
    judged(questionName(id), `/maturity/questions/${index}`, answer, (value) => amount(value, 1)),
  );
  return [...stated, ...asked];
}

function sourceAnswers({ diagnostic: { dataSources }, say, amount }: Context): readonly GivenAnswer[] {
  return dataSources.flatMap((source, index) => {
    const pointer = `/dataSources/${index}`;
    const bare = (field: 'access' | 'pii' | 'legalBasis'): readonly GivenAnswer[] =>
      source[field] === 'unknown'
        ? [
            unanswered(
              `${source.name}${say(answerWords.colon)}${say(answerWords[field])}`,
              `${pointer}/${field}`,
            ),
          ]
        : [];
    return [
      ...bare('access'),
      ...bare('pii'),
      ...bare('legalBasis'),
      ...(source.volumeGB === undefined
        ? []
        : [
            amounts(
              `${source.name}${say(answerWords.colon)}${say(answerWords.volume)}`,
              `${pointer}/volumeGB`,
              source.volumeGB,
              (value) => amount(value, value < 1 ? 2 : 0),
            ),
          ]),
      ...source.objects.flatMap((object, place) => {
        const name = `${source.name}, ${say(objectKindNames[object.kind])}${say(answerWords.colon)}`;
        const at = `${pointer}/objects/${place}`;
        return [
          judged(`${name}${say(answerWords.history)}`, `${at}/historyMonths`, object.historyMonths, (value) =>
            amount(value),
          ),
          judged(`${name}${say(answerWords.quality)}`, `${at}/quality`, object.quality, (value) =>
            amount(value),
          ),
        ];
      }),
    ];
  });
}

function teamAnswers({ diagnostic: { team }, say, amount }: Context): readonly GivenAnswer[] {
  return skills.flatMap((skill) => {
    const answer = team.levels[skill];
    const place = `${say(answerWords.team)}${say(answerWords.colon)}${say(skillNames[skill])}`;
    return answer === undefined
      ? [unanswered(place, `/team/levels/${skill}`)]
      : [judged(place, `/team/levels/${skill}`, answer, (value) => amount(value))];
  });
}

function useCaseAnswers({ diagnostic: { useCases }, say, nameOf, money }: Context): readonly GivenAnswer[] {
  return useCases.flatMap((useCase, index) => {
    const pointer = `/useCases/${index}`;
    const name = `${nameOf(useCase.id)}${say(answerWords.colon)}`;
    return [
      amounts(
        `${name}${say(answerWords.benefit)}`,
        `${pointer}/benefitEURPerYear`,
        useCase.benefitEURPerYear,
        money,
      ),
      ...(useCase.decisionEffect === 'unknown'
        ? [unanswered(`${name}${say(answerWords.decisionEffect)}`, `${pointer}/decisionEffect`)]
        : []),
      ...(useCase.affectsPersons === 'unknown'
        ? [unanswered(`${name}${say(answerWords.affectsPersons)}`, `${pointer}/affectsPersons`)]
        : []),
    ];
  });
}

function limitAnswers({ diagnostic: { constraints }, say }: Context): readonly GivenAnswer[] {
  const { capexEUR, opexEURPerMonth, weeksAvailable } = constraints;
  return [
    ...(capexEUR.max === null ? [unanswered(say(answerWords.capex), '/constraints/capexEUR/max')] : []),
    ...(opexEURPerMonth.max === null
      ? [unanswered(say(answerWords.opex), '/constraints/opexEURPerMonth/max')]
      : []),
    ...(weeksAvailable === null ? [unanswered(say(answerWords.weeks), '/constraints/weeksAvailable')] : []),
  ];
}

function unanswered(place: string, pointer: string): GivenAnswer {
  return {
    place,
    pointer,
    value: undefined,
    range: undefined,
    status: 'unknown',
    confidence: undefined,
    evidence: [],
    note: undefined,
  };
}

function judged(
  place: string,
  pointer: string,
  { value, low, high, status, confidence, evidence, note }: Judged,
  write: (value: number) => string,
): GivenAnswer {
  return {
    place,
    pointer,
    value: value === null ? undefined : write(value),
    range: low === undefined || high === undefined ? undefined : `${write(low)}–${write(high)}`,
    status,
    confidence,
    evidence,
    note,
  };
}

type Amount = Diagnostic['useCases'][number]['benefitEURPerYear'];

function amounts(
  place: string,
  pointer: string,
  amount: Amount,
  write: (value: number) => string,
): GivenAnswer {
  const { low, mid, high, status, confidence, evidence = [], note } = amount;
  return {
    place,
    pointer,
    value: mid === null ? undefined : write(mid),
    range: low === null || high === null ? undefined : `${write(low)}–${write(high)}`,
    status: status ?? (mid === null ? 'unknown' : 'answered'),
    confidence,
    evidence,
    note,
  };
}
