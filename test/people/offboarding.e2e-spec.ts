import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aLead, allTo, aPool, aRep, eventsOf, faults, leadNow, NOBODY, theReps } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let cy: Json;
let desk: Json;
beforeEach(async () => {
  app = await TestApplication.start();
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy']);
  desk = await aPool(app, 'Desk', [ann, cy]);
  await allTo(app, desk);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

const offboard = (rep: Json, body: object, query = '') => app.ask('POST', `/v1/reps/${rep.id}/offboard${query}`, body);
const repNow = (rep: Json) => app.must('GET', `/v1/reps/${rep.id}`);
const at = (ms: number) => new Date(app.time.now() + ms).toISOString();
const count = ({ owned }: Json, what: string) => owned.find((each: Json) => each.what === what)?.count;

/** Ann with leads, an account, deals, a team and a report. */
async function settled() {
  const leads = [];
  while (leads.length < 3) {
    const lead = await aLead(app);
    if (lead.ownerId === ann.id) leads.push(lead);
  }
  const account = await app.must('POST', '/v1/accounts', {
    name: 'Acme',
    ownerRepId: ann.id,
    roles: { sales: ann.id },
  });
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Site',
    account: { id: account.id },
    ownerRepId: ann.id,
    amount: '100.00',
    currency: 'EUR',
  });
  const team = await app.must('POST', '/v1/teams', { name: 'North', managerId: ann.id, repIds: [ann.id, cy.id] });
  const dan = await aRep(app, 'Dan', { managerId: ann.id });
  return { leads, account, deal, team, dan };
}

