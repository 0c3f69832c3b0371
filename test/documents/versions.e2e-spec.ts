import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, allTo, aPool, aRep, eventsOf, faults, leadNow, NOBODY } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';
import { CHANGES, everyDocument } from './every-document.js';

/** Fields that hold only at the moment of an answer, and are in no version. */
const OF_THE_MOMENT = ['receiving', 'available', 'unavailableUntil', 'stopped', 'paused', 'warnings', 'replanned'];

/** Fields that are shown without being set, because they follow from something else. */
const UNSET = ['size', 'timeZone', 'startAt', 'key', 'url', 'formUrl', 'unreachable', 'arrivals'];

let app: TestApplication;
let places: ReadonlyMap<string, string>;

beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
  places = await everyDocument(app);
});
afterAll(() => app.stop());

const versionsOf = async (place: string) => (await app.must('GET', `${place}/versions`)).data;
const restore = (place: string, version: number | string, body?: object, asking: object = {}) =>
  app.ask('POST', `${place}/versions/${version}/restore`, body, asking);
const codeOf = ({ type }: Json) => type.replace('/problems#', '');

/** The part of a document that versions store. */
function keptOf(document: Json): Json {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !OF_THE_MOMENT.includes(name)));
}

// What is told to a rep and who logs in are no configuration: only their present version is known.
const OTHERS = ['told', 'user'];

describe.each(Object.keys(CHANGES).filter((kind) => !OTHERS.includes(kind)))('the document of a %s', (kind) => {
  it('can be read whole in each version, and restored', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    await app.moveBy(1_000);
    const { warnings: _, ...former } = keptOf(read);
    const { version: second } = await app.must('PUT', place, { ...read, ...CHANGES[kind]!(read) });
    expect(second).toBe(read.version + 1);
    expect((await versionsOf(place))[0].changes).not.toEqual([]);
    const [event] = (await app.feed('/v1/events?type=config.changed&limit=1000')).data.slice(-1);
    expect(event!.data).toMatchObject({ version: second, change: 'replaced' });
    const whole = await app.must('GET', `${place}/versions/${read.version}`);
    expect(former).toMatchObject(whole);
    const unkept = Object.keys(former).filter((name) => !(name in whole) && former[name] !== null);
    expect(unkept.filter((name) => !UNSET.includes(name))).toEqual([]);

    const stale = await restore(place, read.version, undefined, { headers: { 'if-match': `"${read.version}"` } });
    expect([stale.status, stale.body.version]).toEqual([412, second]);
    const rehearsed = await app.must('POST', `${place}/versions/${read.version}/restore?dryRun=true`);
    expect(rehearsed.version).toBe(second + 1);
    expect((await app.must('GET', place)).version).toBe(second);

    await app.moveBy(1_000);
    const restored = await restore(place, read.version, {}, { headers: { 'if-match': `"${second}"` } });
    expect([restored.status, restored.headers.get('etag')]).toEqual([200, `"${second + 1}"`]);
    const now = await app.must('GET', place);
    const updated = 'updatedAt' in former ? { updatedAt: new Date(app.time.now()).toISOString() } : {};
    expect(keptOf(now)).toEqual({ ...former, ...updated, version: second + 1 });
    const [last, before] = await versionsOf(place);
    expect([last.version, last.restores, before.restores]).toEqual([second + 1, read.version, undefined]);
  });

  it('does not change when its present version is restored', async () => {
    const place = places.get(kind)!;
    const { version } = await app.must('GET', place);
    const again = await restore(place, version);
    expect([again.status, again.body.version]).toEqual([200, version]);
    expect((await versionsOf(place))[0].version).toBe(version);
  });

  it('answers 404 for an unknown version, and refuses unknown fields', async () => {
    const place = places.get(kind)!;
    for (const version of ['99', '0', '-1', '1.5', 'x', '99999999999']) {
      expect([version, (await app.get(`${place}/versions/${version}`)).status]).toEqual([version, 404]);
      expect([version, (await restore(place, version)).status]).toEqual([version, 404]);
    }
    const { version } = await app.must('GET', place);
    expect(faults(await restore(place, version, { colour: 'red' }))).toEqual(['/colour unknown']);
    expect(faults(await app.post(`${place}/versions/${version}/restore?colour=red`))).toEqual(['/colour unknown']);
  });
});

