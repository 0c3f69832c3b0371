import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DealPromises } from '../../src/deals/promises/deal-promises.service.js';
import { TestApplication } from '../support/application.js';
import { PromisedDesk, RENEWAL } from './promised-deals.js';

let desk: PromisedDesk;
beforeEach(async () => {
  desk = await PromisedDesk.open();
});
afterEach(() => desk.close());

const NAME = 'Deal “Customer 1: Renewal from 2027-01-01”';

describe('a renewal', () => {
  it(`without any work on it is warned of, missed, escalated, and moves to its owner's manager`, async () => {
    const { deal } = await desk.aRenewal();
    expect(await desk.clocksOf(deal)).toEqual([
      'renewalFirstTalk running 2026-07-04T21:59:59.000Z',
      'renewalDecider running 2026-08-03T21:59:59.000Z',
      'renewalCommitted running 2026-09-02T21:59:59.000Z',
    ]);
    await desk.goTo('2026-07-04T21:59:58Z');
    expect(await desk.notificationsOf(desk.ann)).toEqual([
      `${NAME} waits for your first conversation about the renewal, due by Sat 4 Jul 2026, 23:59 (Europe/Berlin)`,
      `${NAME} waits for your first conversation about the renewal, due by Sat 4 Jul 2026, 23:59 (Europe/Berlin)`,
      `${NAME} waits for your name of the decision maker, due by Mon 3 Aug 2026, 23:59 (Europe/Berlin)`,
    ]);
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['running']);
    await desk.goTo('2026-07-04T21:59:59Z');
    expect((await desk.notificationsOf(desk.ann)).slice(3)).toEqual([
      `${NAME} still waits for your first conversation about the renewal: the deadline has passed`,
    ]);
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['breached']);
    await desk.goTo('2026-07-05T21:59:59Z');
    expect(await desk.notificationsOf(desk.mia)).toEqual([`Ann did not talk with the customer about ${NAME} in time`]);
    await desk.goTo('2026-07-07T21:59:58Z');
    expect((await desk.get(deal)).ownerRepId).toBe(desk.ann.id);
    await desk.goTo('2026-07-07T21:59:59Z');
    expect((await desk.get(deal)).ownerRepId).toBe(desk.mia.id);
    expect((await desk.notificationsOf(desk.mia)).slice(1)).toEqual([
      `${NAME} is with you now: Ann missed the deadline for the first conversation about the renewal`,
    ]);
    // The miss happens once: the manager owes only the remaining promises.
    expect(await desk.clocksOf(deal)).toEqual([
      'renewalFirstTalk breached 2026-07-04T21:59:59.000Z',
      'renewalDecider cancelled 2026-08-03T21:59:59.000Z',
      'renewalCommitted cancelled 2026-09-02T21:59:59.000Z',
      'renewalDecider running 2026-08-03T21:59:59.000Z',
      'renewalCommitted running 2026-09-02T21:59:59.000Z',
    ]);
    const told = await desk.timelineOf(deal);
    expect(told).toContain('Moved, because a promise was missed: owner Mia');
    expect(told).toContain('Forecast category by Ann is no longer owed: its owner no longer has the deal');
    expect(told).toContain('Forecast category by Mia is due by Wed 2 Sept 2026, 23:59 (Europe/Berlin)');
    expect((await desk.app.must('GET', '/v1/deals?breached=true')).data.map(({ id }: { id: string }) => id)).toEqual([
      deal.id,
    ]);
    expect((await desk.app.must('GET', '/v1/deals?breached=false')).data).toEqual([]);
  });

  it('is kept by a touch that connected, a named decision maker and another category', async () => {
    const { deal } = await desk.aRenewal();
    await desk.touch(deal, { outcome: 'noAnswer' });
    await desk.look();
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['running']);
    await desk.touch(deal);
    await desk.patch(deal, { decisionMaker: 'Kim Berg', category: 'bestCase' });
    expect(await desk.clocksOf(deal)).toEqual([
      'renewalFirstTalk met 2026-07-04T21:59:59.000Z',
      'renewalDecider met 2026-08-03T21:59:59.000Z',
      'renewalCommitted met 2026-09-02T21:59:59.000Z',
    ]);
    await desk.goTo('2026-09-30T10:00:00Z');
    expect(await desk.notificationsOf(desk.ann)).toEqual([]);
  });

  it('is owed again when the touch, the name or the category that kept it is undone', async () => {
    const { deal } = await desk.aRenewal();
    const touch = await desk.touch(deal);
    await desk.patch(deal, { decisionMaker: 'Kim Berg', category: 'commit' });
    await desk.app.must('POST', `/v1/deals/${deal.id}/touches/${touch.id}/void`, { reason: 'wrong deal' });
    await desk.patch(deal, { decisionMaker: null, category: 'pipeline' });
    expect(await desk.clocksOf(deal)).toEqual([
      'renewalFirstTalk running 2026-07-04T21:59:59.000Z',
      'renewalDecider running 2026-08-03T21:59:59.000Z',
      'renewalCommitted running 2026-09-02T21:59:59.000Z',
    ]);
    expect((await desk.timelineOf(deal)).slice(-3)).toEqual([
      'First conversation about the renewal by Ann is owed again, due by Sat 4 Jul 2026, 23:59 (Europe/Berlin): what had kept it was taken back',
      'Name of the decision maker by Ann is owed again, due by Mon 3 Aug 2026, 23:59 (Europe/Berlin): what had kept it was taken back',
      'Forecast category by Ann is owed again, due by Wed 2 Sept 2026, 23:59 (Europe/Berlin): what had kept it was taken back',
    ]);
    // A name or category is owed until its deadline; a talk either took place or did not.
    await desk.patch(deal, { decisionMaker: 'Kim Berg', category: 'commit', firstTalkAt: '2026-06-04T09:00:00Z' });
    await desk.goTo('2026-09-03T10:00:00Z');
    await desk.patch(deal, { decisionMaker: null, category: 'pipeline', firstTalkAt: null });
    expect(await desk.clocksOf(deal)).toEqual([
      'renewalFirstTalk running 2026-09-03T10:15:00.000Z',
      'renewalDecider met 2026-08-03T21:59:59.000Z',
      'renewalCommitted met 2026-09-02T21:59:59.000Z',
    ]);
    await desk.goTo('2026-09-03T12:00:00Z');
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['breached']);
  });

  it('gives a rep who takes back their own report no more time, and others the grace', async () => {
    const { deal } = await desk.aRenewal();
    const ofAnn = { key: await desk.app.keyFor(['rep'], desk.ann.id as string) };
    const say = async (firstTalkAt: string | null, asking?: object) => {
      await desk.app.must('PATCH', `/v1/deals/${deal.id}`, { firstTalkAt }, asking);
      await desk.look();
    };
    await say('2026-06-04T09:00:00Z', ofAnn);
    await desk.goTo('2026-07-04T21:58:59Z');
    await say(null, ofAnn);
    expect((await desk.clocksOf(deal))[0]).toBe('renewalFirstTalk running 2026-07-04T21:59:59.000Z');
    await say('2026-06-04T09:00:00Z', ofAnn);
    await say(null);
    expect((await desk.clocksOf(deal))[0]).toBe('renewalFirstTalk running 2026-07-04T22:13:59.000Z');
  });

  it('gives a rep who reopens their own deal no more time', async () => {
    const { deal } = await desk.aRenewal();
    const ofAnn = { key: await desk.app.keyFor(['rep'], desk.ann.id as string) };
    await desk.goTo('2026-07-04T21:58:59Z');
    for (const [verb, body] of [
      ['lose', { reason: 'price' }],
      ['reopen', {}],
    ] as const) {
      await desk.app.must('POST', `/v1/deals/${deal.id}/${verb}`, body, ofAnn);
      await desk.look();
    }
    expect((await desk.clocksOf(deal)).filter((each) => each.startsWith('renewalFirstTalk'))).toEqual([
      'renewalFirstTalk cancelled 2026-07-04T21:59:59.000Z',
      'renewalFirstTalk running 2026-07-04T21:59:59.000Z',
    ]);
  });

  it('is kept in time if it was reported late, and late if it happened late', async () => {
    const { deal } = await desk.aRenewal();
    await desk.goTo('2026-07-05T10:00:00Z');
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['breached']);
    const touch = await desk.touch(deal, { occurredAt: '2026-07-04T10:00:00Z' });
    await desk.look();
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['met']);
    await desk.app.must('POST', `/v1/deals/${deal.id}/touches/${touch.id}/void`, { reason: 'wrong deal' });
    await desk.look();
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['breached']);
    await desk.touch(deal);
    await desk.goTo('2026-07-20T10:00:00Z');
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['late']);
    expect((await desk.get(deal)).ownerRepId).toBe(desk.ann.id);
    expect((await desk.timelineOf(deal)).filter((text) => text.startsWith('First conversation'))).toEqual([
      'First conversation about the renewal by Ann is due by Sat 4 Jul 2026, 23:59 (Europe/Berlin)',
      'First conversation about the renewal by Ann was missed: it was due by Sat 4 Jul 2026, 23:59 (Europe/Berlin)',
      'First conversation about the renewal by Ann was on time after all (Sat 4 Jul 2026, 12:00 (Europe/Berlin)): that was reported late',
      'First conversation about the renewal by Ann was missed after all: what had kept it was taken back',
      'First conversation about the renewal by Ann was late: Sun 5 Jul 2026, 12:00 (Europe/Berlin)',
    ]);
  });

  it('owes nothing more once notice is given', async () => {
    const { contract, deal } = await desk.aRenewal();
    await desk.goTo('2026-07-05T10:00:00Z');
    await desk.app.must('POST', `/v1/contracts/${contract.id}/notice`, { givenOn: '2026-07-05', reason: 'price' });
    await desk.look();
    expect(await desk.clocksOf(deal)).toEqual([
      'renewalFirstTalk breached 2026-07-04T21:59:59.000Z',
      'renewalDecider cancelled 2026-08-03T21:59:59.000Z',
      'renewalCommitted cancelled 2026-09-02T21:59:59.000Z',
    ]);
    const told = await desk.notificationsOf(desk.mia);
    await desk.goTo('2026-07-20T10:00:00Z');
    expect(await desk.notificationsOf(desk.mia)).toEqual(told);
    expect((await desk.get(deal)).ownerRepId).toBe(desk.ann.id);
  });

  it('owes nothing while it is lost, and the same again when it is reopened', async () => {
    const { deal } = await desk.aRenewal();
    await desk.app.must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' });
    await desk.look();
    expect(await desk.stateOf(deal, 'renewal')).toEqual(['cancelled', 'cancelled', 'cancelled']);
    await desk.app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await desk.look();
    expect((await desk.clocksOf(deal)).slice(3)).toEqual([
      'renewalFirstTalk running 2026-07-04T21:59:59.000Z',
      'renewalDecider running 2026-08-03T21:59:59.000Z',
      'renewalCommitted running 2026-09-02T21:59:59.000Z',
    ]);
  });

  it('gets new deadlines when its last day for notice changes', async () => {
    const { contract, deal } = await desk.aRenewal();
    await desk.amend(contract, { noticeDays: 60 });
    await desk.look();
    expect((await desk.clocksOf(deal))[0]).toBe('renewalFirstTalk running 2026-08-03T21:59:59.000Z');
    expect((await desk.timelineOf(deal)).at(-1)).toBe(
      'Forecast category by Ann is now due by Fri 2 Oct 2026, 23:59 (Europe/Berlin): the last day for notice changed',
    );
    // A deadline that would be past is at least the grace period away.
    await desk.goTo('2026-07-20T10:00:00Z');
    await desk.amend(contract, { noticeDays: 90 });
    await desk.look();
    expect((await desk.clocksOf(deal))[0]).toBe('renewalFirstTalk running 2026-07-20T10:15:00.000Z');
  });

  it('counts calendar days across a change of the clocks', async () => {
    // The last day for notice is 10 April 2027: thirty days before is 11 March, in winter time.
    const contract = await desk.aContract({ startsOn: '2026-07-10', endsOn: '2027-07-09', lines: [SOLD] });
    await desk.goTo('2027-01-10T10:00:00Z');
    const { data } = await desk.app.must('GET', `/v1/deals?contractId=${contract.id}`);
    expect(data[0].renewal.lastDayForNotice).toBe('2027-04-10');
    expect(data[0].expectedCloseAt).toBe('2027-04-10T21:59:59.000Z');
    expect((await desk.clocksOf(data[0])).at(-1)).toBe('renewalCommitted running 2027-03-11T22:59:59.000Z');
  });
});

