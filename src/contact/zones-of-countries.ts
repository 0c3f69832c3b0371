import { getCountry, getTimezone } from 'countries-and-timezones';

/**
 * The inhabited zones of countries with several, from the IANA tz database in 2026. One stands for all with the same
 * time from now on. Outposts of a few hundred people are left out: they would shorten the contact hours of all others.
 */
const SEVERAL: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney Australia/Brisbane Australia/Adelaide Australia/Darwin Australia/Perth',
  BR: 'America/Sao_Paulo America/Manaus America/Rio_Branco',
  CA: `America/St_Johns America/Halifax America/Toronto America/Winnipeg America/Regina America/Edmonton
    America/Whitehorse America/Vancouver`,
  CD: 'Africa/Lagos Africa/Maputo',
  CL: 'America/Santiago America/Punta_Arenas Pacific/Easter',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil Pacific/Galapagos',
  ES: 'Europe/Madrid Atlantic/Canary',
  FM: 'Pacific/Port_Moresby Pacific/Guadalcanal',
  GL: 'America/Nuuk America/Thule America/Danmarkshavn',
  ID: 'Asia/Jakarta Asia/Makassar Asia/Jayapura',
  KI: 'Pacific/Tarawa Pacific/Kanton Pacific/Kiritimati',
  KZ: 'Asia/Almaty',
  MH: 'Pacific/Tarawa',
  MN: 'Asia/Ulaanbaatar Asia/Hovd',
  MX: `America/Mexico_City America/Cancun America/Hermosillo America/Tijuana America/Ciudad_Juarez
    America/Matamoros`,
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland Pacific/Chatham',
  PF: 'Pacific/Tahiti Pacific/Marquesas Pacific/Gambier',
  PG: 'Pacific/Port_Moresby Pacific/Bougainville',
  PS: 'Asia/Gaza',
  PT: 'Europe/Lisbon Atlantic/Azores',
  RU: `Europe/Kaliningrad Europe/Moscow Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Krasnoyarsk Asia/Irkutsk
    Asia/Yakutsk Asia/Vladivostok Asia/Magadan Asia/Kamchatka`,
  UA: 'Europe/Kyiv',
  US: `America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage
    America/Adak Pacific/Honolulu`,
  UZ: 'Asia/Tashkent',
  VN: 'Asia/Ho_Chi_Minh',
};

const known = new Map<string, readonly string[]>();

/** Returns the zones of a country, given its ISO 3166-1 code; empty if there is no such country. */
export function zonesOfCountry(code: string): readonly string[] {
  let zones = known.get(code);
  if (zones === undefined) {
    zones = Object.hasOwn(SEVERAL, code) ? split(SEVERAL[code]!) : onlyZone(code);
    // Requests may contain any text as a country; caching only real ones bounds the cache.
    if (zones.length > 0) known.set(code, zones);
  }
  return zones;
}

/** Prefers a zone named for the country: the database lists Iceland under Africa/Abidjan, which has the same time. */
function onlyZone(code: string): readonly string[] {
  const zone = getCountry(code)?.timezones[0];
  if (zone === undefined) return [];
  if (getTimezone(zone)?.countries[0] === code) return [zone];
  const names = [zone, ...getCountry(code, { deprecated: true })!.timezones.filter((name) => name.includes('/'))];
  const own = names.find((name) => getTimezone(name)?.countries.join() === code);
  return [own ?? zone];
}

export function split(zones: string): readonly string[] {
  return zones.trim().split(/\s+/);
}