describe('a version that is restored', () => {
  it('is recorded in the ledger', async () => {
    const { id } = await app.must('POST', '/v1/teams', { name: 'Told', repIds: [] });
    await app.must('PUT', `/v1/teams/${id}`, { name: 'Retold', repIds: [] });
    await app.must('POST', `/v1/teams/${id}/versions/1/restore`);
    const events = await eventsOf(app, id, 'config.changed');
    expect(events.map(({ data }) => data)).toEqual([
      { kind: 'team', version: 1, change: 'created' },
      { kind: 'team', version: 2, change: 'replaced' },
      { kind: 'team', version: 3, change: 'replaced', restores: 1 },
    ]);
  });

  it('is checked as if it were sent today, and what no longer exists is named', async () => {
    const [cy, di] = [await aRep(app, 'Cy'), await aRep(app, 'Di')];
    const pool = await aPool(app, 'Gone', [cy, di]);
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Gone', members: [{ repId: di.id }] });
    await app.must('DELETE', `/v1/reps/${cy.id}`);
    expect(faults(await restore(`/v1/pools/${pool.id}`, 1))).toEqual(['/members/0/repId unknownId']);

    const rules = await app.must('GET', '/v1/routing');
    await allTo(app, pool);
    const { version } = await app.must('GET', '/v1/routing');
    await app.must('PUT', '/v1/routing', { rules: rules.rules, fallback: rules.fallback });
    await app.must('DELETE', `/v1/pools/${pool.id}`);
    expect(faults(await restore('/v1/routing', version))).toEqual(['/rules/0/assign/poolId unknownId']);

    const settings = await app.must('GET', '/v1/settings');
    const told = await app.must('PUT', '/v1/settings', { ...settings, alertsTo: [di.id] });
    await app.must('PUT', '/v1/settings', { ...told, alertsTo: [] });
    await app.must('DELETE', `/v1/reps/${di.id}`);
    expect(faults(await restore('/v1/settings', told.version))).toEqual(['/alertsTo/0 unknownId']);
    expect((await app.must('GET', '/v1/settings')).version).toBe(told.version + 1);
  });

  it('may not take a name that another document has by now', async () => {
    const { id } = await app.must('POST', '/v1/teams', { name: 'Taken', repIds: [] });
    await app.must('PUT', `/v1/teams/${id}`, { name: 'Free', repIds: [] });
    await app.must('POST', '/v1/teams', { name: 'taken', repIds: [] });
    expect(faults(await restore(`/v1/teams/${id}`, 1))).toEqual(['/name taken']);
  });

  it('stays readable after a deletion, but the document stays deleted', async () => {
    const { id } = await app.must('POST', '/v1/teams', { name: 'Deleted', repIds: [] });
    await app.must('DELETE', `/v1/teams/${id}`);
    const place = `/v1/teams/${id}`;
    expect(await app.must('GET', `${place}/versions/1`)).toMatchObject({ id, name: 'Deleted', version: 1 });
    const refused = await restore(place, 1);
    expect([refused.status, codeOf(refused.body)]).toEqual([409, 'deleted']);
    expect(refused.body.detail).toBe(
      'This team was deleted and cannot be restored. Read a version and create a new team from it.',
    );
    expect((await app.get(`${place}/versions/9`)).body.detail).toBe('This team has no version 9.');
    expect((await app.get(`${place}/versions/2`)).status).toBe(404);
    expect((await restore(place, 2)).status).toBe(404);
    expect((await restore(`/v1/teams/${NOBODY}`, 1)).status).toBe(404);
  });

  it('has the order of the fields of a form', async () => {
    const eve = await aRep(app, 'Eve');
    const team = await app.must('POST', '/v1/teams', { name: 'Receiving', repIds: [eve.id] });
    const people = { teamId: team.id, repId: eve.id };
    const kind = await aHandoffKind(app, people, { name: 'Ordered' });
    const { context, ...rest } = kind.form.properties;
    const turned = {
      ...aKindBody(people, { name: 'Ordered' }),
      form: { ...kind.form, properties: { ...rest, context } },
    };
    await app.must('PUT', `/v1/handoff-kinds/${kind.id}`, turned);
    const place = `/v1/handoff-kinds/${kind.id}`;
    const names = (document: Json) => Object.keys(document.form.properties);
    expect(names(await app.must('GET', `${place}/versions/1`))).toEqual(names(kind));
    expect(names((await restore(place, 1)).body)).toEqual(names(kind));
    expect(names((await restore(place, 2)).body)).toEqual(names(turned));
  });
});

