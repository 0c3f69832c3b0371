import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Sessions } from '../../src/console/sessions/sessions.service.js';
import { NotificationsService } from '../../src/deliveries/notifications/notifications.service.js';
import { InboxHub } from '../../src/deliveries/streams/inbox-hub.service.js';
import type { InboxListener } from '../../src/deliveries/streams/listener.js';
import type { WatchedReps } from '../../src/deliveries/streams/watched.js';
import { LeadsService } from '../../src/desk/leads.service.js';
import { DirectoryService } from '../../src/directory/directory.service.js';
import { LedgerStore } from '../../src/events/ledger.store.js';
import { HolderStore } from '../../src/leads/holder.store.js';
import { NotificationStore } from '../../src/notifications/notification.store.js';
import { newId } from '../../src/platform/values/ids.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { Listening } from '../support/listening.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aLotHappens, allTo, aRep, aTouch, faults, leadNow, NOBODY, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';
import { runs } from '../support/runs.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let meg: Json;
let team: Json;
const open: Listening[] = [];

beforeAll(async () => {
  app = await TestApplication.start();
  meg = await aRep(app, 'Meg');
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann]);
  team = await app.must('POST', '/v1/teams', { name: 'Inbound', managerId: meg.id, repIds: [ann.id, bo.id] });
});
afterAll(() => app.stop());
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function listen(path: string, options: Parameters<typeof Listening.to>[2] = {}): Promise<Listening> {
  const listening = await Listening.to(app.url, path, options);
  open.push(listening);
  return listening;
}
const toInboxOf = (rep: Json, options: Parameters<typeof Listening.to>[2] = {}) =>
  listen(`/v1/reps/${rep.id}/stream`, options);
const inboxOf = async (rep: Json): Promise<Json[]> =>
  (await app.must('GET', `/v1/reps/${rep.id}/inbox?limit=1000`)).data;

const beat = () => app.application.app.get(InboxHub).beatAll();
const give = (lead: Json, rep: Json) =>
  app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: rep.id, reason: 'Speaks Dutch' });
/** Whether a client can resume from this id rather than start over. */
const isPlace = (id: string | undefined) => id !== undefined && id !== 'anew';
const saying = ({ messages }: Listening, event: string) => messages.filter((message) => message.event === event);

/** A client that applies the messages of a stream. */
class Screen {
  readonly rows = new Map<string, Json>();
  readonly told = new Map<string, Json>();
  private readonly gone = new Map<string, number>();
  private read = 0;
  lastId: string | undefined;

  constructor(public listening: Listening) {}

  comesBack(listening: Listening): void {
    this.update();
    this.listening = listening;
    this.read = 0;
  }

  update(): this {
    for (const { id, event, data } of this.listening.messages.slice(this.read)) {
      this.read += 1;
      this.lastId = id ?? this.lastId;
      if (event === 'reset') {
        this.rows.clear();
        this.gone.clear();
      }
      if (event === 'inbox.put') {
        const known = this.rows.get(data.row.id)?.seq ?? this.gone.get(data.row.id) ?? 0;
        if (data.seq >= known) this.rows.set(data.row.id, data);
      }
      if (event === 'inbox.gone' && data.seq >= (this.rows.get(data.leadId)?.seq ?? 0)) {
        this.rows.delete(data.leadId);
        this.gone.set(data.leadId, data.seq);
      }
      if (event === 'notification') this.told.set(data.id, data);
    }
    return this;
  }

  get ids(): string[] {
    return [...this.update().rows.keys()].sort();
  }
}

const idsOf = (leads: readonly Json[]): string[] => leads.map(({ id }) => id).sort();

