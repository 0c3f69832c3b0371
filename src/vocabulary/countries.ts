import { createRequire } from 'node:module';

/** Issues of a country: it was ambiguous and the likeliest one was assumed, or it is unknown and kept as sent. */
export const COUNTRY_ISSUES = ['guessedCountry', 'unknownCountry'] as const;
export type CountryIssue = (typeof COUNTRY_ISSUES)[number];

export interface ReadCountry {
  /** The ISO 3166-1 code of two letters; an unknown country remains as it was sent. */
  readonly country: string;
  readonly issue: CountryIssue | null;
}

type NamesByCode = Readonly<Record<string, string | readonly string[]>>;

/** The languages of Europe and the Americas in which most forms are filled in; names in others are unknown. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'nb', 'fi', 'cs'];

/** Common names that the library lacks, including parts of countries. */
const COMMON: Readonly<Record<string, string>> = {
  brd: 'DE',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  macedonia: 'MK',
  vatican: 'VA',
  'viet nam': 'VN',
  bosnia: 'BA',
  'republic of ireland': 'IE',
  'korea south': 'KR',
  drc: 'CD',
  'dr congo': 'CD',
  swiss: 'CH',
  'u s a': 'US',
  'n ireland': 'GB',
  schottland: 'GB',
  el: 'GR',
};

/** Ambiguous names: the state of the USA, the other Korea, the continent. */
const GUESSES: Readonly<Record<string, string>> = { georgia: 'GE', georgie: 'GE', korea: 'KR', america: 'US' };

export const GUESSED_CODES: ReadonlySet<string> = new Set(Object.values(GUESSES));

const UNKNOWN = Symbol('several countries');
const require = createRequire(import.meta.url);
let codes: ReadonlySet<string> | undefined;
let codesByName: ReadonlyMap<string, string | typeof UNKNOWN> | undefined;

/**
 * Returns the country for a code, a name or a common spelling, regardless of case, accents and full stops. A code of
 * three letters or digits becomes that of two.
 * @param isInUsa whether other data about the person indicates the USA: Georgia is the state then
 */
export function readCountry(sent: string, isInUsa = false): ReadCountry {
  if (isCode(sent)) return { country: sent.toUpperCase(), issue: null };
  const name = folded(sent);
  if (isInUsa && name === 'georgia') return { country: 'US', issue: 'guessedCountry' };
  if (Object.hasOwn(GUESSES, name)) return { country: GUESSES[name]!, issue: 'guessedCountry' };
  const code = namesOnce().get(name);
  return typeof code === 'string' ? { country: code, issue: null } : { country: sent, issue: 'unknownCountry' };
}

/** Reports whether a text is the code of Namibia, or "not available" (`N/A`), which forms send for no country at all. */
export function mayBeNotAvailable(sent: string): boolean {
  return /^n ?a$/.test(folded(sent));
}

function isCode(sent: string): boolean {
  codes ??= new Set(isoCodes().map(([two]) => two));
  return /^[a-z]{2}$/i.test(sent) && codes.has(sent.toUpperCase());
}

/** Builds one table for all languages on first use: 90 KB of the library's data, and none of its code. */
function namesOnce(): ReadonlyMap<string, string | typeof UNKNOWN> {
  codesByName ??= namesOf();
  return codesByName;
}

function namesOf(): ReadonlyMap<string, string | typeof UNKNOWN> {
  const byName = new Map<string, string | typeof UNKNOWN>();
  const add = (name: string, code: string) => {
    const known = byName.get(folded(name));
    // "Congo" may be either of two countries.
    byName.set(folded(name), known === undefined || known === code ? code : UNKNOWN);
  };
  for (const [two, three, digits] of isoCodes()) {
    add(two, two);
    add(three, two);
    add(digits, two);
  }
  for (const language of LANGUAGES) {
    const { countries } = require(`i18n-iso-countries/langs/${language}.json`) as { countries: NamesByCode };
    for (const [code, names] of Object.entries(countries)) for (const name of [names].flat()) add(name, code);
  }
  for (const [name, code] of Object.entries(COMMON)) byName.set(name, code);
  return byName;
}

function isoCodes(): readonly (readonly [two: string, three: string, digits: string])[] {
  return require('i18n-iso-countries/codes.json') as [string, string, string][];
}

/** Folds a name, so that "The U.S.A." equals "usa" and "Côte d’Ivoire" equals "Cote d'Ivoire". */
function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/[.'’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bthe\b/g, '')
    .replace(/ +/g, ' ')
    .trim();
}

/** SQL for the country of a lead: that of the person, else of their company. */
export const COUNTRY_OF_LEAD = `coalesce(lead.contact ->> 'country', lead.company ->> 'country')`;
