import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep, changeSettings } from '../support/people.js';

const FORM = { type: 'object', required: ['promised'], properties: { promised: { type: 'string' } } };

let app: TestApplication;
let people: Record<'ann' | 'ben' | 'olga' | 'dora', Json>;
let keys: Record<keyof typeof people, string>;
let kind: Json;
let nine: Json;

/** A Friday, an hour before closing time. */
const FRIDAY = '2026-03-06T16:00:00.000Z';

beforeAll(async () => {
  app = await TestApplication.start(FRIDAY);
  nine = await app.must('POST', '/v1/calendars', {
    name: 'Nine to five',
    timeZone: 'UTC',
    hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])),
  });
  await changeSettings(app, { timeZone: 'UTC', defaultCalendarId: nine.id });
  const [ann, ben, olga, dora] = await Promise.all(['Ann', 'Ben', 'Olga', 'Dora'].map((name) => aRep(app, name)));
  people = { ann: ann!, ben: ben!, olga: olga!, dora: dora! };
  const keyOf = async (name: keyof typeof people) => [name, await app.keyFor(['rep'], people[name].id)] as const;
  keys = Object.fromEntries(
    await Promise.all((Object.keys(people) as (keyof typeof people)[]).map(keyOf)),
  ) as typeof keys;
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga!.id] });
  kind = await aHandoffKind(
    app,
    { teamId: team.id, repId: dora!.id },
    {
      form: FORM,
      ready: [],
      receivers: [
        {
          name: 'Operations',
          teamId: team.id,
          ownerOfDoneRepId: olga!.id,
          checklist: [],
          acknowledgeWithin: 'PT4H',
          completeWithin: 'PT16H',
        },
      ],
    },
  );
  for (const giver of ['ann', 'ben'] as const) {
    const path = await handedOver(giver);
    await app.moveBy(66 * HOUR);
    await act('olga', `${path}/receivers/Operations/accept`);
  }
});
afterAll(() => app.stop());

const act = (who: keyof typeof people, path: string, body?: object) => app.must('POST', path, body, { key: keys[who] });
const report = (query = '', who?: keyof typeof people): Promise<Json> =>
  app.must('GET', `/v1/reports/handoffs?from=2026-03-01T00:00:00Z&${query}`, undefined, who && { key: keys[who] });

async function handedOver(giver: keyof typeof people, product?: string): Promise<string> {
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Shop',
    account: { name: 'Acme' },
    amount: '1.00',
    currency: 'EUR',
    ownerRepId: people[giver].id,
    product,
  });
  const path = `/v1/handoffs/${deal.handoff.id}`;
  await app.must('PATCH', `${path}/form`, { promised: 'All of it' }, { key: keys[giver] });
  await act(giver, `/v1/deals/${deal.id}/win`);
  return path;
}

