import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, eventsOf, faults, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let lead: Json;
beforeEach(async () => {
  app = await TestApplication.start();
  ann = (await aDesk(app, ['Ann'])).reps[0];
  await aPolicy(app);
  lead = await aLead(app);
});
afterEach(() => app.stop());

const path = () => `/v1/leads/${lead.id}/touches`;
const touch = (fields: object, asking = {}) =>
  app.must('POST', path(), { kind: 'call', outcome: 'noAnswer', ...fields }, asking);
const listed = async (query = '', asking = {}): Promise<Json[]> =>
  (await app.must('GET', `${path()}${query}`, undefined, asking)).data;
const at = (minutes: number) => new Date(Date.parse(MONDAY) + minutes * 60_000).toISOString();

describe('the touches of a lead', () => {
  it('are empty at first, and then contain each touch as it was reported', async () => {
    expect(await app.must('GET', path())).toEqual({ data: [], nextCursor: null });
    const key = await app.keyFor(['rep'], ann.id);
    const told = { outcome: 'connected', durationSeconds: 200, note: 'Wants a demo', externalId: 'c-1' };
    const made = await touch(told, { key });
    expect(made).toMatchObject({ ...told, reportedBy: { type: 'rep', id: ann.id } });
    expect(await listed()).toEqual([{ ...made, firstTouch: true }]);
  });

  it('say who reported a touch of another rep, and which are automated', async () => {
    const integration = await app.must('POST', '/v1/api-keys', { name: 'Dialler', scopes: ['integration'] });
    await touch({ kind: 'email', outcome: 'sent', automated: true, note: 'Sequence' }, { key: integration.key });
    await touch({ repId: ann.id }, { key: integration.key });
    const reportedBy = { type: 'key', id: integration.id };
    expect(await listed()).toMatchObject([
      { automated: true, note: 'Sequence', repId: ann.id, firstTouch: false, reportedBy },
      { automated: false, repId: ann.id, firstTouch: true, reportedBy },
    ]);
  });

  it('are listed in the order in which they happened, in pages', async () => {
    await app.moveBy(60_000 * 30);
    for (const minutes of [20, 10, 10, 15]) await touch({ occurredAt: at(minutes), note: String(minutes) });
    const whole = await listed();
    expect(whole.map(({ note }) => note)).toEqual(['10', '10', '15', '20']);
    const paged = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await app.must('GET', `${path()}?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(whole);
    expect(faults(await app.get(`${path()}?cursor=x`))).toEqual(['/cursor cursor']);
  });

  it('mark the first touch, also when an earlier one is reported later', async () => {
    await app.moveBy(60_000 * 4);
    const bounced = await touch({ kind: 'email', outcome: 'bounced', occurredAt: at(1) });
    const call = await touch({ occurredAt: at(3) });
    const same = await touch({ occurredAt: at(3) });
    const firsts = async () => (await listed()).filter(({ firstTouch }) => firstTouch).map(({ id }) => id);
    expect(await firsts()).toEqual([call.id]);
    const earlier = await touch({ occurredAt: at(2) });
    expect(await firsts()).toEqual([earlier.id]);
    expect((await listed()).map(({ id }) => id)).toEqual([bounced.id, earlier.id, call.id, same.id]);
  });

  it('do not say which was the first if no clock waited for it', async () => {
    await app.must('DELETE', `/v1/sla-policies/${(await aPolicy(app, {}, { name: 'Spare' })).id}`);
    const [policy] = (await app.must('GET', '/v1/sla-policies')).data;
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, {
      ...policy,
      when: { field: 'source', op: 'eq', value: 'ads' },
    });
    lead = await aLead(app);
    await touch({});
    expect(await listed()).toMatchObject([{ firstTouch: null }]);
  });

  it('can be seen by everyone who can see the lead', async () => {
    await touch({ note: 'Private' });
    const bo = await aRep(app, 'Bo', {});
    for (const key of [await app.keyFor(['rep'], ann.id), await app.keyFor(['read'])])
      expect(await listed('', { key })).toMatchObject([{ note: 'Private' }]);
    for (const key of [await app.keyFor(['rep'], bo.id), await app.keyFor(['intake'])])
      expect((await app.get(path(), { key })).status).toBe(404);
    expect((await app.get(`/v1/leads/${NOBODY}/touches`)).status).toBe(404);
  });

  it('of the time of another owner are not reported by a rep, also if the request does not name that owner', async () => {
    const bo = await aRep(app, 'Bo');
    const key = await app.keyFor(['rep'], bo.id);
    await app.moveBy(5 * 60_000);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Swap' });
    await app.moveBy(60_000);
    const report = (minutes: number, fields: object = {}) =>
      app.post(path(), { kind: 'call', outcome: 'connected', occurredAt: at(minutes), ...fields }, { key });
    const answers = [
      await report(4),
      await report(4, { repId: ann.id }),
      await report(5),
      await report(4, { repId: bo.id }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 201, 201]);
    expect((await listed()).map(({ repId }) => repId)).toEqual([bo.id, bo.id]);
    const batch = await app.must(
      'POST',
      '/v1/touches/batch',
      { touches: [{ leadId: lead.id, kind: 'call', outcome: 'connected', occurredAt: at(4) }] },
      { key },
    );
    expect(batch.results[0]).toMatchObject({ status: 'invalid' });
  });

  it('are voided by a rep only if they are their own, by a manager also if they are of their reps', async () => {
    const max = await aRep(app, 'Max');
    const bo = await aRep(app, 'Bo', { managerId: max.id });
    const [ofAnn, ofBo] = [await touch({ repId: ann.id }), await touch({ repId: bo.id })];
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Swap' });
    const voided = async ({ id }: Json, key: string) =>
      (await app.post(`${path()}/${id}/void`, { reason: 'Never made' }, { key })).status;
    const [byAnn, byBo, byMax] = [
      await app.keyFor(['rep'], ann.id),
      await app.keyFor(['rep'], bo.id),
      await app.keyFor(['manager'], max.id),
    ];
    expect([await voided(ofAnn, byBo), await voided(ofAnn, byMax), await voided(ofAnn, byAnn)]).toEqual([
      403, 403, 404,
    ]);
    expect((await listed()).map((each) => each.voided)).toEqual([null, null]);
    expect(await voided(ofBo, byMax)).toBe(200);
    expect(await voided(ofAnn, await app.keyFor(['integration']))).toBe(200);
    // A repetition changes nothing, whoever sends it.
    expect(await voided(ofAnn, byBo)).toBe(200);
    const another = await touch({ repId: bo.id });
    expect(await voided(another, byBo)).toBe(200);
  });

  it('end a page early if their notes are long, without gaps', async () => {
    const note = 'é'.repeat(10_000);
    await app.asOwner(`
      insert into touch (id, lead_id, cycle, kind, direction, outcome, occurred_at, automated, counts, note, recorded_at,
                         actor_type, actor_id)
      select gen_random_uuid(), '${lead.id}', 1, 'call', 'outbound', 'noAnswer', '${MONDAY}', false, true, '${note}',
             '${MONDAY}', 'rep', '${ann.id}' from generate_series(1, 300)`);
    const first = await app.must('GET', `${path()}?limit=1000`);
    expect(first.data.length).toBeLessThan(250);
    const rest = await app.must('GET', `${path()}?limit=1000&cursor=${first.nextCursor}`);
    expect([first.data.length + rest.data.length, rest.nextCursor]).toEqual([300, null]);
    // These rows have no events, so they are deleted before the checks at the end.
    await app.asOwner('delete from touch');
  });
});

it('the timeline has the note and duration of a touch, but the ledger has no note', async () => {
  await touch({ outcome: 'connected', durationSeconds: 3_725, note: 'Wants a demo' });
  const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
  const entry = data.find(({ type }: { type: string }) => type === 'lead.touched');
  expect(entry).toMatchObject({
    text: 'Ann: call, connected, 1 hour 2 minutes 5 seconds (“Wants a demo”)',
    note: 'Wants a demo',
    data: { durationSeconds: 3_725 },
  });
  expect(JSON.stringify(await eventsOf(app, lead.id, 'lead.*'))).not.toContain('demo');
});

it('a page of a timeline with long notes ends early, without gaps', async () => {
  const note = 'n'.repeat(10_000);
  for (let sent = 0; sent < 230; sent += 1) await touch({ note });
  const first = await app.must('GET', `/v1/leads/${lead.id}/timeline?limit=1000`);
  const rest = await app.must('GET', `/v1/leads/${lead.id}/timeline?limit=1000&cursor=${first.nextCursor}`);
  expect(rest.nextCursor).toBeNull();
  const seqs = [...first.data, ...rest.data].map(({ subject }: { subject: { seq: number } }) => subject.seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(JSON.stringify(first).length).toBeLessThan(5 * 1024 * 1024);
});
