import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, eventsOf } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let pool: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  ({ pool } = await aDesk(app, [ann, await aRep(app, 'Bo')]));
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const credit = (lead: Json, who?: { key: string }) => app.ask('POST', `/v1/leads/${lead.id}/credit`, undefined, who);
const close = (lead: Json, reason: string, fields: object = { category: 'suppress' }, path = 'disposition') =>
  app.must('POST', `/v1/leads/${lead.id}/${path}`, { reason, ...fields });
const fairness = async (query = '') => (await app.must('GET', `/v1/pools/${pool.id}/fairness${query}`)).data;
const standing = async () => (await fairness()).map(({ credit, leadsGot }: Json) => [credit, leadsGot]);
const days = async (query: string) => (await fairness(query)).map(({ leadsGot }: Json) => leadsGot);

describe('a lead that turns out to be junk', () => {
  it('takes no turn once a manager confirms it, also in later figures, and its owner is next', async () => {
    const lead = await aLead(app);
    expect(lead.ownerId).toBe(ann.id);
    await close(lead, 'duplicate');
    await app.moveBy(24 * HOUR);
    const other = await aLead(app);
    expect(await days('?from=2026-03-03')).toEqual([0, 1]);
    expect((await credit(lead)).status).toBe(200);
    expect((await credit(lead)).status).toBe(200);
    expect(await standing()).toEqual([
      [0.5, 0],
      [-0.5, 1],
    ]);
    expect(await days('?from=2026-03-03')).toEqual([0, 1]);
    expect(await days('?to=2026-03-03')).toEqual([0, 0]);
    expect(other.ownerId).not.toBe(ann.id);
    expect((await aLead(app)).ownerId).toBe(ann.id);
    expect(await eventsOf(app, lead.id, 'lead.credited')).toMatchObject([{ data: { repId: ann.id, poolId: pool.id } }]);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.at(-1).text).toBe('Credited back: it does not count as a turn of Ann');
  });

  it.each([
    [
      'is reopened',
      (lead: Json) => app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'A mistake' }),
      [-0.5, 1],
    ],
    [
      'was something else',
      (lead: Json) => close(lead, 'price', { category: 'lost' }, 'disposition/correct'),
      [-0.5, 1],
    ],
    ['is junk of another kind', (lead: Json) => close(lead, 'spam', undefined, 'disposition/correct'), [0, 0]],
  ])('counts again if it %s, and only then', async (_, act, expected) => {
    const lead = await aLead(app);
    await close(lead, 'duplicate');
    await credit(lead);
    expect(await standing()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    await act(lead);
    const isBack = expected[1] === 1;
    const [mine] = await standing();
    // A reopened lead returns to Ann without being distributed again, so its first turn counts.
    expect(mine).toEqual(expected);
    expect(await eventsOf(app, lead.id, 'lead.creditWithdrawn')).toHaveLength(isBack ? 1 : 0);
  });

  it('counts again if its person comes back', async () => {
    await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'join' });
    const fields = { category: 'lost', intent: 'notAProspect', label: 'A student', requires: [] };
    await app.must('POST', '/v1/disposition-reasons', { code: 'student', ...fields });
    const lead = await aLead(app, { contact: { email: 'kim@example.org' } });
    await close(lead, 'student', { category: 'lost' });
    expect((await credit(lead)).status).toBe(200);
    expect((await aLead(app, { contact: { email: 'kim@example.org' } })).id).toBe(lead.id);
    expect((await standing())[0]).toEqual([-0.5, 1]);
  });

  it('is not credited again if it came back to its owner without being dealt again', async () => {
    const lead = await aLead(app);
    await close(lead, 'duplicate');
    await credit(lead);
    expect((await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'It is one' })).ownerId).toBe(ann.id);
    await close(lead, 'duplicate');
    expect(await credit(lead)).toMatchObject({ status: 409, body: { why: 'notDealt' } });
    expect((await standing())[0]).toEqual([-0.5, 1]);
  });

  it('can be credited once more after its closing was undone', async () => {
    const [lead, other] = [await aLead(app), await aLead(app)];
    const merge = () => app.must('POST', `/v1/leads/${lead.id}/merge`, { into: other.id });
    await merge();
    expect((await credit(lead)).status).toBe(200);
    await app.must('POST', `/v1/leads/${lead.id}/unmerge`);
    await merge();
    expect((await credit(lead)).status).toBe(200);
    expect((await standing())[0]![1]).toBe(0);
  });

  it('is not credited if it is no junk, was found too late, or was not distributed', async () => {
    const whyOf = async (lead: Json) => {
      const { status, body } = await credit(lead);
      return [status, body.why];
    };
    const open = await aLead(app);
    expect(await whyOf(open)).toEqual([409, 'notJunk']);
    const given = await aLead(app, { owner: { repId: ann.id } });
    await close(given, 'duplicate');
    expect(await whyOf(given)).toEqual([409, 'notDealt']);
    await app.moveBy(24 * HOUR + 1);
    await close(open, 'duplicate');
    expect(await whyOf(open)).toEqual([409, 'tooLate']);
    expect(await standing()).toEqual([
      [-0.5, 1],
      [0.5, 0],
    ]);
  });

  it('can be confirmed only by a manager of its owner', async () => {
    const lead = await aLead(app);
    await close(lead, 'duplicate');
    const [stranger, rep] = [
      await app.keyFor(['manager'], (await aRep(app, 'Mo')).id),
      await app.keyFor(['rep'], ann.id),
    ];
    expect((await credit(lead, { key: rep })).status).toBe(403);
    // A manager cannot confirm credits for their own turns.
    expect((await credit(lead, { key: await app.keyFor(['manager'], ann.id) })).status).toBe(403);
    expect(await standing()).toContainEqual([-0.5, 1]);
    expect((await credit(lead, { key: stranger })).status).toBe(404);
  });
});
