import { questionBank } from '../../questions.data.ts';
import { rubric, rubricVersion } from '../../rubric.data.ts';
import type { AxisRubric } from '../../rubric.data.ts';
import type { LevelQuestion, Section } from '../question.ts';
import { say } from '../words.ts';

/** The questions of the bank about one axis. */
function questionsOf({ axis, preferredEvidence }: AxisRubric): readonly LevelQuestion[] {
  return questionBank
    .filter((question) => question.axis === axis)
    .map(({ id, text, levels }) => ({
      id,
      kind: 'level',
      at: `/maturity/questions/=${id}/answer`,
      text,
      help: say(
        `2 and 4 lie between what is written; halves are allowed. Best evidence: ${preferredEvidence.en}.`,
        `2 et 4 se situent entre ce qui est écrit ; les demis sont permis. Meilleure preuve : ${preferredEvidence.fr}.`,
      ),
      min: 0,
      max: 5,
      step: 0.5,
      anchors: levels,
      item: { axis },
      sets: { '/maturity/rubricVersion': rubricVersion },
      minutes: 1.3,
    }));
}

/** One section per axis of maturity, in the order of the rubric. */
export const maturity: readonly Section[] = rubric.map((axis) => ({
  id: `maturity-${axis.axis}`,
  title: say(`Maturity: ${axis.name.en}`, `Maturité : ${axis.name.fr}`),
  intro: say(
    'In a workshop with those who do the work. Read the levels aloud, then ask for an example.',
    'En atelier, avec celles et ceux qui font le travail. Lire les niveaux, puis demander un exemple.',
  ),
  parts: questionsOf(axis),
}));
