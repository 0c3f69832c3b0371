import type { Chance } from '../random.js';

export interface WonLead {
  readonly id: string;
  readonly ownerId: string | null;
  readonly receivedAt: string;
  readonly externalId?: string;
  readonly channel?: string;
  readonly contact: { readonly firstName?: string; readonly lastName?: string; readonly email?: string };
  readonly company?: { readonly name?: string; readonly domain?: string; readonly employees?: number };
}

export interface DemoDeal {
  readonly number: number;
  readonly name: string;
  readonly leadId: string;
  readonly account: { readonly name: string; readonly domain?: string };
  readonly ownerId: string;
  /** The price of setup, in euros. */
  readonly amount: number;
  readonly seats: number;
  readonly product: string;
  /** How the deal is won: with a complete form, by an exception, or directly in the CRM without a form. */
  readonly way: 'complete' | 'excepted' | 'inCrm';
  readonly buyer: { readonly name: string; readonly email: string };
}

/** From this many seats on, a customer needs the larger product. */
const MANY_SEATS = 40;
/** Enough to show how handoffs work. */
const DEALS_MAX = 20;
const TERM = { startsOn: '2026-07-01', endsOn: '2027-06-30', noticeDays: 90 };

/** Sorts leads by arrival and not by id, because ids differ between runs. */
export function dealsOf(leads: readonly WonLead[], chance: Chance): DemoDeal[] {
  const keyOf = ({ receivedAt, externalId = '', contact: { email = '' } }: WonLead) =>
    `${receivedAt} ${externalId} ${email}`;
  return leads
    .filter(({ ownerId }) => ownerId !== null)
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .slice(0, DEALS_MAX)
    .map(({ id, ownerId, contact, company }, number): DemoDeal => {
      const name = company?.name ?? `Client ${number + 1}`;
      const buyer = [contact.firstName, contact.lastName].filter((part) => part !== undefined).join(' ');
      const seats = chance.between(5, 80, 'seats', number);
      const product = seats < MANY_SEATS ? 'Planning' : 'Planning Plus';
      return {
        number,
        name: `${name}: ${product}`,
        product,
        leadId: id,
        ownerId: ownerId!,
        account: { name, ...(company?.domain !== undefined && { domain: company.domain }) },
        amount: chance.between(30, 240, 'amount', number) * 100,
        seats,
        // By position and not by chance, so that the first few deals show each way.
        way: number % 5 === 1 ? 'excepted' : number % 5 === 3 ? 'inCrm' : 'complete',
        buyer: { name: buyer || 'Kim Ahrens', email: contact.email ?? 'kim@client.example.com' },
      };
    });
}

/** The deal as the CRM reports it. */
export function bodyOf({ name, product, account, leadId, ownerId, amount }: DemoDeal): object {
  return {
    name,
    product,
    account,
    leadId,
    ownerRepId: ownerId,
    amount: `${amount}.00`,
    currency: 'EUR',
    term: TERM,
  };
}

const REASONS = [
  'Orders stand in spreadsheets: two were lost in March.',
  'Their present tool ends in September and is not made any more.',
  'Five planners, five ways to plan; nobody sees what is late.',
  'They have bought a second site and cannot see both in one plan.',
];
const MISSING = [
  'A German price list: we said in autumn',
  'Nothing that they asked for',
  'An app for drivers: we said that there is none and will be none',
];

/** The form as the deal's owner fills it in: all that onboarding and finance need except a purchase order. */
export function formOf(
  { number, amount, seats, product, buyer }: DemoDeal,
  chance: Chance,
): Record<string, object | string> {
  const pick = (texts: readonly string[], purpose: string) =>
    texts[chance.between(0, texts.length - 1, purpose, number)]!;
  const half = (amount / 2).toFixed(2);
  return {
    context: {
      reason: pick(REASONS, 'reason'),
      success: `${chance.between(10, 30, 'success', number)} % fewer orders that are late`,
      users: `${seats} planners; the warehouse has not been asked yet`,
    },
    contacts: {
      buyer,
      dayToDay: { name: 'Robin Keller', email: `robin.keller+${number}@client.example.com` },
      billing: { name: 'Alex Sommer', email: `invoices+${number}@client.example.com` },
    },
    scope: {
      edition: `Business, with ${product}`,
      seats,
      systems: ['Their accounts: invoices, out'],
      ...(chance.of('migration', number) < 0.6
        ? { migration: 'byUs', migrated: 'Open orders, and two years of history' }
        : { migration: 'none' }),
      signOn: chance.of('signOn', number) < 0.4,
      missing: pick(MISSING, 'missing'),
      goLive: '2026-07-01',
    },
    promises:
      chance.of('promises', number) < 0.4
        ? [{ what: 'A second training for the night shift', to: buyer.name, cost: 'ours' }]
        : [],
    billing: {
      lines: [
        { what: 'Setting up', kind: 'fixed', amount: `${amount}.00` },
        { what: 'Subscription', kind: 'usage', rate: '29.00 a seat', cap: `${seats} seats`, period: 'a month' },
      ],
      schedule: [
        { on: '2026-06-08', amount: half, what: 'On signature' },
        { on: '2026-07-01', amount: half, what: 'On go-live' },
      ],
      terms: '30 days net',
      address: 'Hafenstraße 1, 20457 Hamburg',
    },
    kickoff: { on: '2026-06-08', waitsFor: 'Somebody of theirs who administers it' },
    anomalies: 'None',
  };
}

/** Removes what is not yet known when a deal is won by an exception: billing and connected systems. */
export function withoutRest(form: Record<string, object | string>): Record<string, object | string> {
  const { billing: _billing, scope, ...known } = form;
  const { systems: _systems, ...rest } = scope as Record<string, unknown>;
  return { ...known, scope: rest };
}

export function deliveredForm({ seats }: DemoDeal, on: string): object {
  return {
    delivered: { liveOn: on, seats, systems: ['Their accounts: invoices, out'] },
    acceptance: { by: 'Robin Keller', on, how: 'email' },
    changes: [],
  };
}

export const EXCEPTION_REASONS = [
  'Their security has not agreed yet, and the price holds until Friday',
  'A feature was promised that there is not: how it is billed is still talked about',
] as const;

export const QUESTIONS = [
  { text: 'Who of theirs administers it, and when are they there?', answer: 'Robin Keller, from the first of June.' },
  { text: 'Which of their sites comes first?', answer: 'Hamburg; the other one in autumn.' },
  { text: 'Have they seen that there is no app for drivers?', answer: 'Yes, and they sign it with the order.' },
] as const;

export const BLOCKERS = [
  { text: 'Nobody lets us into their old system', lesson: 'Ask for a login to the old system with the order' },
  { text: 'Their administrator is on vacation', lesson: 'Name two people who administer it' },
] as const;
