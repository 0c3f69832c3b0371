import type { Labels } from '../../parts/for-people.js';
import { titled } from '../../parts/words.js';
import type { Json } from './json-schema.js';

/* What users read in place of names in the API. A name that is not here is spelled out. */

/** Fields whose names say too little to those who have not read about them. */
export const TITLES: Readonly<Record<string, string>> = {
  accountRole: 'Their role at the account afterwards',
  accountOwner: 'Whoever looks after the account',
  acknowledge: 'Extra time if acknowledged',
  acknowledgeWithin: 'Time to accept it, or to return it',
  afterHours: 'Time if it is assigned outside working hours',
  applyTo: 'Applies to',
  assign: 'Goes to',
  attempts: 'Attempts without contact',
  alertsTo: 'Alarms also go to',
  automatedEmail: 'Automated e-mails count',
  by: 'Whose touch counts',
  clientToldWithin: 'Time to tell the client what happens next',
  committedBefore: 'Forecast category chosen before',
  companyOwner: 'Whoever has an open lead of the company',
  completeWithin: 'Time to finish it',
  counts: 'Touches that keep the promise',
  countsAsTurn: 'Counts as a turn',
  dealDate: 'Time to close it or to name another date',
  deals: 'Promises about other open deals',
  decideWithin: 'Time to decide',
  deciderRepId: 'Who decides',
  deciderNamedBefore: 'Decision maker named before',
  dispose: 'Nobody: it is closed',
  distinctDays: 'On different days',
  do: 'What happens',
  escalation: 'When something is missed or returned',
  exceptions: 'Known exceptions',
  every: 'Time between them',
  effectiveAt: 'Takes effect at',
  followUp: 'Follow-up (cadence)',
  form: 'Form, as a JSON Schema',
  firstTalkBefore: 'First conversation before',
  grace: 'Grace period',
  idOf: 'Path of the id',
  individualReports: 'Who sees figures of single people',
  kinds: 'Touches that count',
  leadCalendar: 'Calendar of the first response',
  leadHours: 'Only while the lead may be contacted',
  leadWithin: 'First response (by the company) within',
  maxPerMinute: 'Most leads per minute',
  maxReassignments: 'Most moves',
  maxRecycles: 'Most returns from recycling',
  meetings: 'Meetings that count as a next step',
  moment: 'When it happens',
  monthly: 'Costs by month',
  minGap: 'Least time between attempts',
  minSeconds: 'Least duration in seconds',
  most: 'Most time in all',
  needs: 'What they need to know to decide',
  on: 'At which event',
  onBreach: 'When the owner misses it',
  onCorrection: 'If it was kept after all',
  onInquiry: 'When the person asks again',
  onLeadBreach: 'When the first response is missed',
  onMiss: 'When it is missed',
  ownerOfDoneRepId: 'Who answers for the outcome',
  pauseWhile: 'Paused while',
  pauses: 'Pauses by hand',
  ready: 'What has to hold before it is handed over',
  recordConnectorId: 'Creates a record in',
  refLinks: 'Links to other systems',
  renewal: 'Promises about renewals',
  renewalLead: 'Renewals become deals',
  repBlocksFor: 'Reps block people for',
  over: 'Spread over at least',
  requireSkills: 'Required skills',
  sections: 'Fields of the form that they see',
  silentAfter: 'Alarm after a silence of',
  startFrom: 'First response counts from',
  stopOn: 'Stop on these outcomes',
  termAtWin: 'Wins say for how long',
  // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
  then: 'How the lead is closed',
  time: 'Time that counts',
  times: 'How often',
  treatment: 'How it is handled',
  unreachable: 'When nobody can be reached',
  warnAt: 'Warn the owner at',
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** What an entry of a list is called if the title of the list is no plural of it. */
export const ENTRIES: Readonly<Record<string, string>> = {
  onBreach: 'Action',
  onLeadBreach: 'Action',
  onMiss: 'Action',
  alertsTo: 'Rep',
  checklist: 'Task',
  counts: 'Touch',
  monthly: 'Month',
  only: 'Condition',
  ready: 'Condition',
  warnAt: 'Warning',
};

/** Values by the field that has them. */
export const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accountOwner: { true: 'Its owner', sales: 'Its salesperson', manager: 'Its account manager' },
  applyTo: { new: 'New leads', open: 'Open leads as well' },
  do: { reassign: 'Move it to somebody else' },
  individualReports: { self: 'Only they themselves', managers: 'Their managers as well' },
  on: {
    intake: 'The lead comes in',
    'milestone:qualified': 'The lead is qualified',
    'milestone:opportunity': 'The lead becomes an opportunity',
    'deal.won': 'A deal is won',
    'delivery.completed': 'A delivery is completed',
    'renewal.due': 'A renewal is due',
    manual: 'Somebody begins it',
  },
  otherwise: { continue: 'Go on with the rules below' },
  platform: {
    generic: 'A program of your own',
    linkedin: 'LinkedIn',
    meta: 'Meta',
    microsoft: 'Microsoft',
    tiktok: 'TikTok',
  },
  to: { managersManager: 'The manager’s manager' },
  treatment: {
    standardise: 'The same way each time',
    automate: 'By a program',
    escalate: 'A person decides each time',
  },
};

/** Values that say it all in a sentence, where the title of their field would only be in the way. */
export const SAID: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accountOwner: {
    true: 'the owner of its account',
    sales: 'the salesperson of its account',
    manager: 'the manager of its account',
  },
  companyOwner: { true: 'whoever has an open lead of its company' },
  otherwise: { continue: 'otherwise by the rules below' },
};

/** What a time is called that is one of several forms of a value, by the field that has it. */
export const WRITTEN: Readonly<Record<string, string>> = { value: 'What is left after a time' };

/** Returns an entry of a table; none for names such as `constructor`, which people may give to fields. */
export function entryIn<Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** `ownerRepId` → `Owner rep` */
export const titleOf = (name: string): string => entryIn(TITLES, name) ?? titled(name.replace(/Id(s?)$/, '$1'));

export const FORM_LABELS: Labels = { field: titleOf, value: nameOfValue };

/** Returns what an entry of a list is called: of `Rules` a `Rule`, of `Entries` an `Entry`; `Entry` if it is no plural. */
export function entryOf({ name, title }: { readonly name: string; readonly title: string }): string {
  const entry = entryIn(ENTRIES, name);
  if (entry !== undefined) return entry;
  if (title.endsWith('ies')) return `${title.slice(0, -3)}y`;
  return title.endsWith('s') && !title.endsWith('ss') ? title.slice(0, -1) : 'Entry';
}

/** `roundRobin` → `Round robin`; other text stays unchanged. @param field the name of the field that has it */
export function nameOfValue(value: Json, field?: string): string {
  if (value === null) return 'None';
  const text = String(value);
  const known = entryIn(entryIn(VALUES, field ?? '') ?? {}, text);
  if (known !== undefined) return known;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return /^[a-z][A-Za-z]+$/.test(text) ? titled(text) : text;
}
