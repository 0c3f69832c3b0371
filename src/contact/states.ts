import { split } from './zones-of-countries.js';

/** A part of a country: what it is called, and the zones in which people live there. */
type States = Readonly<Record<string, readonly [names: string, zones: string]>>;

const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const PACIFIC = 'America/Los_Angeles';

/** By 49 CFR part 71: a state on both sides of a boundary has both zones. */
const UNITED_STATES: States = {
  AL: ['Alabama', CENTRAL],
  AK: ['Alaska', 'America/Anchorage America/Adak'],
  AS: ['American Samoa', 'Pacific/Pago_Pago'],
  AZ: ['Arizona', 'America/Phoenix'],
  AR: ['Arkansas', CENTRAL],
  CA: ['California', PACIFIC],
  CO: ['Colorado', MOUNTAIN],
  CT: ['Connecticut', EASTERN],
  DE: ['Delaware', EASTERN],
  DC: ['District of Columbia|Washington DC', EASTERN],
  FL: ['Florida', `${EASTERN} ${CENTRAL}`],
  GA: ['Georgia', EASTERN],
  GU: ['Guam', 'Pacific/Guam'],
  HI: ['Hawaii', 'Pacific/Honolulu'],
  ID: ['Idaho', `${MOUNTAIN} ${PACIFIC}`],
  IL: ['Illinois', CENTRAL],
  IN: ['Indiana', `${EASTERN} ${CENTRAL}`],
  IA: ['Iowa', CENTRAL],
  KS: ['Kansas', `${CENTRAL} ${MOUNTAIN}`],
  KY: ['Kentucky', `${EASTERN} ${CENTRAL}`],
  LA: ['Louisiana', CENTRAL],
  ME: ['Maine', EASTERN],
  MD: ['Maryland', EASTERN],
  MA: ['Massachusetts', EASTERN],
  MI: ['Michigan', `${EASTERN} ${CENTRAL}`],
  MN: ['Minnesota', CENTRAL],
  MP: ['Northern Mariana Islands', 'Pacific/Guam'],
  MS: ['Mississippi', CENTRAL],
  MO: ['Missouri', CENTRAL],
  MT: ['Montana', MOUNTAIN],
  NE: ['Nebraska', `${CENTRAL} ${MOUNTAIN}`],
  NV: ['Nevada', PACIFIC],
  NH: ['New Hampshire', EASTERN],
  NJ: ['New Jersey', EASTERN],
  NM: ['New Mexico', MOUNTAIN],
  NY: ['New York', EASTERN],
  NC: ['North Carolina', EASTERN],
  ND: ['North Dakota', `${CENTRAL} ${MOUNTAIN}`],
  OH: ['Ohio', EASTERN],
  OK: ['Oklahoma', CENTRAL],
  OR: ['Oregon', `${PACIFIC} ${MOUNTAIN}`],
  PA: ['Pennsylvania', EASTERN],
  PR: ['Puerto Rico', 'America/Puerto_Rico'],
  RI: ['Rhode Island', EASTERN],
  SC: ['South Carolina', EASTERN],
  SD: ['South Dakota', `${CENTRAL} ${MOUNTAIN}`],
  TN: ['Tennessee', `${CENTRAL} ${EASTERN}`],
  TX: ['Texas', `${CENTRAL} ${MOUNTAIN}`],
  UT: ['Utah', MOUNTAIN],
  VT: ['Vermont', EASTERN],
  VA: ['Virginia', EASTERN],
  VI: ['Virgin Islands', 'America/Puerto_Rico'],
  WA: ['Washington|Washington State', PACIFIC],
  WV: ['West Virginia', EASTERN],
  WI: ['Wisconsin', CENTRAL],
  WY: ['Wyoming', MOUNTAIN],
};

