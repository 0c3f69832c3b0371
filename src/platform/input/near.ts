import { distance } from 'fastest-levenshtein';

/** Longer values are not compared: they are not typing mistakes. */
const WORD_MAX = 50;

/**
 * Returns a sentence, with a space before it, that names the one word that was likely meant: a word that differs in its
 * case, or in at most a third of its letters, else the only one that the given word begins with (`monday` for `mon`).
 * Empty if none is near, if two are equally near, or if only one is known.
 */
export function suggestionFor(given: unknown, known: readonly string[]): string {
  if (typeof given !== 'string' || given.length > WORD_MAX || known.length < 2) return '';
  const written = given.toLowerCase();
  const near = known
    .map((word) => ({ word, apart: distance(written, word.toLowerCase()) }))
    .filter(({ word, apart }) => apart <= Math.floor(Math.max(word.length, written.length) / 3))
    .sort((a, b) => a.apart - b.apart);
  const [first, second] = near;
  if (first === undefined) return begunBy(written, known);
  return first.apart === second?.apart ? '' : meaning(first.word);
}

const BEGINNING_MIN = 3;

function begunBy(written: string, known: readonly string[]): string {
  const begun = known.filter((word) => word.length >= BEGINNING_MIN && written.startsWith(word.toLowerCase()));
  return begun.length === 1 ? meaning(begun[0]!) : '';
}

const meaning = (word: string): string => ` Did you mean ${JSON.stringify(word)}?`;

/** Longer addresses are not compared: no person types them, but anybody may send them. */
const ADDRESS_MAX = 150;
const VERSION = 'v1';

/**
 * Returns the address that was most likely meant. It has as many parts, and each differs in at most a third of its
 * letters.
 * @param routes as the server knows them: `/v1/leads/:id`
 * @returns the address as the API document writes it: `/v1/leads/{id}`; null if none is near, or two are equally near
 */
export function nearAddress(path: string, routes: readonly string[]): string | null {
  if (path.length > ADDRESS_MAX) return null;
  const parts = partsOf(path.toLowerCase());
  const begun = parts.indexOf(VERSION);
  // `/leads` and `/api/v1/leads` mean `/v1/leads`.
  const meant = [parts, begun === -1 ? [VERSION, ...parts] : parts.slice(begun)];
  const near = [...new Set(routes)]
    .filter((route) => !route.includes('*'))
    .map((route) => ({ route, apart: Math.min(...meant.map((each) => apart(each, partsOf(route)))) }))
    .filter((each) => each.apart < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.apart - other.apart);
  const [first, second] = near;
  if (first === undefined || first.apart === second?.apart) return null;
  return first.route.replaceAll(/:(\w+)/g, '{$1}');
}

/** More are not listed: nobody reads them all. */
const BELOW_MAX = 20;

/** Returns the addresses that continue the given one by one part. Empty if there are more than a person would read. */
export function addressesBelow(path: string, routes: readonly string[]): readonly string[] {
  const parts = partsOf(path);
  const below = [...new Set(routes)].filter((route) => {
    const all = partsOf(route);
    return all.length === parts.length + 1 && !/[:*]/.test(route) && parts.every((part, index) => part === all[index]);
  });
  return parts.length === 0 || below.length > BELOW_MAX ? [] : below.sort();
}

/** Counts the letters in which two addresses differ; infinite if a part differs in too many. */
function apart(requested: readonly string[], route: readonly string[]): number {
  if (requested.length !== route.length || requested.length === 0) return Number.POSITIVE_INFINITY;
  return requested.reduce((sum, part, index) => sum + partsApart(part, route[index]!), 0);
}

/** Less than a letter: of two addresses that fit, the one without an id is nearer. */
const ID_APART = 0.1;

function partsApart(requested: string, part: string): number {
  if (part.startsWith(':')) return ID_APART;
  const letters = distance(requested, part.toLowerCase());
  return letters <= Math.floor(Math.max(requested.length, part.length) / 3) ? letters : Number.POSITIVE_INFINITY;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Cities that no time zone is named after, and short names of zones, by time zone. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'America/Chicago': ['austin', 'dallas', 'houston', 'minneapolis', 'central', 'cdt'],
  'America/Denver': ['salt_lake_city', 'mountain', 'mdt'],
  'America/Los_Angeles': ['las_vegas', 'portland', 'san_diego', 'san_francisco', 'seattle', 'pacific', 'pdt'],
  'America/New_York': ['atlanta', 'boston', 'miami', 'philadelphia', 'washington', 'eastern', 'edt'],
  'America/Sao_Paulo': ['brasilia', 'rio_de_janeiro'],
  'America/Toronto': ['montreal', 'ottawa'],
  'Asia/Dubai': ['abu_dhabi'],
  'Asia/Ho_Chi_Minh': ['hanoi'],
  'Asia/Jerusalem': ['tel_aviv'],
  'Asia/Kolkata': ['bangalore', 'bengaluru', 'chennai', 'delhi', 'hyderabad', 'mumbai', 'new_delhi', 'pune'],
  'Asia/Shanghai': ['beijing', 'guangzhou', 'shenzhen'],
  'Asia/Tokyo': ['kyoto', 'osaka'],
  'Australia/Sydney': ['canberra'],
  'Europe/Amsterdam': ['rotterdam', 'the_hague'],
  'Europe/Berlin': [
    'cologne',
    'düsseldorf',
    'frankfurt',
    'hamburg',
    'leipzig',
    'munich',
    'münchen',
    'stuttgart',
    'cest',
  ],
  'Europe/Istanbul': ['ankara'],
  'Europe/London': ['birmingham', 'cambridge', 'edinburgh', 'leeds', 'manchester', 'oxford'],
  'Europe/Madrid': ['barcelona', 'seville', 'valencia'],
  'Europe/Paris': ['bordeaux', 'lyon', 'marseille', 'toulouse'],
  'Europe/Rome': ['florence', 'milan', 'naples', 'turin'],
  'Europe/Stockholm': ['gothenburg', 'malmö'],
  'Europe/Warsaw': ['cracow', 'gdansk', 'krakow', 'wroclaw'],
  'Europe/Zurich': ['basel', 'bern', 'geneva', 'zürich'],
};

const SHOWN_MAX = 100;

/**
 * Returns the end of a sentence that says what was expected: what was sent instead, and the zone that was likely meant.
 */
export function notZone(sent: unknown): string {
  const given = String(sent).slice(0, SHOWN_MAX);
  return `, not ${JSON.stringify(given)}.${zoneMeantBy(given)}`;
}

/** Returns a suggestion, with a space before it; empty if no zone is near. */
function zoneMeantBy(given: string): string {
  const written = given.trim().replaceAll(' ', '_').toLowerCase();
  const place = written.slice(written.lastIndexOf('/') + 1);
  const zones = Intl.supportedValuesOf('timeZone');
  const named = zones.filter((zone) => zone.toLowerCase().endsWith(`/${place}`));
  const elsewhere = Object.keys(ELSEWHERE).find((zone) => ELSEWHERE[zone]!.includes(place));
  const meant = named.length === 1 ? named[0] : elsewhere;
  return meant === undefined ? suggestionFor(written, zones) : ` Did you mean ${JSON.stringify(meant)}?`;
}
