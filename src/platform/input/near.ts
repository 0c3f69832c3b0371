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
