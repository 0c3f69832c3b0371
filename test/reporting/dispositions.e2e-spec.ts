import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch, faults } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const MARCH = 'from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z';

let app: TestApplication;
let reps: Json[];
let keys: string[];
beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
  ({ reps } = await aDesk(app, ['Ann', 'Bo']));
  keys = [await app.keyFor(['rep'], reps[0]!.id), await app.keyFor(['rep'], reps[1]!.id)];
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const reported = (query = '', asking?: object): Promise<Json> => app.report(`dispositions?${MARCH}&${query}`, asking);
const rows = async (query: string, asking?: object): Promise<Record<string, Json>> =>
  Object.fromEntries((await reported(query, asking)).data.map((row: Json) => [row.label, row]));
const close = (lead: Json, category: string, reason: string, asking?: object) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category, reason }, asking);
const reach = (lead: Json, name: string, amount?: string, currency = 'EUR') =>
  app.must('POST', `/v1/leads/${lead.id}/milestones`, { name, ...(amount && { value: { amount, currency } }) });
const reopen = (lead: Json) => app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asks again' });
const aStranger = (fields: object = {}) => aLead(app, { contact: {}, ...fields });
const listed = async (filter: Record<string, string>): Promise<string[]> =>
  (await app.must('GET', `/v1/leads?${new URLSearchParams(filter)}`)).data.map(({ id }: Json) => id);