describe('the stream of an inbox', () => {
  it('begins with the whole inbox, then sends each lead that arrives, changes or leaves', async () => {
    const before = await aLead(app);
    const listening = await toInboxOf(ann);
    expect(listening.answer.headers['content-type']).toBe('text/event-stream');
    const screen = new Screen(listening);
    await until('the inbox is there', () => screen.ids.includes(before.id));
    expect(listening.messages.slice(0, 2).map(({ event }) => event)).toEqual(['beat', 'reset']);

    const lead = await aLead(app, { message: 'Please call' });
    await until('the lead comes', () => screen.ids.includes(lead.id));
    const told = () => [...screen.update().told.values()];
    await until('she is told', () => told().some(({ leadId }) => leadId === lead.id));
    const { data: notifications } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    expect(notifications).toEqual(expect.arrayContaining(told()));

    await aTouch(app, lead);
    await until('the touch is seen', () => screen.update().rows.get(lead.id)!.row.workState === 'attempting');
    expect(screen.rows.get(lead.id)!.row).toEqual(await leadNow(app, lead));
    expect((await inboxOf(ann)).find(({ id }) => id === lead.id)).toEqual(screen.rows.get(lead.id)!.row);

    await give(lead, bo);
    await until('it is gone', () => !screen.ids.includes(lead.id));
    expect(saying(listening, 'inbox.gone').at(-1)!.data).toEqual({
      leadId: lead.id,
      seq: expect.any(Number),
      repId: ann.id,
      reason: 'Moved from Ann to Bo: by hand',
    });
    // A former owner is not told why the lead changes later.
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await until('it is closed', () => saying(listening, 'inbox.gone').length > 1);
    expect(saying(listening, 'inbox.gone').at(-1)!.data).toMatchObject({ repId: null, reason: null });

    const own = await aLead(app);
    await until('the next comes', () => screen.ids.includes(own.id));
    const disposition = { category: 'nurture', reason: 'not_now', fields: { wakeAt: '2026-07-01T12:00:00Z' } };
    await app.must('POST', `/v1/leads/${own.id}/disposition`, disposition);
    await until('it is gone', () => !screen.ids.includes(own.id));
    expect(saying(listening, 'inbox.gone').at(-1)!.data).toMatchObject({
      leadId: own.id,
      repId: ann.id,
      reason: expect.stringMatching(/^Set aside until later: .*, back on/),
    });
    expect(screen.ids).toEqual(idsOf(await inboxOf(ann)));
  });

  it('sends a lead again when its person is suppressed, and when the suppression is lifted', async () => {
    const [kim, lee] = [await aLead(app, { contact: { email: 'Kim@Suppressed.example' } }), await aLead(app)];
    const listening = await toInboxOf(ann);
    const screen = new Screen(listening);
    const isThere = ({ id }: Json) => screen.ids.includes(id);
    await until('the inbox is there', () => isPlace(screen.update().lastId) && isThere(kim) && isThere(lee));
    const suppression = () => screen.update().rows.get(kim.id)!.row.suppression;
    const puts = saying(listening, 'inbox.put').length;
    const { id } = await app.must('POST', '/v1/suppressions', { domain: 'suppressed.example', reason: 'competitor' });
    await until('it says so', () => suppression()?.id === id);
    expect(screen.rows.get(kim.id)!.row).toEqual(await leadNow(app, kim));
    await app.must('DELETE', `/v1/suppressions/${id}`, { reason: 'A customer' });
    await until('it says so no more', () => suppression() === null);
    const sent = saying(listening, 'inbox.put').slice(puts);
    const [ofKim, ofLee] = [kim, lee].map((lead) => sent.filter(({ data }) => data.row.id === lead.id).length);
    expect(ofKim).toBe(2);
    // Its own event may come only now.
    expect(ofLee).toBeLessThanOrEqual(1);
    expect(screen.ids).toContain(lee.id);
  });

  it('says nothing about the leads of others', async () => {
    const listening = await toInboxOf(bo);
    const screen = new Screen(listening);
    const hers = await aLead(app);
    await aTouch(app, hers);
    const his = await aLead(app);
    await give(his, bo);
    await until('his comes', () => screen.ids.includes(his.id));
    expect(JSON.stringify(listening.messages)).not.toContain(hers.id);
  });

  it('resumes where a screen left off', async () => {
    const first = await toInboxOf(ann);
    const lead = await aLead(app);
    const screen = new Screen(first);
    await until('the lead is there', () => screen.ids.includes(lead.id) && isPlace(screen.lastId));
    first.close();
    await give(lead, bo);
    const next = await aLead(app);
    for (const path of [`/v1/reps/${ann.id}/stream?after=${screen.lastId}`, `/v1/reps/${ann.id}/stream`]) {
      const headers: Record<string, string> = path.includes('after') ? {} : { 'last-event-id': screen.lastId! };
      const again = new Screen(await listen(path, { headers }));
      for (const row of screen.rows.values()) again.rows.set(row.row.id, row);
      await until('it is up to date', () => !again.ids.includes(lead.id) && again.ids.includes(next.id));
      expect(saying(again.listening, 'reset')).toEqual([]);
      await until('she is told of the next', () =>
        [...again.update().told.values()].some(({ leadId }) => leadId === next.id),
      );
      again.listening.close();
    }
  });

  it('starts over for a client whose snapshot was incomplete, even if it passes an earlier cursor', async () => {
    const lead = await aLead(app);
    const first = await toInboxOf(ann);
    await until('it has a place', () => first.messages.some(({ id }) => isPlace(id)));
    const place = first.messages.findLast(({ id }) => isPlace(id))!.id!;
    const [reset] = saying(first, 'reset');
    for (const path of [`/v1/reps/${ann.id}/stream`, `/v1/reps/${ann.id}/stream?after=${place}`]) {
      const again = new Screen(await listen(path, { headers: { 'last-event-id': reset!.id! } }));
      await until('all of it follows', () => again.ids.includes(lead.id));
      expect(saying(again.listening, 'reset')).toHaveLength(1);
    }
  });

  it('starts over for a screen that is too far behind', async () => {
    const first = await toInboxOf(ann);
    const lead = await aLead(app);
    await until('it has a place', () => first.messages.some(({ id }) => isPlace(id)));
    const { id } = first.messages.findLast((each) => isPlace(each.id))!;
    first.close();
    await aLotHappens(app, 20_001);
    await app.feedsCaughtUp();
    const again = await toInboxOf(ann, { headers: { 'last-event-id': id! } });
    const screen = new Screen(again);
    await until('it begins anew', () => saying(again, 'reset').length === 1 && screen.ids.includes(lead.id));
  });

  it('resumes from a beat if it has sent nothing else', async () => {
    const listening = await toInboxOf(meg);
    await until('it begins', () => saying(listening, 'reset').length === 1);
    await until('a beat has a place', async () => {
      await beat();
      return saying(listening, 'beat').some(({ id }) => id !== undefined);
    });
    const { id } = saying(listening, 'beat').findLast((each) => each.id !== undefined)!;
    const again = await toInboxOf(meg, { headers: { 'last-event-id': id! } });
    const lead = await aLead(app);
    await give(lead, meg);
    await until('the lead comes', () => saying(again, 'inbox.put').some(({ data }) => data.row.id === lead.id));
    expect(saying(again, 'reset')).toEqual([]);
  });

  it('loses none of many changes made at once', async () => {
    const listening = await toInboxOf(ann);
    const screen = new Screen(listening);
    const leads = Array.from({ length: 1_000 }, () => ({ source: 'web', message: 'x'.repeat(2_000) }));
    for (let batch = 0; batch < 2; batch += 1) await app.must('POST', '/v1/leads/batch', { leads });
    const expected = idsOf([...(await inboxOf(ann)), ...(await restOf(ann))]);
    await until('all are there', () => screen.ids.length === expected.length);
    expect(screen.ids).toEqual(expected);
    const fresh = new Screen(await toInboxOf(ann));
    await until('all are there again', () => fresh.ids.length === expected.length);
    expect(listening.hasEnded).toBe(false);
  });

  it('is open only to keys that may read the inbox', async () => {
    const key = await app.keyFor(['rep'], ann.id);
    expect((await app.get(`/v1/reps/${bo.id}/stream`, { key })).status).toBe(404);
    expect((await app.get(`/v1/reps/${NOBODY}/stream`)).status).toBe(404);
    expect((await app.get(`/v1/teams/${team.id}/stream`, { key })).status).toBe(403);
    expect(faults(await app.get(`/v1/reps/${ann.id}/stream?after=x`))).toEqual(['/after cursor']);
    const stranger = await aRep(app, 'Stan');
    const another = await app.keyFor(['manager'], stranger.id);
    expect((await app.get(`/v1/teams/${team.id}/stream`, { key: another })).status).toBe(404);
    await toInboxOf(ann, { key });
  });

  it(`covers the caller's own inbox, and only for a manager also those of the reps below`, async () => {
    const { id: annId } = ann;
    await app.must('PUT', `/v1/reps/${annId}`, { ...(await app.must('GET', `/v1/reps/${annId}`)), managerId: meg.id });
    const [hers, managers] = [await app.keyFor(['rep'], annId), await app.keyFor(['manager'], meg.id)];
    const before = await aLead(app);
    const own = new Screen(await listen('/v1/me/stream', { key: hers }));
    const line = new Screen(await listen('/v1/me/stream?below=true', { key: managers }));
    const narrow = new Screen(await listen('/v1/me/stream', { key: managers }));
    await until('both have it', () => own.ids.includes(before.id) && line.ids.includes(before.id));
    expect(line.rows.get(before.id)).toMatchObject({ repId: annId, row: { ownerId: annId } });
    expect(own.rows.get(before.id)).toEqual(line.rows.get(before.id));
    await give(before, meg);
    await until('it moves within', () => line.update().rows.get(before.id)?.repId === meg.id);
    await until('it leaves hers', () => !own.ids.includes(before.id) && narrow.ids.includes(before.id));
    await give(before, await aRep(app, 'Val'));
    await until('it leaves the line', () => !line.ids.includes(before.id));
    expect(saying(line.listening, 'inbox.gone').at(-1)!.data).toMatchObject({
      leadId: before.id,
      repId: meg.id,
      reason: 'Moved from Meg to Val: by hand',
    });
    expect(narrow.update().ids.every((id) => narrow.rows.get(id)!.repId === meg.id)).toBe(true);
    expect((await app.get('/v1/me/stream?below=true', { key: hers })).status).toBe(403);
    for (const what of ['stream', 'inbox']) {
      const { status, body } = await app.get(`/v1/me/${what}`);
      expect(status).toBe(404);
      expect(body.detail).toBe(
        `This key or session belongs to no rep, so it has no inbox of its own: GET /v1/reps/{id}/${what} names the rep.`,
      );
    }
  });

  it('ends with the session that opened it', async () => {
    const key = await app.keyFor(['rep'], ann.id);
    const { headers } = await app.ask('POST', '/v1/session', { key }, { key: null });
    const cookie = headers.get('set-cookie')!.split(';')[0]!;
    const listening = await listen('/v1/me/stream', { key: null, headers: { cookie } });
    await until('it begins', () => saying(listening, 'reset').length === 1);
    const out = { key: null, headers: { cookie, 'sec-fetch-site': 'same-origin' } };
    expect((await app.ask('DELETE', '/v1/session', undefined, out)).status).toBe(204);
    await until('it has ended', async () => {
      await beat();
      return listening.hasEnded;
    });
  });

  it.each([
    ['loses the scope for the inboxes below', () => ({ scopes: ['rep'], repId: meg.id })],
    ['is another rep by now', () => ({ scopes: ['manager'], repId: bo.id })],
  ])('ends for a user who %s, also without a change of configuration', async (_what, fields) => {
    const { id: repId } = meg;
    const body = { email: `${newId(app.time.now())}@example.com`, name: 'Meg' };
    const user = await app.must('POST', '/v1/users', { ...body, scopes: ['manager'], repId });
    const browser = { method: 'GET', headers: {}, ip: '127.0.0.1' };
    const { cookie } = await app.application.app.get(Sessions).beginByAddress(user.email, browser);
    const headers = { cookie: cookie.split(';')[0]! };
    const listening = await listen('/v1/me/stream?below=true', { key: null, headers });
    await until('it begins', () => saying(listening, 'reset').length === 1);
    await beat();
    expect(listening.hasEnded).toBe(false);
    await app.must('PUT', `/v1/users/${user.id}`, { ...body, ...fields() });
    await until('it has ended', async () => {
      await beat();
      return listening.hasEnded;
    });
  });

  it('tells a rep who was offered a lead which rep has claimed it', async () => {
    const pool = {
      name: 'First come',
      strategy: 'claim',
      claimWithin: 'PT1H',
      members: [{ repId: ann.id }, { repId: bo.id }],
    };
    const { id: poolId } = await app.must('POST', '/v1/pools', pool);
    const before = await app.must('GET', '/v1/routing');
    await allTo(app, { id: poolId });
    const screen = new Screen(await toInboxOf(ann));
    const lead = await aLead(app);
    await until('it is offered', () => screen.ids.includes(lead.id));
    expect(screen.rows.get(lead.id)!.repId).toBeNull();
    await app.must('POST', `/v1/leads/${lead.id}/claim`, {}, { key: await app.keyFor(['rep'], bo.id) });
    await until('it is gone', () => !screen.ids.includes(lead.id));
    const gone = { leadId: lead.id, repId: null, reason: 'Bo claimed it' };
    expect(saying(screen.listening, 'inbox.gone').at(-1)!.data).toMatchObject(gone);
    await app.must('PUT', '/v1/routing', { rules: before.rules, fallback: before.fallback });
  });

  it('ends when the rep of its key is deactivated', async () => {
    const zoe = await aRep(app, 'Zoe');
    const listening = await toInboxOf(zoe, { key: await app.keyFor(['rep'], zoe.id) });
    await until('it begins', () => saying(listening, 'reset').length === 1);
    await app.must('PUT', `/v1/reps/${zoe.id}`, { ...zoe, active: false });
    await until('it has ended', async () => {
      await beat();
      return listening.hasEnded;
    });
  });
});