const SOLD = { product: 'Suite', segments: [{ from: '2026-07-10', amount: '12000' }] };

describe('the expected close date of a deal', () => {
  it('starts a promise of its owner when it has passed', async () => {
    const deal = await desk.aDeal({ expectedCloseAt: '2026-06-10T10:00:00Z' });
    expect(await desk.clocksOf(deal)).toEqual([]);
    await desk.goTo('2026-06-10T09:59:59Z');
    expect(await desk.clocksOf(deal)).toEqual([]);
    await desk.goTo('2026-06-10T10:00:00Z');
    expect(await desk.clocksOf(deal)).toEqual(['dealDate running 2026-06-13T10:00:00.000Z']);
    await desk.goTo('2026-06-13T10:00:00Z');
    expect(await desk.clocksOf(deal)).toEqual(['dealDate breached 2026-06-13T10:00:00.000Z']);
    const warned = 'Deal “Website” waits for your outcome or new date, due by Sat 13 Jun 2026, 12:00 (Europe/Berlin)';
    expect(await desk.notificationsOf(desk.ann)).toEqual([warned, warned]);
    expect(await desk.notificationsOf(desk.mia)).toEqual([
      'Ann neither closed Deal “Website” in time nor named another date',
    ]);
    await desk.goTo('2026-06-13T10:00:01Z');
    await desk.patch(deal, { expectedCloseAt: '2026-07-01T10:00:00Z' });
    expect(await desk.clocksOf(deal)).toEqual(['dealDate late 2026-06-13T10:00:00.000Z']);
    await desk.goTo('2026-07-01T10:00:00Z');
    expect((await desk.clocksOf(deal))[1]).toBe('dealDate running 2026-07-04T10:00:00.000Z');
    const until = 'Sat 13 Jun 2026, 12:00 (Europe/Berlin)';
    expect(await desk.timelineOf(deal)).toEqual([
      'Made, a deal of Ann, worth EUR 9,000.00',
      `Outcome or new date by Ann is due by ${until}`,
      `Ann was warned: 50% of the time for the outcome or new date is used, due by ${until}`,
      `Ann was warned: 90% of the time for the outcome or new date is used, due by ${until}`,
      `Outcome or new date by Ann was missed: it was due by ${until}`,
      'Mia was notified: Ann missed the deadline for the outcome or new date',
      'Updated: when it is expected to close',
      `Outcome or new date by Ann was late: ${until}`,
      'Outcome or new date by Ann is due by Sat 4 Jul 2026, 12:00 (Europe/Berlin)',
    ]);
  });

  it('is settled by another date, and owed again when that is undone', async () => {
    const deal = await desk.aDeal({ expectedCloseAt: '2026-06-10T10:00:00Z' });
    await desk.goTo('2026-06-11T10:00:00Z');
    await desk.patch(deal, { expectedCloseAt: '2026-07-01T10:00:00Z' });
    expect(await desk.clocksOf(deal)).toEqual(['dealDate met 2026-06-13T10:00:00.000Z']);
    await desk.patch(deal, { expectedCloseAt: '2026-06-10T10:00:00Z' });
    expect(await desk.clocksOf(deal)).toEqual(['dealDate running 2026-06-13T10:00:00.000Z']);
    await desk.patch(deal, { expectedCloseAt: null });
    expect(await desk.clocksOf(deal)).toEqual(['dealDate cancelled 2026-06-13T10:00:00.000Z']);
  });

  it('is settled by the end of the deal, and owed again when the deal is reopened', async () => {
    const deal = await desk.aDeal({ expectedCloseAt: '2026-06-10T10:00:00Z' });
    await desk.goTo('2026-06-11T10:00:00Z');
    await desk.app.must('POST', `/v1/deals/${deal.id}/win`, {});
    await desk.look();
    expect(await desk.clocksOf(deal)).toEqual(['dealDate met 2026-06-13T10:00:00.000Z']);
    await desk.goTo('2026-06-12T10:00:00Z');
    await desk.app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await desk.look();
    expect(await desk.clocksOf(deal)).toEqual(['dealDate running 2026-06-13T10:00:00.000Z']);
    await desk.goTo('2026-06-14T10:00:00Z');
    await desk.app.must('POST', `/v1/deals/${deal.id}/win`, {});
    await desk.look();
    expect(await desk.clocksOf(deal)).toEqual(['dealDate late 2026-06-13T10:00:00.000Z']);
    await desk.app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await desk.look();
    expect(await desk.clocksOf(deal)).toEqual(['dealDate breached 2026-06-13T10:00:00.000Z']);
  });

  it('of a renewal is promised by the renewal part of the policy', async () => {
    const { deal } = await desk.aRenewal();
    await desk.patch(deal, { expectedCloseAt: '2026-06-03T10:00:00Z' });
    expect(await desk.stateOf(deal, 'dealDate')).toEqual(['running']);
    expect((await desk.clocksOf(deal)).at(-1)).toBe('dealDate running 2026-06-06T10:00:00.000Z');
    await desk.goTo('2026-06-09T10:00:00Z');
    expect((await desk.get(deal)).ownerRepId).toBe(desk.mia.id);
  });

  it('that passed long ago allows at least the grace period', async () => {
    const deal = await desk.aDeal({ expectedCloseAt: '2026-03-01T10:00:00Z' });
    expect(await desk.clocksOf(deal)).toEqual(['dealDate running 2026-06-01T10:15:00.000Z']);
  });
});