describe('the report of dispositions', () => {
  it('reveals a reason whose leads buy after all', async () => {
    const junk = [await aStranger(), await aStranger(), await aStranger(), await aStranger()];
    for (const lead of junk) await close(lead, 'suppress', 'not_a_prospect');
    const dear = await aStranger({ source: 'fair' });
    await close(dear, 'lost', 'price');
    await aStranger();
    for (const lead of junk.slice(0, 2)) await reopen(lead);
    await aTouch(app, junk[2]!, { kind: 'email', direction: 'inbound', outcome: 'replied' });
    await reach(junk[0]!, 'opportunity', '900.00');
    await reach(junk[0]!, 'won', '1200.50');
    await reach(junk[1]!, 'won', '800', 'USD');

    const byReason = await rows('by=reason');
    expect(Object.keys(byReason)).toEqual(['Not a prospect', 'Price', 'not closed with a reason']);
    expect(byReason['Not a prospect']).toMatchObject({
      key: { reason: 'not_a_prospect' },
      // Eight: six that came in, and two that came back.
      of: { leads: 8, closed: 3 },
      closed: 2,
      shareOfLeads: 0.25,
      shareOfClosed: 0.6667,
      closedBy: { rep: 0, rule: 0, key: 2, intake: 0 },
      corrected: 0,
      reversed: 2,
      later: {
        cameBack: 2,
        won: 2,
        wonRate: 0.5,
        wonRateOfCameBack: 1,
        values: { EUR: '1200.50', USD: '800' },
      },
    });
    expect(byReason.Price).toMatchObject({ closed: 1, later: { cameBack: 0, won: 0, wonRateOfCameBack: null } });
    expect(byReason['not closed with a reason']).toMatchObject({
      key: { reason: null },
      filter: null,
      closed: 0,
      milestones: {
        qualified: { leads: 2, values: {} },
        opportunity: { leads: 2, values: { EUR: '900.00' } },
        won: { leads: 2, values: { EUR: '1200.50', USD: '800' } },
      },
    });
    // The list also finds them now that they are won.
    expect((await listed(byReason['Not a prospect']!.filter)).sort()).toEqual(junk.map(({ id }) => id).sort());

    // A share is of all leads of the source.
    const bySource = await rows('by=source,reason');
    expect(bySource['fair, Price']).toMatchObject({ of: { leads: 1, closed: 1 }, shareOfLeads: 1 });
    expect(bySource['web, Not a prospect']).toMatchObject({ of: { leads: 7, closed: 2 }, shareOfClosed: 1 });
    const first = await rows('by=reason&cycles=first');
    expect(first['Not a prospect']).toMatchObject({ of: { leads: 6, closed: 3 }, later: { won: 2 } });
  });

  it('distinguishes who closed a lead: a rep, a rule, a program, or a suppression at intake', async () => {
    const closing = { category: 'recycle', reason: 'unreachable' };
    const unreachable = Object.fromEntries([
      ['attempts', 2],
      ['over', 'PT1H'],
      ['then', closing],
    ]);
    await aPolicy(app, { onBreach: [] }, { time: 'elapsed', unreachable });
    const spam = await aLead(app, { contact: { email: 'spam@example.org' } });
    const owner = reps.findIndex(({ id }) => id === spam.ownerId);
    await close(spam, 'suppress', 'spam', { key: keys[owner]! });
    expect((await aLead(app, { contact: { email: 'spam@example.org' } })).status).toBe('suppressed');
    await close(await aStranger(), 'suppress', 'duplicate');
    const silent = await aLead(app, { contact: { phone: '+4930901820' } });
    await aTouch(app, silent);
    await app.moveBy(2 * HOUR);
    await aTouch(app, silent);
    expect((await app.must('GET', `/v1/leads/${silent.id}`)).status).toBe('recycled');
    const { total } = await reported();
    expect(total).toMatchObject({ closed: 4, closedBy: { rep: 1, rule: 1, key: 1, intake: 1 } });
    expect((await rows('by=category')).suppress).toMatchObject({ closed: 3, shareOfClosed: 0.75 });
    expect((await rows('by=intent')).neverExisted).toMatchObject({ closed: 2, filter: null });
    // A lead suppressed at intake never had an owner.
    expect((await rows('by=rep')).nobody).toMatchObject({ closed: 1, closedBy: { intake: 1 } });
  });

  it('counts a corrected disposition as its correction, also in figures of the past', async () => {
    const lead = await aStranger();
    await close(lead, 'suppress', 'duplicate');
    expect((await rows('by=reason'))['A duplicate']).toMatchObject({ closed: 1, corrected: 0 });
    await app.must('POST', `/v1/leads/${lead.id}/disposition/correct`, { category: 'lost', reason: 'price' });
    const byReason = await rows('by=reason');
    expect(Object.keys(byReason)).toEqual(['Price']);
    expect(byReason.Price).toMatchObject({ closed: 1, corrected: 1, reversed: 0 });
    expect(await listed({ closedWith: 'duplicate' })).toEqual([]);
    expect(await listed({ closedWith: 'PRICE', closedAs: 'lost' })).toEqual([lead.id]);
    await reopen(lead);
    expect((await rows('by=reason')).Price).toMatchObject({ closed: 0, corrected: 0, reversed: 1 });
    expect(await listed({ closedWith: 'price' })).toEqual([lead.id]);
    expect(await listed({ reason: 'price' })).toEqual([]);
  });

  it('removes the value of a reversed milestone, and otherwise uses its present value', async () => {
    const lead = await aStranger();
    const { milestones } = await reach(lead, 'won', '100.00');
    const path = `/v1/leads/${lead.id}/milestones/${milestones[0].id}`;
    await app.must('PUT', `${path}/value`, { amount: '150.25', currency: 'EUR' });
    expect((await reported()).total.milestones.won).toEqual({ leads: 1, values: { EUR: '150.25' } });
    const disposition = { category: 'lost', reason: 'price' };
    await app.must('POST', `${path}/reverse`, { reason: 'The order was cancelled', disposition });
    expect((await reported()).total).toMatchObject({
      closed: 1,
      later: { won: 0 },
      milestones: { won: { leads: 0, values: {} }, qualified: { leads: 0 } },
    });
  });

  it('counts a lead for its last owner, in the team of that time', async () => {
    const [ann, bo] = reps;
    const team = await app.must('POST', '/v1/teams', { name: 'East', repIds: [ann!.id] });
    await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: false });
    const [kept, moved] = [await aStranger(), await aStranger()];
    await app.must('POST', `/v1/leads/${moved.id}/reassign`, { repId: bo!.id, reason: 'Speaks Dutch' });
    await app.reportsCaughtUp();
    await app.must('PUT', `/v1/teams/${team.id}`, { ...team, repIds: [bo!.id] });
    for (const lead of [kept, moved]) await close(lead, 'lost', 'price');
    const one = { of: { leads: 1, closed: 1 }, closed: 1 };
    // The list has no parameter for the last owner: by `hadBy` it would show both leads for Ann.
    expect(await listed({ hadBy: ann!.id })).toHaveLength(2);
    expect(await rows('by=rep')).toMatchObject({ Ann: { ...one, filter: null }, Bo: { ...one, filter: null } });
    expect(await rows('by=team')).toMatchObject({ East: one, 'no team': one });
    // A rep sees only the leads that were theirs in the end.
    expect((await reported('', { key: keys[0]! })).total).toMatchObject(one);
    expect(Object.keys(await rows('by=rep', { key: keys[1]! }))).toEqual(['Bo']);
  });

  it('groups by the week and the day of receipt, and leaves test leads out', async () => {
    const early = await aStranger();
    await aStranger({ test: true });
    await app.moveBy(9 * DAY);
    const late = await aStranger();
    for (const lead of [early, late]) await close(lead, 'lost', 'price');
    const { data } = await reported('by=week&timeZone=Europe/Berlin');
    expect(data.map(({ label, closed }: Json) => [label, closed])).toEqual([
      ['2026-03-02', 1],
      ['2026-03-09', 1],
    ]);
    expect(data[1].filter).toMatchObject({
      receivedFrom: '2026-03-08T23:00:00.000Z',
      receivedTo: '2026-03-15T23:00:00.000Z',
    });
    expect(await listed(data[1].filter)).toEqual([late.id]);
    expect(Object.keys(await rows('by=day,reason'))).toEqual(['2026-03-02, Price', '2026-03-11, Price']);
    expect((await reported('test=true')).total).toMatchObject({ of: { leads: 1 }, closed: 0 });
  });

  it('is the only report that groups leads by how they ended', async () => {
    expect(faults(await app.get('/v1/reports/breaches?by=reason'))).toEqual(['/by value']);
    expect(faults(await app.get('/v1/reports/dispositions?by=reason,reasons,owner'))).toEqual([
      '/by value',
      '/by value',
      '/by tooMany',
    ]);
  });
});
