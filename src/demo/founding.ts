import { publicHolidays } from '../calendar/holidays.js';
import { compileWorkingTime, type WorkingTime } from '../calendar/working-time.js';
import type { Interval } from '../platform/values/duration.js';
import type { ApiClient } from './api-client.js';
import { PLATFORMS, POLICIES, POOLS, REASON, RULES } from './organisation.js';
import {
  ABSENCES,
  CALENDARS,
  capacityOf,
  type DemoAbsence,
  type DemoRep,
  HEAD,
  HEADQUARTERS,
  placeOf,
  REPS,
  WEEK_BEGINS,
} from './staff.js';

export interface DemoPlayer {
  readonly id: string;
  readonly rep: DemoRep;
  /** Client with the rep's own key. */
  readonly api: ApiClient;
  /** Working hours minus absences. */
  readonly working: WorkingTime;
  readonly isManager: boolean;
}

export interface Organisation {
  readonly players: ReadonlyMap<string, DemoPlayer>;
  /** Ids by name. */
  readonly pools: Ids;
  /** Names by id. */
  readonly policies: Ids;
  /** Ids by name. */
  readonly platforms: Ids;
  readonly intake: ApiClient;
  /** Client of the phone system, which reports the calls of all reps. */
  readonly phone: ApiClient;
  /** Client of the CRM, which reports milestones and dispositions where reps do not do so themselves. */
  readonly crm: ApiClient;
  /** Client with read access to everything: feed, timelines, the report. */
  readonly reader: ApiClient;
}

type Ids = ReadonlyMap<string, string>;
/** What the API answers when something was created. */
type Created = { readonly id: string };

/** @param scale factor on the capacity of reps; 1 for a demo of ordinary size */
export async function found(admin: ApiClient, scale: number): Promise<Organisation> {
  const calendars = await createAll(admin, 'calendars', CALENDARS);
  await admin.put('/v1/settings', {
    timeZone: HEADQUARTERS.timeZone,
    currency: 'EUR',
    defaultCalendarId: calendars.get('World desk'),
    // No person is there to resume enforcement after a storm.
    stormBreaker: null,
  });
  const reps = await createReps(admin, calendars, scale);
  for (const absence of ABSENCES.filter((each) => each.reportedAt === undefined)) await report(admin, reps, absence);
  await createTeams(admin, reps, calendars);
  const pools = await createPools(admin, reps, calendars);
  await admin.put('/v1/routing', {
    rules: RULES.map((rule) => ({ ...rule, assign: { poolId: pools.get(rule.assign.pool) } })),
    fallback: { poolId: pools.get('World'), queueOwnerId: reps.get(HEAD) },
  });
  const policies = new Map<string, string>();
  for (const policy of POLICIES) policies.set((await admin.post<Created>('/v1/sla-policies', policy)).id, policy.name);
  await admin.post('/v1/disposition-reasons', REASON);
  const platforms = new Map<string, string>();
  for (const body of PLATFORMS)
    platforms.set(body.name, (await admin.post<Created>('/v1/feedback/destinations', body)).id);
  return {
    players: await createPlayers(admin, reps),
    pools,
    policies,
    platforms,
    intake: await keyFor(admin, { name: 'Website and ad forms', scopes: ['intake'] }),
    phone: await keyFor(admin, { name: 'Phone system', scopes: ['integration'] }),
    crm: await keyFor(admin, { name: 'CRM', scopes: ['integration'] }),
    reader: await keyFor(admin, { name: 'Report', scopes: ['read'] }),
  };
}

/** Reports an absence, before it starts or once it has begun. */
export async function report(admin: ApiClient, reps: Ids, absence: DemoAbsence): Promise<void> {
  const { rep, from, to, reason, openLeads } = absence;
  await admin.post(`/v1/reps/${reps.get(rep)}/absences`, { from, to, reason, openLeads });
}

async function createAll(admin: ApiClient, kind: string, bodies: Readonly<Record<string, object>>): Promise<Ids> {
  const ids = new Map<string, string>();
  for (const [name, body] of Object.entries(bodies)) {
    ids.set(name, (await admin.post<Created>(`/v1/${kind}`, { name, ...body })).id);
  }
  return ids;
}

async function createReps(admin: ApiClient, calendars: Ids, scale: number): Promise<Ids> {
  const ids = new Map<string, string>();
  for (const rep of REPS) {
    const { id } = await admin.post<Created>('/v1/reps', {
      name: rep.name,
      email: `${rep.name.toLowerCase().replace(' ', '.')}@example.com`,
      refs: { phone: `ext-${100 + ids.size}` },
      timeZone: placeOf(rep).timeZone,
      calendarId: calendars.get(rep.calendar),
      ...(rep.manager !== undefined && { managerId: ids.get(rep.manager) }),
      capacity: capacityOf(rep, scale),
    });
    ids.set(rep.name, id);
  }
  return ids;
}

async function createTeams(admin: ApiClient, reps: Ids, calendars: Ids): Promise<void> {
  const managers = { 'New York': 'Grace Okafor', Berlin: HEAD };
  for (const [office, manager] of Object.entries(managers)) {
    await admin.post('/v1/teams', {
      name: office,
      managerId: reps.get(manager),
      repIds: REPS.filter((rep) => rep.office === office).map(({ name }) => reps.get(name)),
      calendarId: calendars.get(office),
    });
  }
}

async function createPools(admin: ApiClient, reps: Ids, calendars: Ids): Promise<Ids> {
  const ids = new Map<string, string>();
  for (const { name, calendar, offHours, fallback, weights } of POOLS) {
    const { id } = await admin.post<Created>('/v1/pools', {
      name,
      calendarId: calendars.get(calendar),
      offHours,
      members: Object.entries(weights).map(([rep, weight]) => ({ repId: reps.get(rep), weight })),
      ...(fallback !== undefined && { fallbackPoolId: ids.get(fallback) }),
    });
    ids.set(name, id);
  }
  return ids;
}

async function createPlayers(admin: ApiClient, reps: Ids): Promise<ReadonlyMap<string, DemoPlayer>> {
  const players = new Map<string, DemoPlayer>();
  for (const rep of REPS) {
    const id = reps.get(rep.name)!;
    const isManager = REPS.some(({ manager }) => manager === rep.name);
    const api = await keyFor(admin, { name: rep.name, scopes: [isManager ? 'manager' : 'rep'], repId: id });
    players.set(id, { id, rep, api, working: workingTimeOf(rep), isManager });
  }
  return players;
}

/** Uses the engine's own calendar code, so that no simulated rep answers at night. */
function workingTimeOf(rep: DemoRep): WorkingTime {
  const year = new Date(WEEK_BEGINS).getUTCFullYear();
  const off = ABSENCES.filter((absence) => absence.rep === rep.name).map(
    ({ from, to }): Interval => ({ from: Date.parse(from), to: Date.parse(to) }),
  );
  return compileWorkingTime(CALENDARS[rep.calendar]!, {
    timeZone: placeOf(rep).timeZone,
    holidaysOf: publicHolidays,
    window: { firstYear: year, lastYear: year },
  }).without(off);
}

async function keyFor(admin: ApiClient, body: object): Promise<ApiClient> {
  return admin.as((await admin.post<{ key: string }>('/v1/api-keys', body)).key);
}