async function restOf(rep: Json): Promise<Json[]> {
  const first = await app.must('GET', `/v1/reps/${rep.id}/inbox?limit=1000`);
  const rest: Json[] = [];
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const page = await app.must('GET', `/v1/reps/${rep.id}/inbox?limit=1000&cursor=${cursor}`);
    rest.push(...page.data);
    cursor = page.nextCursor;
  }
  return rest;
}

describe('the stream of a team', () => {
  it('carries the inboxes of its members and the reps below them, and the notifications of its manager', async () => {
    const cy = await aRep(app, 'Cy', { managerId: bo.id });
    const key = await app.keyFor(['manager'], meg.id);
    const listening = await listen(`/v1/teams/${team.id}/stream`, { key });
    const screen = new Screen(listening);
    const lead = await aLead(app);
    await until('hers comes', () => screen.ids.includes(lead.id));
    await give(lead, cy);
    await until('it moves', () => screen.update().rows.get(lead.id)?.row.ownerId === cy.id);
    await give(lead, meg);
    await until('it leaves the team', () => !screen.ids.includes(lead.id));
    await until('its manager is told', () =>
      [...screen.update().told.values()].some(({ leadId, type }) => leadId === lead.id && type === 'lead.reassigned'),
    );
  });

  it('sends its manager the texts of their notifications, with contact names only for a manager key', async () => {
    const scopes = ['manager', 'rep'] as const;
    const keys = await Promise.all(scopes.map((scope) => app.keyFor([scope], meg.id)));
    const screens = await Promise.all(keys.map(async (key) => new Screen(await toInboxOf(meg, { key }))));
    const when = { field: 'campaign', op: 'eq', value: 'missed' };
    await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'escalate', to: 'manager' }] }, { when, time: 'elapsed' });
    await aLead(app, { contact: { name: 'Kim Lee' }, campaign: 'missed', owner: { repId: bo.id } });
    await app.moveBy(6 * 60_000);
    for (const [at, screen] of screens.entries()) {
      const missed = () => [...screen.update().told.values()].find(({ type }) => type === 'sla.escalated');
      await until('she is told', () => missed() !== undefined);
      const list = await app.get(`/v1/reps/${meg.id}/notifications?limit=1`, { key: keys[at]! });
      expect(missed()!.text).toBe(list.body.data[0].text);
      expect(missed()!.text).toMatch(scopes[at] === 'manager' ? /^Kim Lee/ : /^A lead/);
    }
  });

  it('starts over when the members of the team change', async () => {
    const dee = await aRep(app, 'Dee');
    const small = await app.must('POST', '/v1/teams', { name: 'Small', repIds: [] });
    const lead = await aLead(app);
    await give(lead, dee);
    const listening = await listen(`/v1/teams/${small.id}/stream`);
    const screen = new Screen(listening);
    await until('it begins', () => saying(listening, 'reset').length === 1);
    await app.must('PUT', `/v1/teams/${small.id}`, { ...small, repIds: [dee.id] });
    await until('it has begun anew', async () => {
      await beat();
      return screen.ids.includes(lead.id);
    });
    expect(saying(listening, 'reset')).toHaveLength(2);
    expect(screen.ids).toEqual([lead.id]);
  });
});

