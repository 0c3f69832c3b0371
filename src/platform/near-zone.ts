import { meantBy } from './close-word.js';

/** Places after which no zone is named, and short names of zones, by the zone that holds there. */
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

/** The end of a sentence that says what was expected: what was sent instead, and the zone that was likely meant. */
export function notZone(sent: unknown): string {
  const given = String(sent).slice(0, SHOWN_MAX);
  return `, not ${JSON.stringify(given)}.${zoneMeantBy(given)}`;
}

/** With a space before it; empty where none is near. */
function zoneMeantBy(given: string): string {
  const written = given.trim().replaceAll(' ', '_').toLowerCase();
  const place = written.slice(written.lastIndexOf('/') + 1);
  const zones = Intl.supportedValuesOf('timeZone');
  const named = zones.filter((zone) => zone.toLowerCase().endsWith(`/${place}`));
  const elsewhere = Object.keys(ELSEWHERE).find((zone) => ELSEWHERE[zone]!.includes(place));
  const meant = named.length === 1 ? named[0] : elsewhere;
  return meant === undefined ? meantBy(written, zones) : ` Did you mean ${JSON.stringify(meant)}?`;
}
