import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { anAdLead, anOffice, DESTINATIONS, fetchBatch, path, sendAll } from './job.js';

const USD = (amount: string) => ({ amount, currency: 'USD' });
const LEAD = { on: { milestone: 'received' }, send: { event: '101' } };
const QUALIFIED = { on: { milestone: 'qualified' }, send: { event: '102' } };
const WON = { on: { milestone: 'won' }, send: { event: '104', value: 'milestone' } };

let app: TestApplication;
let made = 0;

beforeAll(async () => {
  app = await anOffice();
});
afterAll(() => app.stop());

function destination(platform: string, settings: object, rules: object[], over: object = {}): Promise<Json> {
  made += 1;
  return app.must('POST', DESTINATIONS, { name: `${platform} ${made}`, platform, settings, rules, ...over });
}

function aLead(over: object = {}): Promise<Json> {
  made += 1;
  return anAdLead(app, made, over);
}

const reach = (lead: Json, name: string, amount?: string) =>
  app.must('POST', `/v1/leads/${lead.id}/milestones`, { name, ...(amount && { value: USD(amount) }) });
const isJunk = (lead: Json) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'duplicate' });
const inAt = (ms: number) => new Date(app.time.now() + ms).toISOString();

async function items(to: Json): Promise<string[]> {
  await app.feedbackCaughtUp();
  const { data } = await app.must('GET', path(to, '/items'));
  return data
    .reverse()
    .map(({ kind, stage, revision, state, waitsFor }: Json) =>
      `${kind} ${stage}.${revision} ${state} ${waitsFor ?? ''}`.trim(),
    );
}

async function backlog(to: Json): Promise<Json> {
  await app.feedbackCaughtUp();
  return (await app.must('GET', path(to, '/health'))).backlog;
}

const lease = (to: Json) => fetchBatch(app, to);

describe('a pending item', () => {
  it('waits until its click is old enough, a retraction until its cause cannot be corrected', async () => {
    const rules = [{ on: { milestone: 'received' }, send: { conversionActionId: '101' } }];
    const to = await destination('googleAds', { transport: 'adsApi', customerId: '1234567890' }, rules);
    const lead = await aLead();
    expect(await items(to)).toEqual(['conversion lead.1 pending clickAge']);
    const why = 'the platform does not take it so soon after the click';
    expect((await app.must('GET', path(to, '/items'))).data[0]).toMatchObject({ withheldReason: null, why });
    expect(await backlog(to)).toMatchObject({
      pending: 1,
      due: 0,
      nextDueAt: new Date(Date.parse(lead.receivedAt) + 6 * HOUR).toISOString(),
      waiting: [{ name: 'clickAge', why, count: 1 }],
    });
    await app.moveBy(6 * HOUR);
    expect(await items(to)).toEqual(['conversion lead.1 pending']);
    expect(await backlog(to)).toMatchObject({ pending: 1, due: 1, nextDueAt: null, waiting: [] });
    await sendAll(app, to);
    await isJunk(lead);
    expect((await items(to)).at(-1)).toBe('retract lead.1 pending correction');
    expect((await backlog(to)).nextDueAt).toBe(inAt(DAY));
    await app.moveBy(DAY);
    expect((await items(to)).at(-1)).toBe('retract lead.1 pending');
  });

  it('waits for its quarantine, and a later stage for the earlier one', async () => {
    const to = await destination('meta', { datasetId: '7701' }, [LEAD, QUALIFIED]);
    const lead = await aLead();
    await reach(lead, 'qualified');
    expect(await items(to)).toEqual(['stage lead.1 pending quarantine', 'stage qualified.1 pending earlierStage']);
    const { waiting, ...waits } = await backlog(to);
    expect(waiting.map(({ name, count }: Json) => `${count} ${name}`)).toEqual(['1 earlierStage', '1 quarantine']);
    expect(waits).toMatchObject({ pending: 2, due: 0, oldestEventAt: null, firstEndsAt: null, secondsLeft: null });
    await app.moveBy(DAY);
    expect(await items(to)).toEqual(['stage lead.1 pending', 'stage qualified.1 pending']);
    expect(await backlog(to)).toMatchObject({ pending: 2, due: 2, waiting: [], oldestEventAt: lead.receivedAt });
  });

  it('waits for its quarantine from its arrival, as long as the platform still takes it', async () => {
    const to = await destination('meta', { datasetId: '7702' }, [LEAD]);
    await aLead({ submittedAt: inAt(-25 * HOUR) });
    expect(await items(to)).toEqual(['stage lead.1 pending quarantine']);
    await app.moveBy(DAY - 1);
    expect(await items(to)).toEqual(['stage lead.1 pending quarantine']);
    await app.moveBy(1);
    expect(await items(to)).toEqual(['stage lead.1 pending']);
    await sendAll(app, to);
    await aLead({ submittedAt: inAt(-5.5 * DAY) });
    expect((await items(to)).at(-1)).toBe('stage lead.1 pending quarantine');
    // A day before the end of the seven days in which Meta accepts it.
    expect((await backlog(to)).nextDueAt).toBe(inAt(DAY / 2));
  });

  it('waits for a platform that was busy, and for a destination that is stopped', async () => {
    const to = await destination('generic', {}, [LEAD]);
    await aLead();
    const { batchId, items: leased } = await lease(to);
    expect(await items(to)).toEqual(['conversion lead.1 leased']);
    const failed = [{ id: leased[0].id, code: 'http503', message: 'busy' }];
    await app.must('POST', path(to, `/batches/${batchId}/ack`), { failed });
    expect(await items(to)).toEqual(['conversion lead.1 pending pause']);
    await app.moveBy(HOUR);
    expect(await items(to)).toEqual(['conversion lead.1 pending']);
    await app.must('POST', path(to, '/stop'), { reason: 'A look' });
    expect(await items(to)).toEqual(['conversion lead.1 pending destinationStopped']);
    expect(await backlog(to)).toMatchObject({
      due: 1,
      waiting: [{ name: 'destinationStopped', why: 'the destination is stopped', count: 1 }],
    });
  });

  it('waits for another adjustment of the same item', async () => {
    const to = await destination('generic', {}, [LEAD, WON]);
    const lead = await aLead();
    const { milestones } = await reach(lead, 'won', '10.00');
    await app.feedbackCaughtUp();
    await sendAll(app, to);
    const revalue = (amount: string) =>
      app.must('PUT', `/v1/leads/${lead.id}/milestones/${milestones[0].id}/value`, USD(amount));
    await app.moveBy(1_000);
    await revalue('20.00');
    await lease(to);
    await app.moveBy(1_000);
    await revalue('30.00');
    await app.moveBy(1_000);
    expect((await items(to)).slice(2)).toEqual(['restate won.1 leased', 'restate won.2 pending otherAdjustment']);
  });

  it('waits to count anew until the former item counts no longer', async () => {
    const to = await destination('generic', {}, [LEAD], { retractAfter: 'PT0S' });
    const lead = await aLead();
    await app.feedbackCaughtUp();
    await sendAll(app, to);
    await isJunk(lead);
    await app.moveBy(1_000);
    await lease(to);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'It was none' });
    expect((await items(to)).slice(1)).toEqual(['retract lead.1 leased', 'conversion lead.2 pending formerCounts']);
  });
});
