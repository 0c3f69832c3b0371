import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { toIso } from '../../src/platform/values/duration.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch, eventsOf, faults, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const GOODBYE = { kind: 'email', direction: 'inbound', outcome: 'replied', goodbye: true };

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann']);
  await aPolicy(app);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const touchesOf = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/leads/${id}/touches`)).data;

describe('a goodbye', () => {
  it('is recorded and shown, and changes nothing of an open lead', async () => {
    const lead = await aLead(app);
    const before = await leadNow(app, lead);
    const goodbye = await aTouch(app, lead, { ...GOODBYE, note: 'Thanks!' });
    expect(goodbye).toMatchObject(GOODBYE);
    expect(await touchesOf(lead)).toEqual([{ ...goodbye, firstTouch: false }]);
    expect(await leadNow(app, lead)).toEqual(before);
    expect((await eventsOf(app, lead.id, 'lead.touched')).map(({ data }) => data)).toMatchObject([GOODBYE]);
    const { data: timeline } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(timeline.map(({ text }: Json) => text)).toContain(
      'The contact: e-mail, replied, only to say goodbye (“Thanks!”)',
    );
  });

  it('is no sign that somebody dealt with the lead', async () => {
    const lead = await aLead(app);
    await app.moveBy(MINUTE);
    const since = toIso(app.time.now());
    await aTouch(app, lead, GOODBYE);
    const listed = await app.must('GET', `/v1/leads?untouchedSince=${since}`);
    expect(listed.data.map(({ id }: Json) => id)).toEqual([lead.id]);
  });

  it('is no contact in reports', async () => {
    const lead = await aLead(app);
    await aTouch(app, lead, GOODBYE);
    const reached = async () => (await app.report('speed-to-lead?until=contact')).total.touched;
    await app.moveBy(MINUTE);
    expect(await reached()).toBe(0);
    await aTouch(app, lead, { ...GOODBYE, goodbye: false });
    await app.moveBy(MINUTE);
    expect(await reached()).toBe(1);
  });

  it.each([
    ['nurture', 'not_now', { wakeAt: '2026-06-01T12:00:00Z' }, 'nurturing'],
    ['recycle', 'stale', {}, 'recycled'],
    ['lost', 'price', {}, 'lost'],
  ])(
    'does not bring back a lead after %s, and what is asked after it does',
    async (category, reason, fields, status) => {
      const lead = await aLead(app);
      await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category, reason, fields });
      await app.moveBy(MINUTE);
      await aTouch(app, lead, GOODBYE);
      expect(await leadNow(app, lead)).toMatchObject({ status, cycle: 1 });
      const { results } = await app.must('POST', '/v1/touches/batch', {
        touches: [
          { ...GOODBYE, leadId: lead.id },
          { ...GOODBYE, leadId: lead.id, goodbye: false },
        ],
      });
      expect(results).toMatchObject([{ status: 'recorded' }, { status: 'recorded' }]);
      expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
      expect((await touchesOf(lead)).map(({ goodbye }) => goodbye)).toEqual([true, true, false]);
    },
  );

  it('is taken back like any touch', async () => {
    const lead = await aLead(app);
    const before = await leadNow(app, lead);
    const goodbye = await aTouch(app, lead, GOODBYE);
    const voided = await app.must('POST', `/v1/leads/${lead.id}/touches/${goodbye.id}/void`, { reason: 'Another’s' });
    expect(voided).toMatchObject({ goodbye: true, voided: { reason: 'Another’s' } });
    expect(await leadNow(app, lead)).toEqual(before);
  });

  it('is refused as what the rep did, or what says more, alone and in a batch', async () => {
    const lead = await aLead(app);
    const path = `/v1/leads/${lead.id}/touches`;
    const outbound = { ...GOODBYE, direction: 'outbound' };
    const held = { ...GOODBYE, kind: 'meeting', outcome: 'held' };
    for (const told of [outbound, held]) {
      expect(faults(await app.post(path, told))).toEqual(['/goodbye contradiction']);
      const { results } = await app.must('POST', '/v1/touches/batch', { touches: [{ ...told, leadId: lead.id }] });
      expect(results).toMatchObject([
        { status: 'invalid', errors: [{ pointer: '/touches/0/goodbye', code: 'contradiction' }] },
      ]);
    }
    expect(await touchesOf(lead)).toEqual([]);
  });

  it('is foreseen as what changes nothing', async () => {
    const lead = { source: 'web', contact: { email: 'kim@example.org' } };
    const policy = { name: 'Any', firstTouch: { within: 'PT5M', counts: [{ direction: 'inbound' }] } };
    const foreseen = async (fields: object) => {
      const occurredAt = toIso(app.time.now() + MINUTE);
      const touches = [{ ...GOODBYE, ...fields, occurredAt }];
      return app.post('/v1/sla-policies/preview', { policy, lead, touches });
    };
    const whats = ({ body }: Json) => body.instants.map(({ what }: Json) => what);
    expect(whats(await foreseen({ goodbye: false }))).toContain('met');
    expect(whats(await foreseen({}))).not.toContain('met');
    expect(faults(await foreseen({ direction: 'outbound' }))).toEqual(['/touches/0/goodbye contradiction']);
  });
});