describe('a promise about a deal', () => {
  it('is owed by the present owner of the deal', async () => {
    const { deal } = await desk.aRenewal();
    await desk.patch(deal, { ownerRepId: desk.mia.id });
    const { clocks } = await desk.get(deal);
    expect(clocks.map(({ repId, state, endReason }: Record<string, string>) => [repId, state, endReason])).toEqual([
      ...Array(3).fill([desk.ann.id, 'cancelled', 'reassigned']),
      ...Array(3).fill([desk.mia.id, 'running', undefined]),
    ]);
    // Mia has no manager: the deal stays, and there is no other rep to notify.
    await desk.goTo('2026-07-08T10:00:00Z');
    expect((await desk.get(deal)).ownerRepId).toBe(desk.mia.id);
    expect((await desk.timelineOf(deal)).at(-1)).toBe('There was nobody to notify: nobody else can take the deal');
  });

  it('passes on with the deals of a rep who leaves', async () => {
    const deal = await desk.aDeal({ expectedCloseAt: '2026-05-31T10:00:00Z' });
    await desk.app.must('POST', `/v1/reps/${desk.ann.id}/offboard`, { deals: { repId: desk.mia.id } });
    await desk.look();
    expect((await desk.get(deal)).clocks.at(-1)).toMatchObject({ state: 'running', repId: desk.mia.id });
  });

  it('is not enforced during a hold', async () => {
    const deal = await desk.aDeal({ expectedCloseAt: '2026-06-10T10:00:00Z' });
    const hold = await desk.app.must('POST', '/v1/enforcement/holds', {
      scope: 'all',
      reason: 'fair',
      until: '2026-07-01T10:00:00Z',
    });
    await desk.goTo('2026-06-10T10:00:00Z');
    await desk.goTo('2026-06-14T10:00:00Z');
    expect(await desk.stateOf(deal, 'dealDate')).toEqual(['breached']);
    expect(await desk.notificationsOf(desk.mia)).toEqual([]);
    await desk.app.must('DELETE', `/v1/enforcement/holds/${hold.id}`);
    await desk.goTo('2026-06-14T10:01:00Z');
    expect(await desk.notificationsOf(desk.mia)).toHaveLength(1);
  });

  it('is not lost between a change and the check that follows', async () => {
    const { deal } = await desk.aRenewal();
    // No node checks again until the deadlines have passed.
    await desk.app.must('PATCH', `/v1/deals/${deal.id}`, { decisionMaker: 'Kim Berg' });
    await desk.touch(deal);
    await desk.app.moveTo('2026-08-04T10:00:00Z');
    expect(await desk.clocksOf(deal)).toEqual([
      'renewalFirstTalk met 2026-07-04T21:59:59.000Z',
      'renewalDecider met 2026-08-03T21:59:59.000Z',
      'renewalCommitted running 2026-09-02T21:59:59.000Z',
    ]);
    const { version, ...before } = await desk.get(deal);
    await desk.look();
    const { version: _, ...after } = await desk.get(deal);
    expect([version, after]).toEqual([_, before]);
  });
});

