import { startCopying } from './copy.ts';
import { placeOfPage } from './page.ts';

const copied = { en: 'Copied', fr: 'Copié' } as const;

startCopying(document, copied[placeOfPage().language]);