describe('the report of handoffs', () => {
  it('shows times around the clock and in working time, and what was in time', async () => {
    const { data } = await report('by=giver');
    const [ofAnn] = data.filter(({ label }: Json) => label === 'Ann');
    // From Friday 16:00 until Monday 10:00: an hour on each of the two days.
    expect(ofAnn.acknowledge).toMatchObject({
      ended: 1,
      kept: 1,
      missed: 0,
      attainment: 1,
      elapsed: { medianSeconds: 66 * 3_600, totalSeconds: 66 * 3_600 },
      working: { medianSeconds: 2 * 3_600, totalSeconds: 2 * 3_600 },
    });
    // From Monday 10:00 until Thursday 4:00.
    const [ofBen] = data.filter(({ label }: Json) => label === 'Ben');
    expect(ofBen.acknowledge).toMatchObject({ kept: 0, missed: 1, working: { medianSeconds: 23 * 3_600 } });
    expect(ofBen.escalations).toBe(1);
  });

  it('stays as it was after later changes of hours and absences', async () => {
    const before = await report();
    const { id: _, version: _v, createdAt: _c, updatedAt: _u, warnings: _w, ...calendar } = nine;
    const hours = { mon: [['10:00', '11:00']] };
    await app.must('PUT', `/v1/calendars/${nine.id}`, { ...calendar, hours }, { headers: { 'if-match': '"1"' } });
    await app.must('POST', `/v1/reps/${people.olga.id}/absences`, {
      from: '2026-03-06T00:00:00Z',
      to: '2026-05-07T00:00:00Z',
      reason: 'vacation',
    });
    expect((await report()).total).toEqual(before.total);
  });

  it('shows a rep the handoffs they gave or answer for, with a matching list', async () => {
    const { total } = await report('', 'ann');
    expect(total).toMatchObject({ handoffs: 1, filter: { own: 'true' } });
    const listed = await app.must('GET', `/v1/handoffs?${new URLSearchParams(total.filter)}`, undefined, {
      key: keys.ann,
    });
    expect(listed.data.map(({ giverRepId }: Json) => giverRepId)).toEqual([people.ann.id]);
    expect((await report('', 'olga')).total.handoffs).toBe(2);
    // The decider is a party, but has neither given nor received.
    expect((await report('', 'dora')).total.handoffs).toBe(0);
  });

  it('groups by week, and refuses dimensions that handoffs do not have', async () => {
    const { data } = await report('by=week,kind');
    expect(data.map(({ label, handoffs }: Json) => [label, handoffs])).toEqual([
      ['2026-03-02, Sales to operations', 1],
      ['2026-03-09, Sales to operations', 1],
    ]);
    const { status, body } = await app.ask('GET', '/v1/reports/handoffs?by=campaign');
    expect([status, body.errors[0].message]).toEqual([
      422,
      'Handoffs cannot be grouped by "campaign"; they can by kind, team, giver, receiver, product, day, week.',
    ]);
    expect((await report(`kind=${kind.id}`)).total.handoffs).toBe(2);
    const unknown = await app.ask('GET', `/v1/reports/handoffs?kind=${people.ann.id}`);
    expect(unknown.body.errors).toMatchObject([{ pointer: '/kind', code: 'unknownId' }]);
  });

  it('is also available as CSV', async () => {
    const { body: text } = await app.ask('GET', '/v1/reports/handoffs?from=2026-03-01T00:00:00Z&by=giver', undefined, {
      headers: { accept: 'text/csv' },
    });
    const [head, ...lines] = text.trim().split('\r\n');
    expect(head).toMatch(/^key\.giver,label,filter,handoffs,done,.*acknowledge\.working\.medianSeconds,/);
    expect(lines.map((line: string) => line.split(',')[1])).toEqual(expect.arrayContaining(['Ann', 'Ben', 'total']));
  });

  it('has lists of missed, returned and questioned handoffs, of one receiver or of all', async () => {
    const list = async (query: string) => (await app.must('GET', `/v1/handoffs?${query}`)).data.length;
    expect(await list('had=missedAcknowledge')).toBe(1);
    expect(await list('had=missedAcknowledge&receiver=operations')).toBe(1);
    expect(await list('had=missedAcknowledge&receiver=Finance')).toBe(0);
    const path = await handedOver('ann');
    await act('olga', `${path}/questions`, { text: 'Who?' });
    await act('olga', `${path}/receivers/Operations/return`, { missing: ['/promised'], note: 'All of what?' });
    for (const had of ['asked', 'returned']) expect([had, await list(`had=${had}`)]).toEqual([had, 1]);
    // Ann's handoff was accepted, and never processed.
    for (const had of ['escalated', 'missedComplete'])
      expect([had, await list(`had=${had}`)]).toEqual([had, had === 'escalated' ? 2 : 1]);
    for (const had of ['excepted', 'blocked', 'recordFailed', 'missedForm', 'missedRework', 'missedAnswer'])
      expect([had, await list(`had=${had}`)]).toEqual([had, 0]);
  });

  it('distinguishes products, and deals without one', async () => {
    await app.moveBy(HOUR);
    const from = new Date(app.time.now()).toISOString();
    await handedOver('ann', 'Care plan');
    await handedOver('ben', 'Care plan');
    await handedOver('ben');
    const { data } = await app.must('GET', `/v1/reports/handoffs?from=${from}&by=product`);
    expect(data.map(({ key, label, handoffs }: Json) => [key.product, label, handoffs])).toEqual([
      ['Care plan', 'Care plan', 2],
      [null, 'no product', 1],
    ]);
    const listed = await app.must('GET', `/v1/handoffs?${new URLSearchParams(data[0].filter)}`);
    expect(listed.data.map(({ giverRepId }: Json) => giverRepId)).toEqual([people.ann.id, people.ben.id]);
    expect(data[1].filter).toBeNull();
  });

  it('counts a handoff in the last half minute of a day for that day', async () => {
    const day = new Date(app.time.now() + 2 * 24 * HOUR).toISOString().slice(0, 10);
    await app.moveTo(`${day}T23:59:40Z`);
    const { id } = await app.must('GET', await handedOver('ann'));
    const { data } = await report('by=day');
    const row = data.find(({ key }: Json) => key.day === day);
    expect(row).toMatchObject({ handoffs: 1 });
    const listed = await app.must('GET', `/v1/handoffs?${new URLSearchParams(row.filter)}`);
    expect(listed.data.map((each: Json) => each.id)).toEqual([id]);
  });
});
