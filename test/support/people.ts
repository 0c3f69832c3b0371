import type { NewEvent } from '../../src/events/event.js';
import { eventView } from '../../src/events/event.view.js';
import { LedgerStore } from '../../src/events/ledger.store.js';
import { Database } from '../../src/platform/sql/database.js';
import { system } from '../../src/platform/values/actor.js';
import { newId } from '../../src/platform/values/ids.js';
import type { TestApplication } from './application.js';
import type { Answer } from './client.js';
import type { Json } from './json.js';

export const NOBODY = '00000000-0000-7000-8000-00000000dead';

export function aRep(app: TestApplication, name: string, fields: object = {}): Promise<Json> {
  return app.must('POST', '/v1/reps', { name, email: `${name.toLowerCase()}@example.com`, ...fields });
}

/** Makes reps in one request, which is faster than one for each. @param fields of each of them */
export async function theReps(app: TestApplication, names: readonly string[], fields: object = {}): Promise<Json[]> {
  if (names.length === 1) return [await aRep(app, names[0]!, fields)];
  const reps = names.map((name) => ({ name, email: `${name.toLowerCase()}@example.com`, ...fields }));
  const { results } = await app.must('PUT', '/v1/reps/batch', { reps });
  const { data } = await app.must('GET', '/v1/reps?limit=200');
  return results.map(({ id }: Json) => data.find((rep: Json) => rep.id === id));
}

/** Makes reps, each with a key of their own, and a key of a program; they are found by their names in lower case. */
export async function aCast<Name extends string>(app: TestApplication, names: readonly Name[]) {
  const reps = await Promise.all(names.map((name) => aRep(app, name)));
  const keys = await Promise.all(reps.map(({ id }) => app.keyFor(['rep'], id)));
  const byName = <Each>(each: readonly Each[]) =>
    Object.fromEntries(names.map((name, place) => [name.toLowerCase(), each[place]])) as Record<Lowercase<Name>, Each>;
  return { people: byName(reps), keys: { ...byName(keys), program: await app.keyFor(['integration']) } };
}

/** Makes a calendar of nine to five from Monday to Friday, and the company's. @param fields of the calendar */
export async function nineToFive(app: TestApplication, fields: object = {}): Promise<Json> {
  const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]));
  const calendar = await app.must('POST', '/v1/calendars', { name: 'Hours', timeZone: 'owner', hours, ...fields });
  await changeSettings(app, { timeZone: 'UTC', defaultCalendarId: calendar.id });
  return calendar;
}

/** Changes some of the settings. */
export async function changeSettings(app: TestApplication, fields: object): Promise<Json> {
  const { version: _, updatedAt: __, ...present } = await app.must('GET', '/v1/settings');
  return app.must('PUT', '/v1/settings', { ...present, ...fields });
}

/** Makes a pool of reps, each with weight 1, or of the given members. */
export function aPool(
  app: TestApplication,
  name: string,
  members: readonly { id?: string; repId?: string; weight?: number }[],
  fields: object = {},
): Promise<Json> {
  const given = members.map(({ id, repId = id, weight }) => ({ repId, ...(weight !== undefined && { weight }) }));
  return app.must('POST', '/v1/pools', { name, members: given, ...fields });
}

/** Sets one rule that sends every lead to a pool. */
export function allTo(app: TestApplication, pool: { id: string }, fallback: object = {}): Promise<Json> {
  const rules = [{ name: 'All', when: {}, assign: { poolId: pool.id } }];
  return app.must('PUT', '/v1/routing', { rules, fallback });
}

/**
 * Makes a desk: reps, a pool of them, and one rule that sends every lead there.
 * @param people reps, with a weight if it is not 1, or the names of reps to make
 */
export async function aDesk(
  app: TestApplication,
  people: readonly (string | { id: string; weight?: number })[],
  fields: object = {},
  fallback: object = {},
): Promise<{ reps: Json[]; pool: Json }> {
  const names = people.filter((person) => typeof person === 'string');
  const made = names.length > 0 ? await theReps(app, names) : [];
  const reps = people.map((person) => (typeof person === 'string' ? made.shift()! : person));
  const pool = await aPool(app, 'Desk', reps, fields);
  await allTo(app, pool, fallback);
  return { reps, pool };
}

export function aLead(app: TestApplication, fields: object = {}): Promise<Json> {
  return app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'kim@example.org' }, ...fields });
}

/** Reports a touch, by default a call without answer. */
export function aTouch(app: TestApplication, lead: { id: string }, fields: object = {}): Promise<Json> {
  return app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer', ...fields });
}

export function leadNow(app: TestApplication, { id }: { id: string }): Promise<Json> {
  return app.must('GET', `/v1/leads/${id}`);
}

/** Returns the sentences of a timeline, oldest first. */
export async function timelineOf(app: TestApplication, { id }: { id: string }, of = 'leads'): Promise<string[]> {
  return (await app.must('GET', `/v1/${of}/${id}/timeline`)).data.map(({ text }: Json) => text);
}

/** A key may have a hundred requests waiting, so they are sent in portions. */
export async function ownersOf(app: TestApplication, leads: readonly { id: string }[]): Promise<(string | null)[]> {
  const owners: (string | null)[] = [];
  for (let at = 0; at < leads.length; at += 50) {
    const portion = await Promise.all(leads.slice(at, at + 50).map((lead) => leadNow(app, lead)));
    owners.push(...portion.map(({ ownerId }) => ownerId));
  }
  return owners;
}

export async function dealt(app: TestApplication, count: number): Promise<(string | null)[]> {
  const owners: (string | null)[] = [];
  for (let sent = 0; sent < count; sent += 1) owners.push((await aLead(app)).ownerId);
  return owners;
}

/** Returns the code of a problem. */
export function codeOf({ type }: Json): string | undefined {
  return type?.split('#')[1];
}

/** Returns the faults of a refusal as `pointer code`. */
export function faults({ status, body }: Answer): string[] {
  if (status !== 422) throw new Error(`Expected 422, got ${status} ${JSON.stringify(body)}`);
  return body.errors.map((error: { pointer: string; code: string }) => `${error.pointer} ${error.code}`);
}

/**
 * Returns the events of one subject, oldest first. Reads the ledger, because the feed waits for transactions of other
 * tests.
 * @param types a name, or a prefix ending in `.*`
 */
export async function eventsOf(app: TestApplication, subjectId: string, types: string): Promise<Json[]> {
  const rows = await app.application.app.get(LedgerStore).readSubject(subjectId, 0, 1_000);
  const start = types.replace('.*', '.');
  return rows.map(eventView).filter(({ type }) => (start === types ? type === types : type.startsWith(start)));
}

/** Records a number of heartbeat events, in transactions that are short enough not to hold up others. */
export async function aLotHappens(app: TestApplication, count: number): Promise<void> {
  const about = { subjectType: 'system', subjectId: newId(app.time.now()) } as const;
  const events = Array.from({ length: count }, (_, index): NewEvent => {
    const happened = {
      type: 'system.heartbeat',
      at: app.time.now(),
      actor: system('test'),
      data: { overdueClocks: 0 },
    } as const;
    return { ...happened, ...about, subjectSeq: index + 1, formerXid: null };
  });
  const { app: program } = app.application;
  for (let from = 0; from < count; from += 5_000)
    await program
      .get(Database)
      .transaction((tx) => program.get(LedgerStore).appendMany(tx, events.slice(from, from + 5_000)));
}
