import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Asking } from '../support/client.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, eventsOf, leadNow, NOBODY } from '../support/people.js';
import { spoil } from '../support/spoil.js';

const at = (minutes: number) => new Date(Date.parse(MONDAY) + minutes * MINUTE).toISOString();

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeEach(async () => {
  app = await TestApplication.start();
  [ann, bo] = (await aDesk(app, ['Ann', 'Bo'])).reps as [Json, Json];
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

const of = (rep: { id: string }) => ({ owner: { repId: rep.id } });
/** Milestones happen now by default. */
const reach = async (reached: readonly object[], asking: Asking = {}): Promise<Json[]> => {
  const occurredAt = new Date(app.time.now()).toISOString();
  const milestones = reached.map((each) => ({ occurredAt, ...each }));
  return (await app.must('POST', '/v1/milestones/batch', { milestones }, asking)).results;
};
const dispose = async (dispositions: readonly object[], asking: Asking = {}): Promise<Json[]> =>
  (await app.must('POST', '/v1/dispositions/batch', { dispositions }, asking)).results;
const statuses = (results: readonly Json[]) => results.map(({ status }) => status);
const faultsOf = (results: readonly Json[]) =>
  results.map(({ errors = [] }) => errors.map(({ pointer, code }: Json) => `${pointer} ${code}`));
const namesOf = async (lead: { id: string }) =>
  (await leadNow(app, lead)).milestones.map(({ name }: Json) => name as string);

/** The events of a lead, without ids of its own. */
async function toldOf(lead: { id: string }): Promise<unknown[]> {
  const own = /"(?:milestoneId|dispositionId|clockId|assignmentId|leadId)":"[^"]+"/g;
  return (await eventsOf(app, lead.id, '*')).map(({ type, occurredAt, actor, data }) => [
    type,
    occurredAt,
    actor.type,
    JSON.stringify(data).replace(own, ''),
  ]);
}

describe('milestones in a batch', () => {
  it('have the same effect as single requests', async () => {
    const contact = { email: 'lee@example.org', phone: '+4930901820' };
    const batched = [await aLead(app, of(ann)), await aLead(app, { ...of(bo), source: 'a', externalId: '1', contact })];
    const single = [await aLead(app, of(ann)), await aLead(app, { ...of(bo), source: 'a', externalId: '2' })];
    await app.moveBy(30 * MINUTE);
    const value = { amount: '900.00', currency: 'EUR' };
    const results = await reach([
      { email: contact.email, name: 'won', occurredAt: at(20), value },
      { leadId: batched[0].id, name: 'qualified' },
      { leadExternalId: '1', source: 'A', name: 'qualified', occurredAt: at(10) },
      { phone: '0049 30 901820', name: 'opportunity', occurredAt: at(15), value },
    ]);
    expect(results).toMatchObject([1, 0, 1, 1].map((lead) => ({ status: 'recorded', leadId: batched[lead].id })));
    const alone: [number, object][] = [
      [0, { name: 'qualified' }],
      [1, { name: 'qualified', occurredAt: at(10) }],
      [1, { name: 'opportunity', occurredAt: at(15), value }],
      [1, { name: 'won', occurredAt: at(20), value }],
    ];
    for (const [lead, body] of alone) await app.must('POST', `/v1/leads/${single[lead].id}/milestones`, body);
    for (const lead of [0, 1]) expect(await toldOf(batched[lead])).toEqual(await toldOf(single[lead]));
    expect(await leadNow(app, batched[1])).toMatchObject({ status: 'won', workState: 'qualified' });
    expect(await namesOf(batched[1])).toEqual(['qualified', 'opportunity', 'won']);
  });

  it('appear in the feed of outcomes with the attempts until then', async () => {
    const [one, other] = [await aLead(app, of(ann)), await aLead(app, of(bo))];
    await app.must('POST', `/v1/leads/${one.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await reach([one, other].map(({ id: leadId }) => ({ leadId, name: 'won' })));
    await app.feedsCaughtUp();
    const { data } = await app.must('GET', '/v1/dispositions?include=milestones');
    expect(data.map(({ leadId, attempts }: Json) => [leadId, attempts]).sort()).toEqual(
      [
        [one.id, 1],
        [other.id, 0],
      ].sort(),
    );
  });

  it('are not recorded again when sent again, which is why each needs its instant', async () => {
    const { id: leadId } = await aLead(app, of(ann));
    const value = { amount: '100.00', currency: 'EUR' };
    const sent = [{ leadId, name: 'opportunity', occurredAt: at(0), value }];
    expect(statuses(await reach(sent))).toEqual(['recorded']);
    await app.moveBy(5 * MINUTE);
    expect(statuses(await reach(sent))).toEqual(['existing']);
    expect(await namesOf({ id: leadId })).toEqual(['opportunity']);
    const undated = await app.must('POST', '/v1/milestones/batch', { milestones: [{ leadId, name: 'qualified' }] });
    expect(faultsOf(undated.results)).toEqual([['/milestones/0/occurredAt required']]);
  });

  it('are refused one by one, each with its faults', async () => {
    const lead = await aLead(app, of(ann));
    const leadId = lead.id;
    const results = await reach([
      { leadId, name: 'lost' },
      { leadId, name: 'qualified', occurredAt: at(6) },
      { leadId, name: 'qualified', occurredAt: at(-6), email: 'kim@example.org' },
      { leadId: NOBODY, name: 'qualified' },
      { leadId, name: 'won' },
      { leadId, name: 'qualified' },
    ]);
    expect(statuses(results)).toEqual(['invalid', 'invalid', 'invalid', 'noMatch', 'recorded', 'invalid']);
    expect(faultsOf(results).flat()).toEqual([
      expect.stringMatching(/^\/milestones\/0\/name /),
      '/milestones/1/occurredAt future',
      '/milestones/2 oneOf',
      '/milestones/3/leadId unknownLead',
      '/milestones/5 leadState',
    ]);
    expect(await namesOf(lead)).toEqual(['won']);
  });

  it('of one name at one instant are one, however often they are sent', async () => {
    const lead = await aLead(app, of(ann));
    await app.moveBy(10 * MINUTE);
    const won = { leadId: lead.id, name: 'won', occurredAt: at(5) };
    const results = await reach([won, won, { ...won, occurredAt: at(6) }]);
    expect(statuses(results)).toEqual(['recorded', 'existing', 'invalid']);
    expect(results[1].id).toBe(results[0].id);
    expect(statuses(await reach([won]))).toEqual(['existing']);
    const { leadId: _, ...alone } = won;
    expect((await app.post(`/v1/leads/${lead.id}/milestones`, alone)).status).toBe(200);
    expect(await namesOf(lead)).toEqual(['won']);
    expect(await eventsOf(app, lead.id, 'lead.milestone')).toHaveLength(1);
  });

  it('are recorded even if one of them cannot be stored', async () => {
    const leads = [await aLead(app), await aLead(app), await aLead(app)];
    await spoil(app, 'lead', leads[1], '23514');
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const results = await reach(leads.map(({ id }) => ({ leadId: id, name: 'qualified' })));
    expect(faultsOf(results)).toEqual([[], ['/milestones/1 failed'], []]);
    expect(logged.mock.calls).toEqual([[expect.stringMatching(/^A milestone of a batch .* the row is spoilt/)]]);
    for (const [index, lead] of leads.entries()) expect(await namesOf(lead)).toHaveLength(index === 1 ? 0 : 1);
  });
});

describe('dispositions in a batch', () => {
  it('have the same effect as single requests', async () => {
    const made = async () => [await aLead(app, of(ann)), await aLead(app, of(bo)), await aLead(app, of(ann))];
    const [batched, single] = [await made(), await made()];
    const bodies = [
      { category: 'nurture', reason: 'not_now', fields: { wakeAt: at(2 * 24 * 60) } },
      { category: 'lost', reason: 'price', note: 'Too dear' },
      { category: 'recycle', reason: 'stale', fields: { recycleAfter: 'P2D' } },
    ];
    const results = await dispose(bodies.map((body, index) => ({ ...body, leadId: batched[index].id })));
    expect(statuses(results)).toEqual(['recorded', 'recorded', 'recorded']);
    for (const [index, body] of bodies.entries()) {
      await app.must('POST', `/v1/leads/${single[index].id}/disposition`, body);
      expect(await toldOf(batched[index])).toEqual(await toldOf(single[index]));
      const { disposition, status } = await leadNow(app, single[index]);
      const { id: _, ...said } = disposition;
      expect(await leadNow(app, batched[index])).toMatchObject({
        status,
        disposition: { ...said, id: results[index].id },
      });
    }
    await app.moveBy(2 * 24 * 60 * MINUTE);
    for (const index of [0, 2]) expect(await leadNow(app, batched[index])).toMatchObject({ status: 'open', cycle: 2 });
  });

  it('are refused one by one, each with its faults', async () => {
    const [lead, other] = [await aLead(app, of(ann)), await aLead(app, of(bo))];
    const lost = { category: 'lost', reason: 'price' };
    const results = await dispose([
      { ...lost, leadId: lead.id, reason: 'too_dear' },
      { leadId: lead.id, category: 'nurture', reason: 'not_now' },
      { ...lost, leadId: lead.id, colour: 'red' },
      { ...lost, leadId: NOBODY },
      { ...lost, leadId: lead.id },
      { ...lost, leadId: lead.id },
      { ...lost, leadId: other.id, email: 'kim@example.org', reason: 'too_dear' },
    ]);
    expect(faultsOf(results)).toEqual([
      ['/dispositions/0/reason unknownReason'],
      ['/dispositions/1/fields/wakeAt required'],
      ['/dispositions/2/colour unknown'],
      ['/dispositions/3/leadId unknownLead'],
      [],
      ['/dispositions/5 leadState'],
      ['/dispositions/6 oneOf', '/dispositions/6/reason unknownReason'],
    ]);
    expect(statuses(results).slice(3, 5)).toEqual(['noMatch', 'recorded']);
    expect((await leadNow(app, other)).status).toBe('open');
  });

  it('are accepted from reps only for their own leads, with the attempts that the reason requires', async () => {
    const reason = {
      code: 'no_answer',
      category: 'recycle',
      label: 'No answer',
      intent: 'realButNotNow',
      proof: { attempts: 1 },
    };
    await app.must('POST', '/v1/disposition-reasons', reason);
    const [mine, theirs] = [await aLead(app, of(ann)), await aLead(app, of(bo))];
    const key = await app.keyFor(['rep'], ann.id);
    const both = [mine, theirs].map(({ id: leadId }) => ({ leadId, category: 'recycle', reason: 'no_answer' }));
    expect(statuses(await dispose(both, { key }))).toEqual(['invalid', 'noMatch']);
    await app.must('POST', `/v1/leads/${mine.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    expect(statuses(await dispose(both, { key }))).toEqual(['recorded', 'noMatch']);
    expect(statuses(await dispose(both.slice(1)))).toEqual(['recorded']);
  });

  it('suppress the person if their reason blocks', async () => {
    const contact = { email: 'no@example.org' };
    const lead = await aLead(app, { contact });
    await dispose([{ leadId: lead.id, category: 'suppress', reason: 'spam' }]);
    expect((await leadNow(app, await aLead(app, { contact }))).status).toBe('suppressed');
  });
});

it('hundreds of both run alongside new leads and touches without deadlocks', async () => {
  const leads = async (source: string): Promise<string[]> => {
    const body = { leads: Array.from({ length: 250 }, (_, index) => ({ source, externalId: `${index}` })) };
    return (await app.must('POST', '/v1/leads/batch', body)).results.map(({ id }: Json) => id);
  };
  const [one, other] = [await leads('one'), await leads('other')];
  const [won, lost, , touched] = await Promise.all([
    reach(one.map((leadId) => ({ leadId, name: 'won' }))),
    dispose(other.map((leadId) => ({ leadId, category: 'lost', reason: 'price' }))),
    leads('third'),
    app.must('POST', '/v1/touches/batch', {
      touches: [...one, ...other].map((leadId) => ({ leadId, kind: 'call', outcome: 'noAnswer' })),
    }),
  ]);
  for (const results of [won, lost, touched.results])
    expect(new Set(statuses(results as Json[]))).toEqual(new Set(['recorded']));
  for (const rep of [ann, bo]) {
    const load = (await app.must('GET', `/v1/leads?ownerId=${rep.id}&status=open&limit=1000`)).data;
    expect(load.every(({ source }: Json) => source === 'third')).toBe(true);
  }
});

it('invalid batches are refused', async () => {
  for (const [path, list] of [
    ['/v1/milestones/batch', 'milestones'],
    ['/v1/dispositions/batch', 'dispositions'],
  ] as const) {
    for (const body of [{}, { [list]: [] }, { [list]: {} }, { [list]: [{}], more: 1 }, [], null])
      expect((await app.post(path, body)).status).toBe(422);
    const many = await app.post(path, { [list]: Array.from({ length: 1_001 }, () => ({})) });
    expect(many).toMatchObject({ status: 422, body: { errors: [{ pointer: `/${list}`, code: 'tooMany' }] } });
  }
});
