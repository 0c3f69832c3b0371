import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import { AREA_CODES } from './area-codes.js';
import { split, zonesOfCountry } from './zones-of-countries.js';

export interface NumberPlace {
  readonly zones: readonly string[];
  /** The country whose numbers begin so; null where several countries have them. */
  readonly country: string | null;
}

const NORTH_AMERICA = '1';
/** Whose numbers begin with a calling code that several countries share: the others are small and near. */
const MAIN: Readonly<Record<string, string>> = {
  7: 'RU',
  39: 'IT',
  44: 'GB',
  47: 'NO',
  61: 'AU',
  212: 'MA',
  262: 'RE',
  290: 'SH',
  358: 'FI',
  590: 'GP',
  599: 'CW',
};

/**
 * What comes after the calling code of countries with several zones, by their numbering plans. Mobile numbers mostly say
 * nothing; they have the zones of the country.
 */
const PREFIXES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  7: {
    'Asia/Almaty': '6 7',
    'Europe/Kaliningrad': '401',
    'Europe/Moscow': '36 47 48 49 81 82 83 86 87 841 843 844 845 847 855 856 857',
    'Europe/Samara': '341 842 846 848 851',
    'Asia/Yekaterinburg': '34 35',
    'Asia/Omsk': '381',
    'Asia/Krasnoyarsk': '382 383 384 385 388 390 391 394',
    'Asia/Irkutsk': '301 395',
    'Asia/Yakutsk': '302 411 416',
    'Asia/Vladivostok': '421 423 426',
    'Asia/Magadan': '413 424',
    'Asia/Kamchatka': '415 427',
  },
  34: { 'Atlantic/Canary': '822 828 922 928', 'Europe/Madrid': '8 9' },
  52: {
    'America/Mexico_City': '33 55 56 81 222 442 477 999',
    'America/Cancun': '983 984 987 998',
    'America/Tijuana': '646 661 663 664 665 686',
    'America/Hermosillo': '612 622 624 631 637 642 644 662 667 668 669 687',
  },
  55: {
    'America/Manaus': '65 66 67 69 92 95',
    'America/Manaus America/Rio_Branco': '97',
    'America/Rio_Branco': '68',
    'America/Sao_Paulo': '1 2 3 4 5 61 62 63 64 7 8 91 93 94 96 98 99',
  },
  61: {
    'Australia/Sydney': '2 3',
    'Australia/Brisbane': '7',
    'Australia/Adelaide Australia/Darwin Australia/Perth': '8',
  },
  64: { 'Pacific/Chatham': '3305', 'Pacific/Auckland': '3 4 6 7 9' },
  351: { 'Atlantic/Azores': '292 295 296', 'Europe/Lisbon': '2' },
};

const zonesByAreaCode = zonesByPrefix(AREA_CODES);
const zonesByPrefixOf = new Map(Object.entries(PREFIXES).map(([code, table]) => [code, zonesByPrefix(table)]));
/** Those that share the calling code 1, by their own zones: a number of Toronto is one of Canada. */
const NORTH_AMERICANS = ['US', 'CA'].map((country) => ({ country, zones: new Set(zonesOfCountry(country)) }));
let countriesByCode: ReadonlyMap<string, string> | undefined;

/** Where a number belongs, by its first digits. @param e164 such as +18085550100 @returns null where they do not say */
export function placeOfNumber(e164: string): NumberPlace | null {
  const digits = e164.slice(1);
  if (digits.startsWith(NORTH_AMERICA)) return northAmerican(digits);
  const code = [3, 2, 1].map((length) => digits.slice(0, length)).find((each) => countryByCode().has(each));
  if (code === undefined) return null;
  const zones = longest(zonesByPrefixOf.get(code), digits.slice(code.length));
  const country = code === '7' && zones?.includes('Asia/Almaty') === true ? 'KZ' : countryByCode().get(code)!;
  return { zones: zones ?? zonesOfCountry(country), country };
}

function northAmerican(digits: string): NumberPlace | null {
  const zones = zonesByAreaCode.get(digits.slice(1, 4));
  if (zones === undefined) return null;
  const country = NORTH_AMERICANS.find((each) => zones.every((zone) => each.zones.has(zone)))?.country;
  return { zones, country: country ?? null };
}

/** What the longest prefix says. */
function longest(
  table: ReadonlyMap<string, readonly string[]> | undefined,
  national: string,
): readonly string[] | undefined {
  if (table === undefined) return undefined;
  for (let length = 4; length > 0; length -= 1) {
    const zones = table.get(national.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return undefined;
}

function countryByCode(): ReadonlyMap<string, string> {
  countriesByCode ??= new Map(
    getCountries().map((country) => {
      const code = getCountryCallingCode(country);
      return [code, MAIN[code] ?? country];
    }),
  );
  return countriesByCode;
}

function zonesByPrefix(table: Readonly<Record<string, string>>): Map<string, readonly string[]> {
  return new Map(
    Object.entries(table).flatMap(([zones, prefixes]) => split(prefixes).map((prefix) => [prefix, split(zones)])),
  );
}