describe('promises of deals on two nodes', () => {
  it('begin, warn, are missed and move the deal once each', async () => {
    const { app } = desk;
    const other = await TestApplication.start('2026-06-01T10:00:00Z', { database: app.database });
    const deals = await Promise.all(
      Array.from({ length: 8 }, () =>
        app.must('POST', '/v1/deals', {
          name: 'Website',
          account: { name: 'Acme' },
          amount: '1.00',
          currency: 'EUR',
          ownerRepId: desk.ann.id,
          type: 'renewal',
          expectedCloseAt: '2026-06-10T10:00:00Z',
        }),
      ),
    );
    const nodes = [app, other];
    const both = (work: (node: TestApplication) => Promise<unknown>) => Promise.all([...nodes, ...nodes].map(work));
    for (const at of ['2026-06-10T10:00:00Z', '2026-06-12T10:00:00Z', '2026-06-13T10:00:00Z', '2026-06-16T10:00:00Z']) {
      for (const node of nodes) node.time.moveTo(Date.parse(at));
      // The deals change while the nodes sweep.
      await Promise.all([
        both((node) => node.application.app.get(DealPromises).look()),
        both((node) => node.settle()),
        ...deals.map(({ id }, index) => nodes[index % 2]!.ask('PATCH', `/v1/deals/${id}`, { probability: index / 10 })),
      ]);
      await both((node) => node.application.app.get(DealPromises).look());
      await both((node) => node.settle());
    }
    for (const deal of deals) {
      expect((await desk.get(deal)).ownerRepId).toBe(desk.mia.id);
      expect(await desk.clocksOf(deal)).toEqual(['dealDate breached 2026-06-13T10:00:00.000Z']);
      const told = await desk.timelineOf(deal);
      expect(told.filter((text) => text.startsWith('Moved'))).toHaveLength(1);
      expect(told.filter((text) => text.includes('was missed: it'))).toHaveLength(1);
    }
    await other.application.close();
  });
});