describe('offboarding a rep', () => {
  it.each([
    ['a key', (repId: string) => app.must('POST', '/v1/api-keys', { name: 'Cy', scopes: ['rep', 'admin'], repId })],
    [
      'a user',
      (repId: string) =>
        app.must('POST', '/v1/users', { email: 'cy@example.com', name: 'Cy', scopes: ['rep', 'admin'], repId }),
    ],
  ])('takes an admin if the rep is one by %s', async (_, become) => {
    await app.must('PUT', `/v1/reps/${cy.id}`, { name: 'Cy', email: cy.email, managerId: bo.id });
    const key = await app.keyFor(['manager'], bo.id);
    const ask = (query: string) => app.post(`/v1/reps/${cy.id}/offboard${query}`, {}, { key });
    expect((await ask('?dryRun=true')).status).toBe(200);
    await become(cy.id);
    for (const query of ['?dryRun=true', '']) {
      const { status, body } = await ask(query);
      expect([status, body.detail]).toEqual([403, 'Cy is an admin: only another admin offboards them.']);
    }
    expect((await repNow(cy)).active).toBe(true);
    expect((await offboard(cy, { at: at(HOUR) })).status).toBe(200);
    expect((await app.ask('DELETE', `/v1/reps/${cy.id}/offboard`, undefined, { key })).status).toBe(403);
    expect((await offboard(cy, {})).status).toBe(200);
    expect((await repNow(cy)).active).toBe(false);
  });

  it('lists what they own, what names them and what is undecided, and changes nothing', async () => {
    const { leads, account, deal, team, dan } = await settled();
    await app.must('PUT', '/v1/routing', {
      rules: [{ name: 'Named', when: { field: 'source', op: 'eq', value: 'x' }, assign: { repId: ann.id } }],
      fallback: { poolId: desk.id, queueOwnerId: ann.id },
    });
    const covered = await app.must('POST', `/v1/reps/${dan.id}/absences`, {
      from: '2026-03-09T08:00:00Z',
      to: '2026-03-13T17:00:00Z',
      coverRepId: ann.id,
    });
    const { status, body } = await offboard(ann, {}, '?dryRun=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({ repId: ann.id, state: 'foreseen', reports: [dan.id], handedOver: {} });
    expect(body.owned).toMatchObject([
      { what: 'leads', count: 3, ids: leads.map(({ id }) => id).sort() },
      { what: 'deals', count: 1, ids: [deal.id] },
      { what: 'accounts', count: 1, ids: [account.id] },
      { what: 'handoffs', count: 0, ids: [] },
    ]);
    expect(body.missing.map(({ pointer }: Json) => pointer)).toEqual(['/leads', '/deals', '/accounts', '/reports']);
    expect(body.missing[0].message).toBe('Ann has 3 open leads: say who gets them.');
    expect(body.names).toEqual(
      expect.arrayContaining([
        { kind: 'pool', id: desk.id, name: 'Desk', becomes: 'without' },
        { kind: 'team', id: team.id, name: 'North', becomes: 'without' },
        { kind: 'rep', id: dan.id, name: 'Dan', becomes: 'handedOver' },
        { kind: 'routing rule', id: null, name: 'Named', becomes: 'stays' },
        { kind: 'routing', id: null, name: 'queue owner', becomes: 'stays' },
        { kind: 'absence', id: covered.id, name: 'Dan', becomes: 'stays' },
      ]),
    );
    // These are what they own, of which only what is open is handed over.
    const kinds = body.names.map(({ kind }: Json) => kind);
    for (const kind of ['lead', 'deal', 'account']) expect(kinds).not.toContain(kind);
    const later = await offboard(ann, { at: '2026-03-14T08:00:00Z' }, '?dryRun=true');
    expect(later.body.names.map(({ kind }: Json) => kind)).not.toContain('absence');
    expect((await repNow(ann)).active).toBe(true);
  });

  it('hands everything over at once, and notifies each successor once', async () => {
    const { leads, account, deal, team, dan } = await settled();
    const { status, body } = await offboard(ann, {
      leads: { repId: bo.id },
      accounts: { repId: bo.id },
      deals: { repId: cy.id },
      reports: { managerId: bo.id },
    });
    expect([status, body.state, body.handedOver]).toEqual([200, 'done', { leads: 3, deals: 1, accounts: 1 }]);
    await app.settle();
    for (const lead of leads) expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    const [latest] = (await app.must('GET', `/v1/leads/${leads[0]!.id}/routing`)).data;
    expect(latest).toMatchObject({ repId: bo.id, cause: 'offboard' });
    expect(await app.must('GET', `/v1/accounts/${account.id}`)).toMatchObject({
      ownerRepId: bo.id,
      roles: { sales: bo.id },
    });
    expect((await app.must('GET', `/v1/deals/${deal.id}`)).ownerRepId).toBe(cy.id);
    expect(await repNow(ann)).toMatchObject({ active: false });
    expect((await repNow(dan)).managerId).toBe(bo.id);
    expect(await app.must('GET', `/v1/teams/${team.id}`)).toMatchObject({ managerId: bo.id, repIds: [cy.id] });
    expect((await app.must('GET', `/v1/pools/${desk.id}`)).members).toMatchObject([{ repId: cy.id }]);
    expect(await toldTo(app, bo, 'rep.inherited')).toEqual([
      'You take over from Ann, who has left: 3 leads and 1 account',
    ]);
    expect(await toldTo(app, cy, 'rep.inherited')).toEqual(['You take over from Ann, who has left: 1 deal']);
    expect(await eventsOf(app, ann.id, 'rep.away')).toMatchObject([{ data: { cause: 'deactivated' } }]);
    const { data } = await app.must('GET', `/v1/leads/${leads[0]!.id}/timeline`);
    expect(data.at(-1).text).toMatch(/Ann has left/);
  });

  it('has a pool deal the leads among its other members', async () => {
    const { leads } = await settled();
    const rest = { accounts: { repId: bo.id }, deals: { repId: bo.id }, reports: { managerId: null } };
    expect((await offboard(ann, { leads: { poolId: desk.id }, ...rest })).status).toBe(200);
    for (const lead of leads) expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
  });

  it('is refused without a valid successor for what they own, and changes nothing', async () => {
    const { leads } = await settled();
    expect(faults(await offboard(ann, { leads: { repId: bo.id } }))).toEqual([
      ...['/deals required', '/accounts required', '/reports required'],
    ]);
    const others = { accounts: { repId: bo.id }, deals: { repId: bo.id }, reports: { managerId: null } };
    expect(faults(await offboard(ann, { leads: { repId: ann.id }, ...others }))).toEqual(['/leads/repId self']);
    expect(faults(await offboard(ann, { leads: { poolId: NOBODY }, ...others }))).toEqual(['/leads/poolId unknownId']);
    await app.must('PUT', `/v1/reps/${cy.id}`, {
      name: 'Cy',
      email: 'cy@example.com',
      active: false,
      openLeads: 'keep',
    });
    expect(faults(await offboard(ann, { leads: { repId: cy.id }, ...others }))).toEqual(['/leads/repId inactive']);
    expect(faults(await offboard(ann, { leads: { repId: bo.id, poolId: desk.id } }))).toEqual(['/leads tooMany']);
    expect((await leadNow(app, leads[0]!)).ownerId).toBe(ann.id);
    expect((await repNow(ann)).active).toBe(true);
  });

  it('gives their reports to no rep below them', async () => {
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: bo.email, managerId: ann.id });
    await app.must('PUT', `/v1/reps/${cy.id}`, { name: 'Cy', email: cy.email, managerId: bo.id });
    for (const below of [bo, cy]) {
      for (const query of ['?dryRun=true', '']) {
        const refused = await offboard(ann, { reports: { managerId: below.id } }, query);
        expect([refused.status, ...faults(refused)]).toEqual([422, '/reports/managerId cycle']);
      }
    }
    const { body } = await offboard(ann, { reports: { managerId: bo.id } }, '?dryRun=true');
    expect(body.errors[0].message).toBe(
      'Bo is below Ann, and would become their own manager: give Bo another manager first, or name another rep.',
    );
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: bo.email });
    expect((await offboard(ann, { reports: { managerId: bo.id }, at: at(HOUR) })).status).toBe(200);
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: bo.email, managerId: ann.id });
    await app.moveBy(HOUR);
    expect([(await repNow(ann)).active, (await repNow(bo)).managerId]).toEqual([false, undefined]);
  });

  it('takes place at its instant despite edits of the rep, unless a later request replaces it', async () => {
    const { leads } = await settled();
    const body = {
      leads: { repId: bo.id },
      accounts: { repId: bo.id },
      deals: { repId: bo.id },
      reports: { managerId: null },
    };
    expect(faults(await offboard(ann, { ...body, at: at(-HOUR) }))).toEqual(['/at past']);
    const planned = await offboard(ann, { ...body, at: at(HOUR) });
    expect(planned).toMatchObject({ status: 200, body: { state: 'planned' } });
    expect((await offboard(ann, {}, '?dryRun=true')).body.plannedAt).toBe(planned.body.at);
    const { name, email } = await repNow(ann);
    await app.must('PUT', `/v1/reps/${ann.id}`, { name, email });
    await app.must('PUT', `/v1/reps/${ann.id}`, { name, email, skills: { language: ['de'] } });
    expect((await offboard(ann, {}, '?dryRun=true')).body.plannedAt).toBe(planned.body.at);

    await offboard(ann, { ...body, at: at(3 * HOUR) });
    await offboard(ann, { ...body, leads: { poolId: desk.id }, at: at(HOUR) });
    await app.moveBy(HOUR - 1_000);
    expect((await repNow(ann)).active).toBe(true);
    await app.moveBy(1_000);
    expect((await repNow(ann)).active).toBe(false);
    for (const lead of leads) expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
  });

  it('takes place later if it is postponed at its instant', async () => {
    expect((await offboard(bo, { at: at(HOUR) })).status).toBe(200);
    app.time.moveTo(app.time.now() + HOUR);
    const other = new pg.Client({ connectionString: app.database.url });
    await other.connect();
    await other.query('begin');
    await other.query('lock table offboarding in access exclusive mode');
    const settled = app.settle();
    await app.somebodyWaits(1);
    const postponed = offboard(bo, { at: at(HOUR) });
    await app.somebodyWaits(2);
    await other.query('rollback');
    await other.end();
    await settled;
    expect([(await postponed).status, (await repNow(bo)).active]).toEqual([200, true]);
    await app.moveBy(HOUR);
    expect((await repNow(bo)).active).toBe(false);
  });

  it.each(['inactive', 'deleted'])('takes place if the successor is %s by then, and gives them nothing', async (by) => {
    const { leads, account, dan, team } = await settled();
    const to = { repId: bo.id };
    await offboard(ann, { leads: to, accounts: to, deals: to, reports: { managerId: bo.id }, at: at(HOUR) });
    if (by === 'deleted') await app.must('DELETE', `/v1/reps/${bo.id}`);
    else await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: bo.email, active: false });
    await app.moveBy(HOUR);
    expect((await repNow(ann)).active).toBe(false);
    expect((await repNow(dan)).managerId).toBeUndefined();
    expect((await app.must('GET', `/v1/teams/${team.id}`)).managerId).toBeUndefined();
    for (const lead of leads) expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
    expect((await app.must('GET', `/v1/accounts/${account.id}`)).ownerRepId).toBe(ann.id);
  });

  it('does not take place if they were set inactive before', async () => {
    const { leads } = await settled();
    const { name, email } = await repNow(ann);
    const body = {
      leads: { repId: bo.id },
      accounts: { repId: bo.id },
      deals: { repId: bo.id },
      reports: { managerId: null },
    };
    await offboard(ann, { ...body, at: at(HOUR) });
    await app.must('PUT', `/v1/reps/${ann.id}`, { name, email, active: false, openLeads: 'keep' });
    await app.must('PUT', `/v1/reps/${ann.id}`, { name, email });
    expect((await offboard(ann, {}, '?dryRun=true')).body.plannedAt).toBeNull();
    expect(await eventsOf(app, ann.id, 'config.changed')).toContainEqual(
      expect.objectContaining({ data: { kind: 'offboarding', change: 'deleted' } }),
    );
    await app.moveBy(2 * HOUR);
    expect((await repNow(ann)).active).toBe(true);
    for (const lead of leads) expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('can be read while it is planned, with successors who have left by then', async () => {
    const { account } = await settled();
    const read = (key?: string) =>
      app.ask('GET', `/v1/reps/${ann.id}/offboard`, undefined, key === undefined ? {} : { key });
    expect(await read()).toMatchObject({ status: 404, body: { detail: 'No offboarding of Ann is planned.' } });
    const request = {
      leads: { repId: bo.id },
      accounts: { repId: bo.id },
      deals: { repId: bo.id },
      reports: { managerId: null },
      at: at(HOUR),
    };
    const planned = (await offboard(ann, request)).body;
    expect(planned).toMatchObject({
      state: 'planned',
      plannedAt: request.at,
      at: request.at,
      request: { leads: request.leads },
    });
    const { status, body } = await read();
    expect([status, body]).toEqual([200, planned]);
    expect(count(body, 'accounts')).toBe(1);
    expect(body.owned.find(({ what }: Json) => what === 'accounts').ids).toEqual([account.id]);
    // Readable by those who may plan it; for all others it does not exist.
    const scoped = async (scope: string, rep: Json) => (await read(await app.keyFor([scope], rep.id))).status;
    expect([await scoped('manager', cy), await scoped('manager', ann), await scoped('rep', ann)]).toEqual([
      404, 404, 403,
    ]);
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: bo.email, active: false });
    expect((await read()).body.missing.map(({ pointer }: Json) => pointer)).toContain('/leads/repId');
    await app.must('DELETE', `/v1/reps/${ann.id}/offboard`);
    expect((await read()).status).toBe(404);
    expect(
      (
        await offboard(ann, {
          ...request,
          leads: { repId: cy.id },
          accounts: { repId: cy.id },
          deals: { repId: cy.id },
          at: undefined,
        })
      ).body,
    ).toMatchObject({ state: 'done', plannedAt: null });
  });

  it('waits while it would revoke the last admin key, as the setup says, and is logged once', async () => {
    const asking = { key: await app.keyFor(['admin', 'rep'], bo.id) };
    const heldUp = async () =>
      (await app.must('GET', '/v1/setup', undefined, asking)).warnings.filter(
        ({ code }: Json) => code === 'offboardingHeldUp',
      );
    const leavesAt = at(HOUR);
    await offboard(bo, { at: leavesAt });
    expect(await heldUp()).toEqual([]);
    for (const { id, repId } of (await app.must('GET', '/v1/api-keys')).data)
      if (repId === null) await app.must('DELETE', `/v1/api-keys/${id}`, undefined, asking);
    expect((await heldUp()).map(({ text }: Json) => text)).toEqual([
      expect.stringContaining(`The offboarding of Bo, planned for ${leavesAt}, waits`),
    ]);
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await app.moveBy(HOUR + 3 * 60_000);
    expect(logged.mock.calls).toEqual([[expect.stringContaining('create a new one first')]]);
    expect(await app.must('GET', `/v1/reps/${bo.id}`, undefined, asking)).toMatchObject({ active: true });
    await app.must('POST', '/v1/api-keys', { name: 'Another', scopes: ['admin'] }, asking);
    expect(await heldUp()).toEqual([]);
    await app.moveBy(60_000);
    expect((await app.ask('GET', '/v1/me', undefined, asking)).status).toBe(401);
  });

  it('does not take place once it is withdrawn', async () => {
    const planned = () => app.ask('DELETE', `/v1/reps/${bo.id}/offboard`);
    expect(await planned()).toMatchObject({
      status: 404,
      body: { detail: 'No offboarding of Bo is planned.' },
    });
    await offboard(bo, { at: at(HOUR) });
    expect((await planned()).status).toBe(204);
    expect((await offboard(bo, {}, '?dryRun=true')).body.plannedAt).toBeNull();
    expect((await eventsOf(app, bo.id as string, 'config.changed')).at(-1)).toMatchObject({
      data: { kind: 'offboarding', change: 'deleted' },
    });
    await app.moveBy(2 * HOUR);
    expect((await repNow(bo)).active).toBe(true);
    expect((await planned()).status).toBe(404);
  });

  it('is for admins, and managers of the rep', async () => {
    const eve = await aRep(app, 'Eve');
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: 'ann@example.com', managerId: eve.id });
    const keyOf = async (rep: Json) =>
      (await app.must('POST', '/v1/api-keys', { name: `${rep.name}`, scopes: ['manager'], repId: rep.id })).key;
    const ask = (key: string, rep: Json) => app.ask('POST', `/v1/reps/${rep.id}/offboard?dryRun=true`, {}, { key });
    const [ofEve, ofBo] = [await keyOf(eve), await keyOf(bo)];
    expect((await ask(ofEve, ann)).status).toBe(200);
    expect((await ask(ofEve, eve)).status).toBe(404);
    expect((await ask(ofBo, ann)).status).toBe(404);
    expect((await offboard(eve, { reports: { managerId: bo.id }, at: at(HOUR) })).status).toBe(200);
    const withdraw = (key: string) => app.ask('DELETE', `/v1/reps/${eve.id}/offboard`, undefined, { key });
    expect([(await withdraw(ofEve)).status, (await withdraw(ofBo)).status]).toEqual([404, 404]);
    expect((await app.ask('DELETE', `/v1/reps/${eve.id}/offboard`)).status).toBe(204);
  });

  it('needs no decisions for a rep who owns nothing', async () => {
    const { body } = await offboard(bo, {}, '?dryRun=true');
    expect([count(body, 'leads'), body.missing]).toEqual([0, []]);
    expect((await offboard(bo, {})).body.state).toBe('done');
  });
});
