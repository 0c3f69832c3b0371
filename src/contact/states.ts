import { split } from './zones-of-countries.js';

/** The parts of a country by code, each with its names and the zones in which people live there. */
type States = Readonly<Record<string, readonly [names: string, zones: string]>>;

const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const PACIFIC = 'America/Los_Angeles';

/** From 49 CFR part 71; a state on both sides of a boundary has both zones. */
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

/** As set by the provinces, from the IANA tz database. */
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

/** Countries whose parts determine the zone better than the country does and are part of addresses. */
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

/** @param region a code or a name @returns null if unknown */
export function stateOf(country: string, region: string): string | null {
  return codesByName.get(country)?.get(foldedName(region)) ?? null;
}

/** @param state its code */
export function zonesOfState(country: string, state: string): readonly string[] {
  const known = STATES[country]?.[state];
  return known === undefined ? [] : split(known[1]);
}

/** Folds a name so that comparisons ignore case, accents and full stops. */
export function foldedName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Each entry holds from its code up to the next one; `-` for no state. */
type Ranges = readonly (readonly [from: number, state: string])[];

/** By the first three digits of ZIP codes, from the United States Postal Service. */
const ZIP_PREFIXES =
  ranges(`5 NY 6 PR 8 VI 9 PR 10 MA 28 RI 30 NH 39 ME 50 VT 55 MA 56 VT 60 CT 70 NJ 90 - 100 NY 150 PA
  197 DE 200 DC 201 VA 202 DC 206 MD 220 VA 247 WV 269 - 270 NC 290 SC 300 GA 320 FL 340 - 341 FL 350 AL 370 TN 386 MS
  398 GA 400 KY 430 OH 460 IN 480 MI 500 IA 530 WI 550 MN 569 DC 570 SD 580 ND 590 MT 600 IL 630 MO 660 KS 680 NE 700 LA
  716 AR 730 OK 733 TX 734 OK 750 TX 800 CO 820 WY 832 ID 840 UT 850 AZ 870 NM 885 TX 889 NV 900 CA 962 - 967 HI 969 GU
  970 OR 980 WA 995 AK`);

/** By four digits, from Australia Post. */
const AUSTRALIAN = ranges(`200 ACT 300 - 800 NT 1000 NSW 2600 ACT 2619 NSW 2900 ACT 2921 NSW 3000 VIC 4000 QLD 5000 SA
  6000 WA 7000 TAS 8000 VIC 9000 QLD`);

/** By the first two digits of a CEP, from the Correios. */
const BRAZILIAN = ranges(`1 SP 20 RJ 29 ES 30 MG 40 BA 49 SE 50 PE 57 AL 58 PB 59 RN 60 CE 64 PI 65 MA 66 PA 69 AM 70 DF
  74 GO 77 TO 78 MT 79 MS 80 PR 88 SC 90 RS`);

/** By the first letter, from Canada Post. X is missing, because it covers two territories. */
const CANADIAN: Readonly<Record<string, string>> = {
  A: 'NL',
  B: 'NS',
  C: 'PE',
  E: 'NB',
  G: 'QC',
  H: 'QC',
  J: 'QC',
  K: 'ON',
  L: 'ON',
  M: 'ON',
  N: 'ON',
  P: 'ON',
  R: 'MB',
  S: 'SK',
  T: 'AB',
  V: 'BC',
  Y: 'YT',
};

const READERS: Readonly<Record<string, (code: string) => string | null>> = {
  US: (code) => (/^\d{5}(-?\d{4})?$/.test(code) ? within(ZIP_PREFIXES, Number(code.slice(0, 3))) : null),
  CA: (code) => (/^[A-Z]\d[A-Z]( ?\d[A-Z]\d)?$/.test(code) ? (CANADIAN[code[0]!] ?? null) : null),
  AU: (code) => (/^\d{3,4}$/.test(code) ? within(AUSTRALIAN, Number(code)) : null),
  // Some codes that begin with 68, 69 and 76 belong to smaller states, which need more digits to identify.
  BR: (code) => (/^\d{5}-?\d{3}$/.test(code) ? brazilian(code) : null),
};

/** @returns null if unknown */
export function stateOfPostalCode(country: string, postalCode: string): string | null {
  return READERS[country]?.(postalCode.trim().toUpperCase()) ?? null;
}

function brazilian(code: string): string | null {
  const first3 = Number(code.slice(0, 3));
  if (first3 === 689) return 'AP';
  if (first3 === 693) return 'RR';
  if (first3 === 699) return 'AC';
  if (first3 === 768 || first3 === 769) return 'RO';
  return within(BRAZILIAN, Number(code.slice(0, 2)));
}

function ranges(text: string): Ranges {
  const words = text.trim().split(/\s+/);
  return Array.from({ length: words.length / 2 }, (_, index) => [Number(words[index * 2]), words[index * 2 + 1]!]);
}

function within(known: Ranges, number: number): string | null {
  const state = known.findLast(([from]) => from <= number)?.[1] ?? '-';
  return state === '-' ? null : state;
}