const ACTS = [
  'lead',
  'batch',
  'leave',
  'return',
  'fresh',
  'give',
  'close',
  'touch',
  'sleep',
  'reopen',
  'erase',
] as const;

interface Step {
  readonly do: (typeof ACTS)[number];
  /** Which of the leads so far, modulo their number. */
  readonly lead: number;
}
const step: fc.Arbitrary<Step> = fc.record({ do: fc.constantFrom(...ACTS), lead: fc.nat(20) });

it('a screen that follows the stream shows what the inbox holds, however often it reconnects', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const [eve, fay] = [await aRep(app, `Eve${++count}`), await aRep(app, `Fay${count}`)];
      const pool = await app.must('POST', '/v1/pools', { name: `Pool ${count}`, members: [{ repId: eve.id }] });
      await allTo(app, pool);
      const path = `/v1/reps/${eve.id}/stream`;
      const screen = new Screen(await listen(path));
      const leads: Json[] = [];
      const toldSoFar = () => notificationsOf(app, eve);
      const comeBack = async (lastId: string | undefined): Promise<void> => {
        screen.update().listening.close();
        screen.comesBack(await listen(path, { headers: lastId === undefined ? {} : { 'last-event-id': lastId } }));
        if (isPlace(lastId)) return;
        await until('it begins anew', () => saying(screen.listening, 'reset').length === 1);
        for (const each of await toldSoFar()) screen.told.set(each.id, each);
      };
      const act = async (each: Step): Promise<void> => {
        if (each.do === 'leave') screen.listening.close();
        else if (each.do === 'return') await comeBack(screen.update().lastId);
        else if (each.do === 'fresh') await comeBack(undefined);
        else if (each.do === 'lead')
          leads.push(await aLead(app, { contact: { email: `kim${leads.length}@${count}.example` } }));
        else if (each.do === 'batch') {
          const body = { leads: [1, 2, 3].map(() => ({ source: 'web' })) };
          leads.push(...(await app.must('POST', '/v1/leads/batch', body)).results);
        } else {
          const lead = leads[each.lead % Math.max(1, leads.length)];
          if (lead === undefined) return;
          const at = `/v1/leads/${lead.id}`;
          const wakeAt = new Date(app.time.now() + 3_600_000).toISOString();
          // An action that the lead's present state does not allow is refused and changes nothing.
          if (each.do === 'give') {
            const { ownerId } = await leadNow(app, lead);
            await app.post(`${at}/reassign`, { repId: ownerId === eve.id ? fay.id : eve.id, reason: 'So it is' });
          }
          if (each.do === 'close') await app.post(`${at}/disposition`, { category: 'lost', reason: 'price' });
          if (each.do === 'sleep')
            await app.post(`${at}/disposition`, { category: 'nurture', reason: 'not_now', fields: { wakeAt } });
          if (each.do === 'reopen') await app.post(`${at}/reopen`, { reason: 'They called' });
          if (each.do === 'touch') await app.post(`${at}/touches`, { kind: 'call', outcome: 'noAnswer' });
          if (each.do === 'erase') await app.post('/v1/erasures', { leadId: lead.id, reason: 'They asked' });
        }
      };
      for (const each of steps) await act(each);
      await act({ do: 'return', lead: 0 });
      // These change with time alone, so a row has them as of when it was sent.
      const timeless = (rows: readonly Json[]) =>
        rows.map((row) => JSON.stringify({ ...row, clocks: [], callableFrom: null })).sort();
      const shown = () => timeless([...screen.update().rows.values()].map(({ row }) => row));
      await until('the screen shows the inbox', async () => `${shown()}` === `${timeless(await inboxOf(eve))}`);
      const told = await toldSoFar();
      await until('the rep has heard all they were told', () => screen.update().told.size === told.length);
      expect([...screen.told.keys()].sort()).toEqual(idsOf(told));
      for (const each of open.splice(0)) each.close();
    }),
    { numRuns: runs(4, 12), endOnFailure: true },
  );
});