/** As the provinces set it, by the IANA tz database. */
const CANADA: States = {
  AB: ['Alberta', 'America/Edmonton'],
  BC: ['British Columbia|Colombie-Britannique', 'America/Vancouver America/Edmonton'],
  MB: ['Manitoba', 'America/Winnipeg'],
  NB: ['New Brunswick|Nouveau-Brunswick', 'America/Halifax'],
  NL: ['Newfoundland and Labrador|Newfoundland|Terre-Neuve-et-Labrador', 'America/St_Johns America/Halifax'],
  NT: ['Northwest Territories|Territoires du Nord-Ouest', 'America/Edmonton'],
  NS: ['Nova Scotia|Nouvelle-Écosse', 'America/Halifax'],
  NU: ['Nunavut', 'America/Toronto America/Winnipeg America/Edmonton'],
  ON: ['Ontario', 'America/Toronto America/Winnipeg'],
  PE: ['Prince Edward Island|Île-du-Prince-Édouard', 'America/Halifax'],
  QC: ['Quebec|Québec', 'America/Toronto'],
  SK: ['Saskatchewan', 'America/Regina'],
  YT: ['Yukon', 'America/Whitehorse'],
};

const AUSTRALIA: States = {
  ACT: ['Australian Capital Territory', 'Australia/Sydney'],
  NSW: ['New South Wales', 'Australia/Sydney'],
  NT: ['Northern Territory', 'Australia/Darwin'],
  QLD: ['Queensland', 'Australia/Brisbane'],
  SA: ['South Australia', 'Australia/Adelaide'],
  TAS: ['Tasmania', 'Australia/Sydney'],
  VIC: ['Victoria', 'Australia/Sydney'],
  WA: ['Western Australia', 'Australia/Perth'],
};

const BRASILIA = 'America/Sao_Paulo';
const AMAZON = 'America/Manaus';
const BRAZIL: States = {
  AC: ['Acre', 'America/Rio_Branco'],
  AL: ['Alagoas', BRASILIA],
  AM: ['Amazonas', `${AMAZON} America/Rio_Branco`],
  AP: ['Amapá', BRASILIA],
  BA: ['Bahia', BRASILIA],
  CE: ['Ceará', BRASILIA],
  DF: ['Distrito Federal', BRASILIA],
  ES: ['Espírito Santo', BRASILIA],
  GO: ['Goiás', BRASILIA],
  MA: ['Maranhão', BRASILIA],
  MG: ['Minas Gerais', BRASILIA],
  MS: ['Mato Grosso do Sul', AMAZON],
  MT: ['Mato Grosso', AMAZON],
  PA: ['Pará', BRASILIA],
  PB: ['Paraíba', BRASILIA],
  PE: ['Pernambuco', BRASILIA],
  PI: ['Piauí', BRASILIA],
  PR: ['Paraná', BRASILIA],
  RJ: ['Rio de Janeiro', BRASILIA],
  RN: ['Rio Grande do Norte', BRASILIA],
  RO: ['Rondônia', AMAZON],
  RR: ['Roraima', AMAZON],
  RS: ['Rio Grande do Sul', BRASILIA],
  SC: ['Santa Catarina', BRASILIA],
  SE: ['Sergipe', BRASILIA],
  SP: ['São Paulo', BRASILIA],
  TO: ['Tocantins', BRASILIA],
};

/** The countries whose parts tell more of the zone than the country does, and write them in their addresses. */
const STATES: Readonly<Record<string, States>> = { US: UNITED_STATES, CA: CANADA, AU: AUSTRALIA, BR: BRAZIL };

const codesByName = new Map(
  Object.entries(STATES).map(([country, states]) => [
    country,
    new Map(
      Object.entries(states).flatMap(([code, [names]]) =>
        [code, `${country}-${code}`, ...names.split('|')].map((name) => [foldedName(name), code] as const),
      ),
    ),
  ]),
);

/** The code of a part of a country, by its code or its name. @returns null where it is not known */
export function stateOf(country: string, region: string): string | null {
  return codesByName.get(country)?.get(foldedName(region)) ?? null;
}

/** @param state by its code */
export function zonesOfState(country: string, state: string): readonly string[] {
  const known = STATES[country]?.[state];
  return known === undefined ? [] : split(known[1]);
}

/** Names compare without case, accents and full stops. */
export function foldedName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
