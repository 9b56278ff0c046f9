import { words } from './words.ts';

/** Words that mean the same to who searches, English and French together. */
const groups: readonly (readonly string[])[] = [
  ['forecast', 'forecasting', 'prediction', 'prévision', 'prévisionnel', 'prévoir', 'prédiction'],
  ['demand', 'demande'],
  ['sales', 'sale', 'ventes', 'vente'],
  ['stock', 'inventory', 'stocks', 'inventaire'],
  ['reorder', 'replenishment', 'réapprovisionnement', 'commande'],
  ['stockout', 'rupture', 'shortage'],
  ['customer', 'client', 'clientèle', 'clients'],
  ['segmentation', 'segment', 'clustering', 'typologie'],
  ['churn', 'attrition', 'retention', 'fidélisation', 'rétention'],
  ['ltv', 'clv', 'lifetime', 'vie'],
  ['basket', 'panier', 'purchase', 'achat'],
  ['revenue', 'turnover', 'chiffre', 'ca'],
  ['cash', 'treasury', 'trésorerie', 'liquidity', 'liquidité'],
  ['expense', 'spend', 'dépense', 'procurement', 'coût'],
  ['fraud', 'fraude'],
  ['anomaly', 'outlier', 'anomalie', 'aberrant', 'spike', 'pic'],
  ['season', 'seasonality', 'saison', 'saisonnalité', 'saisonnier', 'seasonal'],
  ['invoice', 'facture', 'facturation', 'billing'],
  ['contract', 'contrat'],
  ['document', 'documentation'],
  ['report', 'reporting', 'rapport'],
  ['feedback', 'review', 'avis', 'retour', 'sentiment'],
  ['chatbot', 'bot', 'assistant', 'conversational', 'conversationnel'],
  ['support', 'helpdesk', 'assistance'],
  ['lead', 'prospect', 'qualification'],
  ['knowledge', 'connaissance', 'kb'],
  ['process', 'workflow', 'processus'],
  ['automation', 'automatisation', 'automate'],
  ['email', 'mail', 'newsletter', 'courriel'],
  ['content', 'contenu', 'copy', 'rédaction', 'texte'],
  ['product', 'produit', 'article'],
  ['description', 'fiche'],
  ['social', 'sociaux'],
  ['warehouse', 'entrepôt'],
  ['data', 'donnée'],
  ['quality', 'qualité'],
  ['security', 'sécurité'],
  ['monitoring', 'supervision', 'surveillance', 'suivi'],
  ['search', 'recherche'],
  ['agent', 'agents'],
  ['cost', 'price', 'prix', 'coût'],
  ['maturity', 'maturité', 'diagnostic', 'assessment', 'audit'],
  ['language', 'langue', 'langage'],
  ['model', 'modèle'],
];

const bySynonym = new Map<string, Set<string>>();
for (const group of groups) {
  const members = group.flatMap(words);
  for (const word of members) {
    const known = bySynonym.get(word) ?? new Set<string>();
    for (const member of members) if (member !== word) known.add(member);
    bySynonym.set(word, known);
  }
}

/** Other words for a word, both as `words` makes them. */
export function synonymsOf(word: string): ReadonlySet<string> {
  return bySynonym.get(word) ?? new Set();
}