describe('secrets', () => {
  it('stay as they are, and are required if they would go to another address', async () => {
    const at = (host: string) => ({
      name: `Tool of ${host}`,
      request: { url: `https://${host}/records`, body: { key: '{{ record.key }}' } },
      idOf: '/id',
      find: { url: `https://${host}/records?key={{ record.key }}`, idOf: '/0/id' },
    });
    const auth = { kind: 'bearer', token: 'hush-hush' };
    const { id } = await app.must('POST', '/v1/record-connectors', { ...at('one.example.com'), auth });
    const place = `/v1/record-connectors/${id}`;
    await app.must('PUT', place, { ...at('one.example.com'), name: 'Renamed' });
    const first = await app.must('GET', `${place}/versions/1`);
    expect(Object.keys(first)).toContain('authSetAt');
    expect(JSON.stringify(first)).not.toContain('hush-hush');
    const renamed = await app.must('POST', `${place}/versions/1/restore`);
    expect([renamed.name, renamed.authSetAt]).toEqual(['Tool of one.example.com', first.authSetAt]);

    await app.must('PUT', place, { ...at('two.example.com'), auth });
    expect(faults(await restore(place, 1))).toEqual(['/request/url address', '/find/url address']);
    await app.moveBy(1_000);
    const restored = await app.must('POST', `${place}/versions/1/restore`, { auth });
    expect(restored.request.url).toBe('https://one.example.com/records');
    const taken = await app.must('POST', `${place}/versions/1/restore`, { auth: null });
    expect(taken.authSetAt).toBeNull();
  });

  it('are required again if a CRM would prove itself in another way', async () => {
    const by = (proof: object) => ({ name: 'Proven', system: 'proven', proof, mapping: { ref: '{{ item.id }}' } });
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const plain = { kind: 'header', header: 'x-secret' };
    const { id } = await app.must('POST', '/v1/crm-connections', { ...by({ kind: 'standard' }), secret });
    const place = `/v1/crm-connections/${id}`;
    await app.must('PUT', place, { ...by(plain), secret: 'a-secret-of-more-than-enough-characters' });
    expect(faults(await restore(place, 1))).toEqual(['/secret required']);
    const restored = await app.must('POST', `${place}/versions/1/restore`, { secret });
    expect(restored.proof.kind).toBe('standard');
  });
});

describe('the consequence of a replacement', () => {
  it('follows from a restored policy too, with applyTo', async () => {
    const own = await TestApplication.start(MONDAY);
    try {
      await aDesk(own, ['Ann']);
      const policy = await aPolicy(own, { within: 'PT2H' }, { time: 'elapsed' });
      const place = `/v1/sla-policies/${policy.id}`;
      await own.must('PUT', place, { ...policy, firstTouch: { ...policy.firstTouch, within: 'PT1H' } });
      const lead = await aLead(own);
      const due = async () => clockOf(await leadNow(own, lead)).dueAt;
      const before = await due();
      const rehearsed = await own.must('POST', `${place}/versions/1/restore?dryRun=true`, { applyTo: 'open' });
      expect(rehearsed).toMatchObject({ version: 3, replanned: { clocks: 1, complete: true } });
      await own.must('POST', `${place}/versions/1/restore`);
      expect(await due()).toBe(before);
      const applied = await own.must('POST', `${place}/versions/1/restore`, { applyTo: 'open' });
      expect(applied).toMatchObject({ version: 3, replanned: { clocks: 1, complete: true } });
      expect(Date.parse(await due()) - Date.parse(before)).toBe(3_600_000);
      expect(faults(await own.post(`${place}/versions/1/restore`, { applyTo: 'closed' }))).toEqual(['/applyTo value']);
    } finally {
      await own.stop();
    }
  });

  it('has to be stated for a rep who would leave again', async () => {
    const own = await TestApplication.start(MONDAY);
    try {
      const { reps } = await aDesk(own, ['Ann', 'Bo']);
      const place = `/v1/reps/${reps[0]!.id}`;
      await own.must('PUT', place, { ...(await own.must('GET', place)), active: false });
      await own.must('PUT', place, { ...(await own.must('GET', place)), active: true });
      await aLead(own);
      const open = await own.post(`${place}/versions/2/restore`);
      expect([open.status, codeOf(open.body)]).toEqual([409, 'open-leads']);
      const left = await own.must('POST', `${place}/versions/2/restore`, { openLeads: 'keep' });
      expect([left.active, left.version]).toEqual([false, 4]);
    } finally {
      await own.stop();
    }
  });
});

