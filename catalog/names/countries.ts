import type { Text } from '../dated.ts';
import { name } from './names.ts';
import type { Names } from './names.ts';

/** Countries of the European Economic Area and those next to it, by their ISO code. */
const countryNames: Names<string> = {
  AT: name('Austria', 'Autriche'),
  BE: name('Belgium', 'Belgique'),
  BG: name('Bulgaria', 'Bulgarie'),
  CH: name('Switzerland', 'Suisse'),
  CY: name('Cyprus', 'Chypre'),
  CZ: name('Czechia', 'Tchéquie'),
  DE: name('Germany', 'Allemagne'),
  DK: name('Denmark', 'Danemark'),
  EE: name('Estonia', 'Estonie'),
  ES: name('Spain', 'Espagne'),
  FI: name('Finland', 'Finlande'),
  FR: name('France', 'France'),
  GB: name('United Kingdom', 'Royaume-Uni'),
  GR: name('Greece', 'Grèce'),
  HR: name('Croatia', 'Croatie'),
  HU: name('Hungary', 'Hongrie'),
  IE: name('Ireland', 'Irlande'),
  IS: name('Iceland', 'Islande'),
  IT: name('Italy', 'Italie'),
  LI: name('Liechtenstein', 'Liechtenstein'),
  LT: name('Lithuania', 'Lituanie'),
  LU: name('Luxembourg', 'Luxembourg'),
  LV: name('Latvia', 'Lettonie'),
  MC: name('Monaco', 'Monaco'),
  MT: name('Malta', 'Malte'),
  NL: name('Netherlands', 'Pays-Bas'),
  NO: name('Norway', 'Norvège'),
  PL: name('Poland', 'Pologne'),
  PT: name('Portugal', 'Portugal'),
  RO: name('Romania', 'Roumanie'),
  SE: name('Sweden', 'Suède'),
  SI: name('Slovenia', 'Slovénie'),
  SK: name('Slovakia', 'Slovaquie'),
  US: name('United States', 'États-Unis'),
};

/** The name of a country; the code itself where it has none here, and any longer place as it is. */
export function countryName(place: string): Text {
  return countryNames[place] ?? name(place, place);
}
