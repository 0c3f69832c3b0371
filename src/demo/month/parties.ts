import { publicHolidays } from '../../calendar/holidays.js';
import { compileWorkingTime, type WorkingTime } from '../../calendar/working-time.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { ApiClient } from '../api-client.js';
import type { Organisation } from '../founding.js';
import { CALENDARS, HEAD, HEADQUARTERS, type Temper } from '../staff.js';

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly api: ApiClient;
  readonly working: WorkingTime;
  readonly temper: Temper;
}

/** The people who join the reps for the work after a win. */
export interface Parties {
  readonly onboarding: readonly [owner: Party, colleague: Party];
  readonly finance: Party;
  /** Ids of two deciders; the second decides on deals that the first one owns. */
  readonly deciders: readonly [string, string];
}

interface WithId {
  readonly id: string;
}

interface ReadyMade {
  readonly kind: {
    readonly name: string;
    readonly start: { readonly on: string; readonly when?: unknown };
    readonly receivers: readonly { readonly name: string }[];
    readonly escalation: object;
  };
}

/** The company's business, which selects the ready-made kinds of handoff. */
const BUSINESS = 'saas';
const QUICK: Temper = { quick: 0.85, late: 0.15, never: 0 };
/** A single person handles all invoices. */
const OVERWORKED: Temper = { quick: 0.65, late: 0.35, never: 0 };

export async function foundParties(admin: ApiClient, { players }: Organisation): Promise<Parties> {
  const calendars = await admin.all<WithId & { name: string }>('/v1/calendars');
  const calendarId = calendars.find(({ name }) => name === 'Berlin')!.id;
  const idOf = (wanted: string) => [...players.values()].find(({ rep }) => rep.name === wanted)!.id;
  const working = compileWorkingTime(CALENDARS.Berlin!, {
    timeZone: HEADQUARTERS.timeZone,
    holidaysOf: publicHolidays,
    window: { firstYear: 2026, lastYear: 2026 },
  });
  const join = async (name: string, temper: Temper): Promise<Party> => {
    const email = `${name.toLowerCase().replace(' ', '.')}@example.com`;
    const { id } = await admin.post<WithId>('/v1/reps', { name, email, timeZone: HEADQUARTERS.timeZone, calendarId });
    const { key } = await admin.post<{ key: string }>('/v1/api-keys', { name, scopes: ['rep'], repId: id });
    return { id, name, api: admin.as(key), working, temper };
  };
  const owner = await join('Nora Lindqvist', QUICK);
  const colleague = await join('Tomas Brandt', QUICK);
  const finance = await join('Fiona Walsh', OVERWORKED);
  const deciders = [idOf(HEAD), idOf('Grace Okafor')] as const;
  const staffed = new Map([
    ['Onboarding', { team: await teamOf(admin, 'Onboarding', [owner, colleague]), owner: owner.id }],
    ['Finance', { team: await teamOf(admin, 'Finance', [finance]), owner: finance.id }],
    ['Sales', { team: await berlin(admin), owner: deciders[0] }],
  ]);
  const { data } = await admin.get<{ data: ReadyMade[] }>(`/v1/handoff-kinds/ready-made?business=${BUSINESS}`);
  // Leaves out kinds that are started by hand or only under a condition: the demo has no complaints and no small deals.
  for (const { kind } of data.filter(({ kind: { start } }) => start.on !== 'manual' && start.when === undefined)) {
    const receivers = kind.receivers.map((receiver) => {
      const { team, owner: ownerOfDoneRepId } = staffed.get(receiver.name) ?? staffed.get('Sales')!;
      return { ...receiver, teamId: team, ownerOfDoneRepId };
    });
    const escalation = { ...kind.escalation, deciderRepId: deciders[0] };
    await admin.post('/v1/handoff-kinds', { ...kind, receivers, escalation });
  }
  return { onboarding: [owner, colleague], finance, deciders };
}

/** Puts all SLA policies on hold: no rep works on leads any longer, so people would be notified of every miss. */
export async function restLeads(admin: ApiClient, { policies }: Organisation, until: Instant): Promise<void> {
  for (const policyId of policies.keys())
    await admin.post('/v1/enforcement/holds', {
      scope: { policyId },
      until: toIso(until),
      reason: 'The demo goes on with what was won',
    });
}

async function teamOf(admin: ApiClient, name: string, parties: readonly Party[]): Promise<string> {
  return (await admin.post<WithId>('/v1/teams', { name, repIds: parties.map(({ id }) => id) })).id;
}

async function berlin(admin: ApiClient): Promise<string> {
  const teams = await admin.all<WithId & { name: string }>('/v1/teams');
  return teams.find(({ name }) => name === 'Berlin')!.id;
}