/** Sends each patient batch only once its gate is opened. */
class Waiting extends InboxHub {
  readonly gates: (() => void)[] = [];

  protected override async sendPatiently(listener: InboxListener, texts: readonly string[]) {
    await new Promise<void>((resolve) => this.gates.push(resolve));
    for (const text of texts) listener.stream.push(text);
  }
}

it('a stream that starts over has no cursor to resume from until its whole snapshot was sent', async () => {
  const program = app.application.app;
  const hub = new Waiting(
    program.get(LedgerStore),
    app.time,
    program.get(HolderStore),
    program.get(LeadsService),
    program.get(NotificationStore),
    program.get(NotificationsService),
    program.get(DirectoryService),
  );
  const watching = (...reps: Json[]): WatchedReps => ({
    inboxes: new Set(reps.map(({ id }) => id)),
    offering: new Set(),
    notified: new Set(),
    as: 'manager',
    timeZone: 'UTC',
  });
  let watched = watching(ann);
  const stream = await hub.listen(watched, null, {
    of: { keyId: 'key', credential: 'key' },
    watch: async () => watched,
  });
  await until('it begins', async () => hub.gates.length === 1);
  watched = watching(ann, bo);
  await hub.beatAll();
  await until('it begins anew', async () => hub.gates.length === 2);
  const [first, anew] = hub.gates.splice(0) as [() => void, () => void];
  const idsOfBeats = /^id: .*(?=\nevent: beat)/gm;
  let heard = '';
  const goOn = async (upTo: () => boolean) =>
    until('it was sent', async () => {
      for (const gate of hub.gates.splice(0)) gate();
      heard += stream.read() ?? '';
      return upTo();
    });
  first();
  await goOn(() => heard.includes('event: reset'));
  const enough = performance.now() + 500;
  await goOn(() => performance.now() > enough);
  expect(heard.match(idsOfBeats)).toBeNull();
  anew();
  await goOn(() => idsOfBeats.test(heard));
  stream.destroy();
  await hub.beforeApplicationShutdown();
});