describe('the order of policies', () => {
  it('has versions, which can be restored while the policies are the same', async () => {
    const own = await TestApplication.start(MONDAY);
    const place = '/v1/sla-policies/order';
    const put = (ids: readonly string[], asking: object = {}) => own.put(place, ids, asking);
    const ids = ({ data }: Json) => data.map(({ id }: Json) => id);
    try {
      expect(await own.must('GET', `${place}/versions`)).toEqual({ data: [], nextCursor: null });
      const made = [];
      for (const name of ['A', 'B', 'C']) made.push((await aPolicy(own, {}, { name })).id);
      const [a, b, c] = made as [string, string, string];
      const dry = await own.ask('PUT', `${place}?dryRun=true`, [c, b, a]);
      expect(ids(dry.body)).toEqual([c, b, a]);
      expect(ids(await own.must('GET', '/v1/sla-policies'))).toEqual([a, b, c]);
      const turned = await put([c, b, a]);
      expect([ids(turned.body), turned.headers.get('etag')]).toEqual([[c, b, a], '"2"']);
      // The order before the first reordering is stored as well.
      expect(await own.must('GET', `${place}/versions`)).toMatchObject({
        data: [
          { version: 2, by: { type: 'key' }, changes: [{ from: [a, b, c], to: [c, b, a] }] },
          { version: 1, by: { type: 'system' } },
        ],
      });
      expect(await own.must('GET', `${place}/versions/1`)).toMatchObject({ policyIds: [a, b, c], version: 1 });
      expect((await put([c, b, a], { headers: { 'if-match': '"1"' } })).status).toBe(412);
      const stale = await own.ask('POST', `${place}/versions/1/restore`, {}, { headers: { 'if-match': '"1"' } });
      expect(stale.status).toBe(412);
      expect(ids(await own.must('POST', `${place}/versions/1/restore?dryRun=true`))).toEqual([a, b, c]);
      expect(ids(await own.must('GET', '/v1/sla-policies'))).toEqual([c, b, a]);
      const restored = await own.post(`${place}/versions/1/restore`);
      expect([ids(restored.body), restored.headers.get('etag')]).toEqual([[a, b, c], '"3"']);
      expect((await own.must('GET', `${place}/versions`)).data[0]).toMatchObject({ version: 3, restores: 1 });
      const again = await own.post(`${place}/versions/1/restore`);
      expect([again.status, again.headers.get('etag')]).toEqual([200, '"3"']);

      await own.must('DELETE', `/v1/sla-policies/${b}`);
      const { id: d } = await aPolicy(own, {}, { name: 'D' });
      expect(faults(await own.post(`${place}/versions/2/restore`))).toEqual([
        '/policyIds/1 unknownId',
        '/policyIds missing',
      ]);
      await put([d, a, c]);
      expect(await own.must('GET', `${place}/versions/4`)).toMatchObject({ policyIds: [a, c, d] });
      for (const version of ['9', '0', 'x']) {
        expect((await own.get(`${place}/versions/${version}`)).status).toBe(404);
        expect((await own.post(`${place}/versions/${version}/restore`)).status).toBe(404);
      }
    } finally {
      await own.stop();
    }
  });
});
