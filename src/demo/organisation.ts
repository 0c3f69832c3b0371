import { REPS } from './staff.js';

interface DemoPool {
  readonly name: string;
  readonly calendar: string;
  readonly offHours: 'wait';
  readonly fallback?: string;
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * A fallback precedes the pools that fall back on it. All pools wait for working hours: one that did not would assign a
 * lead at night to a rep who is asleep once those at work have had it.
 */
export const POOLS: readonly DemoPool[] = [
  {
    name: 'World',
    calendar: 'World desk',
    offHours: 'wait',
    weights: Object.fromEntries(REPS.map(({ name, manager }) => [name, manager === undefined ? 0.5 : 1])),
  },
  {
    name: 'Americas',
    calendar: 'New York',
    offHours: 'wait',
    fallback: 'World',
    weights: { 'Marcus Bell': 2, 'Priya Raman': 2, 'Diego Santos': 1, 'Chloe Tran': 1 },
  },
  {
    name: 'Partners',
    calendar: 'New York',
    offHours: 'wait',
    fallback: 'Americas',
    weights: { 'Priya Raman': 3, 'Grace Okafor': 1 },
  },
  {
    name: 'Europe',
    calendar: 'Berlin',
    offHours: 'wait',
    fallback: 'World',
    weights: { 'Jonas Weber': 2, 'Lena Fischer': 2, 'Amir Haddad': 1, 'Sofia Rossi': 1 },
  },
];

const EUROPE = ['DE', 'AT', 'CH', 'FR', 'GB', 'IE', 'NL', 'BE', 'LU', 'DK', 'SE', 'NO', 'FI', 'PL', 'IT', 'ES', 'PT'];
const AMERICAS = ['US', 'CA', 'MX', 'BR', 'AR', 'CL', 'CO'];
const from = (countries: readonly string[]) => ({ field: 'contact.country', op: 'in', value: countries });

/** The first matching rule applies; all other leads go to the fallback pool, World. */
export const RULES = [
  {
    name: 'Partners in the Americas know Priya and Grace',
    when: { all: [from(AMERICAS), { field: 'channel', op: 'eq', value: 'partner' }] },
    assign: { pool: 'Partners' },
  },
  {
    name: 'Chats are for whoever is awake',
    when: { field: 'channel', op: 'eq', value: 'chat' },
    assign: { pool: 'World' },
  },
  { name: 'Europe', when: from(EUROPE), assign: { pool: 'Europe' } },
  {
    name: 'Americas, and large companies from anywhere',
    when: { any: [from(AMERICAS), { field: 'company.employees', op: 'gte', value: 5_000 }] },
    assign: { pool: 'Americas' },
  },
] as const;

const comesBy = (...channels: readonly string[]) => ({ field: 'channel', op: 'in', value: channels });

/** Destinations in shadow mode: nothing is sent. */
export const PLATFORMS = [
  {
    name: 'Google Ads',
    platform: 'googleAds',
    mode: 'shadow',
    settings: { transport: 'adsApi', customerId: '1234567890' },
    rules: [
      { on: { milestone: 'received' }, send: { conversionActionId: '101', name: 'Lead' } },
      { on: { milestone: 'qualified' }, send: { conversionActionId: '102', name: 'Qualified' } },
      { on: { milestone: 'won' }, send: { conversionActionId: '103', name: 'Closed won', value: 'milestone' } },
    ],
  },
  {
    name: 'LinkedIn',
    platform: 'linkedin',
    mode: 'shadow',
    settings: { accountId: '500' },
    rules: [
      { on: { milestone: 'received' }, send: { conversionId: '201' } },
      { on: { milestone: 'qualified' }, send: { conversionId: '202' } },
      { on: { milestone: 'won' }, send: { conversionId: '203', value: 'milestone' } },
    ],
  },
] as const;

/** In order of evaluation. */
export const POLICIES = [
  {
    name: 'Paid clicks and chats: five minutes',
    when: comesBy('paid', 'chat'),
    firstTouch: {
      within: 'PT5M',
      afterHours: 'PT15M',
      leadWithin: 'PT30M',
      warnAt: [0.4, 0.8],
      onBreach: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT15M', do: 'escalate', to: 'manager' },
      ],
      onLeadBreach: [{ after: 'PT0S', do: 'escalate', to: 'queueOwner' }],
      maxReassignments: 2,
    },
  },
  {
    name: 'Website and partners: half an hour',
    when: comesBy('web', 'partner'),
    firstTouch: {
      within: 'PT30M',
      leadWithin: 'PT2H',
      warnAt: [0.8],
      onBreach: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT1H', do: 'escalate', to: 'manager' },
      ],
      maxReassignments: 2,
    },
  },
  {
    name: 'Events: within a working day, nobody loses a lead',
    mode: 'notify',
    when: comesBy('event'),
    firstTouch: {
      within: 'PT8H',
      leadWithin: 'P1D',
      warnAt: [0.9],
      counts: [{ kind: 'call' }, { kind: 'email' }],
      onBreach: [{ after: 'PT0S', do: 'escalate', to: 'manager' }],
    },
  },
  {
    name: 'All others: only measured',
    mode: 'measure',
    firstTouch: { within: 'PT4H', leadWithin: 'P1D' },
  },
] as const;

/** A reason of the organisation's own, in addition to the built-in ones. */
export const REASON = {
  code: 'stays_with_supplier',
  category: 'lost',
  label: 'Stays with the present supplier',
  requires: ['competitor', 'note'],
  intent: 'realButLost',
} as const;
