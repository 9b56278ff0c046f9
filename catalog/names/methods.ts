import type { Text } from '../dated.ts';
import type { Names } from './names.ts';
import { name } from './names.ts';

/** How use cases do what they do, by what their entries say; products keep their names. */
export const methodNames: Names<string> = {
  ...french({
    '(s,S) policy': 'politique (s,S)',
    'BPE and unigram training': 'apprentissage BPE et unigramme',
    'Theta and ETS': 'Theta et ETS',
    'additive trend and season model': 'modèle additif de tendance et de saison',
    'agents with approvals': 'agents soumis à validation',
    'association rules': "règles d'association",
    'attribute check': 'contrôle des attributs',
    clustering: 'partitionnement (clustering)',
    'document parser': 'lecture structurée de documents',
    embeddings: 'plongements (embeddings)',
    'forecast residuals': 'écarts à la prévision',
    'gradient boosting': 'gradient boosting',
    'gradient boosting on lags': 'gradient boosting sur les valeurs passées',
    'gradient boosting, calibrated': 'gradient boosting calibré',
    'hierarchical forecast': 'prévision hiérarchique',
    'isolation forest': "forêt d'isolation",
    'k-means with bootstrap stability': 'k-moyennes, stabilité vérifiée par bootstrap',
    'language-model agent': 'agent à modèle de langage',
    'language-model planner': 'planification par modèle de langage',
    'language-model triage': 'tri par modèle de langage',
    'large language model': 'grand modèle de langage',
    'large language model over a semantic layer': 'grand modèle de langage sur une couche sémantique',
    'large language model with typed output': 'grand modèle de langage à sortie typée',
    'lead score': 'score des prospects',
    'logistic regression': 'régression logistique',
    'long-context language model with citations': 'modèle de langage à contexte long, avec citations',
    'payment-delay model': 'modèle des retards de paiement',
    'price variance': 'écarts de prix',
    'profiling rules': 'règles de profilage',
    'pytest harness': "banc d'essai pytest",
    'retrieval-augmented generation': 'génération augmentée par recherche (RAG)',
    'retrieval-augmented generation with access filter':
      'génération augmentée par recherche (RAG), filtrée par les droits',
    'robust z-score': 'score z robuste',
    rules: 'règles',
    'seasonal naive': 'naïf saisonnier',
    'sequence mining': 'fouille de séquences',
    'those of df-forecast, ca-segment and df-anomaly': 'celles de df-forecast, ca-segment et df-anomaly',
    'validation rules': 'règles de validation',
  }),
  ...french(
    same([
      'Anthropic',
      'BG/NBD',
      'Gamma-Gamma',
      'Google',
      'Meta',
      'Mistral AI',
      'OpenAI',
      'PyTorch',
      'RFM',
      'STL',
      'Sentence-Transformers',
      'Transformers',
      'Z.ai',
      'spaCy',
    ]),
  ),
};

/** Units of indicators. */
export const unitNames: Names<string> = {
  ...french({
    '% of product-days': '% des jours-produits',
    EUR: '€',
    'EUR/year': '€/an',
    'USD/TB/month': 'USD/To/mois',
    count: 'nombre',
    days: 'jours',
    'errors/report': 'erreurs/rapport',
    hours: 'heures',
    'hours/month': 'heures/mois',
    'hours/week': 'heures/semaine',
    'ideas/week': 'idées/semaine',
    'items/month': 'unités/mois',
    'items/week': 'unités/semaine',
    months: 'mois',
    'of 6': 'sur 6',
    'patterns/week': 'motifs/semaine',
    'per month': 'par mois',
    'posts/week': 'publications/semaine',
    'score of 5': 'note sur 5',
    'tokens/s': 'jetons/s',
    users: 'utilisateurs',
    'visits/month': 'visites/mois',
  }),
  ...french(same(['%', 'minutes', 'ms', 'ratio', 'score'])),
};

/** A method or a unit in a language; as the entry has it where it is not listed (an entry of a client's own catalog). */
export function termText(names: Names<string>, term: string, language: keyof Text): string {
  return names[term]?.[language] ?? term;
}

function french(terms: Readonly<Record<string, string>>): Names<string> {
  return Object.fromEntries(Object.entries(terms).map(([en, fr]) => [en, name(en, fr)]));
}

function same(terms: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(terms.map((term) => [term, term]));
}