describe('a policy', () => {
  it('makes promises about deals that exist already, with at least the grace period', async () => {
    const { deal } = await desk.aRenewal();
    const { id, policyVersion: _, ...policy } = desk.policy;
    expect(id).toBeDefined();
    const put = (fields: object) =>
      desk.app.must('PUT', `/v1/sla-policies/${id}`, { ...bodyOf(policy), ...fields }).then(() => desk.look());
    await put({ renewal: { ...RENEWAL, firstTalkBefore: 'P100D' } });
    expect((await desk.clocksOf(deal))[0]).toBe('renewalFirstTalk running 2026-07-04T21:59:59.000Z');
    await put({ renewal: { ...RENEWAL, firstTalkBefore: 'P100D' }, applyTo: 'open' });
    expect((await desk.clocksOf(deal))[0]).toBe('renewalFirstTalk running 2026-06-24T21:59:59.000Z');
    const { committedBefore: _committed, ...less } = RENEWAL;
    await put({ renewal: less, applyTo: 'open' });
    expect(await desk.stateOf(deal, 'renewalCommitted')).toEqual(['cancelled']);
    await put({ renewal: { ...RENEWAL, firstTalkBefore: 'P119D' }, applyTo: 'open' });
    expect((await desk.clocksOf(deal))[0]).toBe('renewalFirstTalk running 2026-06-05T21:59:59.000Z');
    expect(await desk.stateOf(deal, 'renewalCommitted')).toEqual(['cancelled', 'running']);
    expect((await desk.app.ask('DELETE', `/v1/sla-policies/${id}`)).status).toBe(409);
  });

  it('refuses a part without promises, and invalid durations', async () => {
    const faults = async (fields: object) =>
      (
        await desk.app.ask('POST', '/v1/sla-policies', { ...bodyOf(desk.policy), name: 'Other', ...fields })
      ).body.errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`);
    expect(await faults({ renewal: {} })).toEqual(['/renewal missing']);
    expect(await faults({ renewal: { firstTalkBefore: 'soon' } })).toEqual(['/renewal/firstTalkBefore duration']);
    expect(await faults({ deals: {} })).toEqual(['/deals/dealDate required']);
    expect(
      await faults({ deals: { dealDate: 'P1D', onMiss: [{ after: 'PT0S', do: 'reassign', to: 'manager' }] } }),
    ).toEqual(['/deals/onMiss/0/to contradiction']);
  });
});

function bodyOf(policy: object): object {
  const { id, version, createdAt, updatedAt, warnings, replanned, ...body } = policy as Record<string, unknown>;
  return body;
}
