import type { Schemas } from '../api/api.js';

export const CLOCK_STATES: Readonly<Record<Schemas['Clock']['state'], string>> = {
  running: 'running',
  met: 'kept',
  breached: 'missed',
  cancelled: 'ended',
  paused: 'paused',
};

/** What became of a first response that no policy promises: it is measured, so it is neither kept nor missed. */
const MEASURED: Readonly<Partial<Record<Schemas['Clock']['state'], string>>> = { running: 'measured', met: 'made' };

/** Says what became of a promise about a lead. */
export function clockStateOf({ kind, state, target }: Pick<Schemas['Clock'], 'kind' | 'state' | 'target'>): string {
  const isMeasured = kind === 'leadResponse' && target === undefined;
  return (isMeasured && MEASURED[state]) || CLOCK_STATES[state];
}

/** `1 lead`, `3 leads`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Words that the API writes as parts of names, as people write them. */
const SPELLINGS: Readonly<Record<string, string>> = {
  api: 'API',
  arr: 'ARR',
  crm: 'CRM',
  email: 'e-mail',
  'google ads': 'Google Ads',
  hmac: 'HMAC',
  linkedin: 'LinkedIn',
  oauth: 'OAuth',
  sms: 'SMS',
  tiktok: 'TikTok',
  url: 'URL',
};
const SPELLED = new RegExp(`\\b(?:${Object.keys(SPELLINGS).join('|')})\\b`, 'g');

/** `earlierOwner`, `earlier_owner` → `earlier owner`, `notAFit` → `not a fit`, `tokenUrl` → `token URL` */
export function spelledOut(name: string): string {
  return name
    .replaceAll(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])|_/g, '$1$2 ')
    .toLowerCase()
    .trim()
    .replaceAll(SPELLED, (word) => SPELLINGS[word]!);
}

/** `decisionMaker` → `Decision maker` */
export function titled(name: string): string {
  const words = spelledOut(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const NAMES =
  /^(?:Google Ads|HubSpot|LinkedIn|Meta|Microsoft|Slack|TikTok|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b/;

/** A title within a sentence: `First touch` → `first touch`; `SMS` and `Google Ads` stay. */
export function lowered(title: string): string {
  return /^[A-Z][^A-Z]/.test(title) && !NAMES.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** Ids in other systems: `hubspot 77, erp 4711`. */
export const knownAs = (refs: Readonly<Record<string, string>>): string =>
  Object.entries(refs)
    .map(([system, ref]) => `${system} ${ref}`)
    .join(', ');
