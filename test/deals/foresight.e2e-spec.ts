import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../support/json.js';
import { PromisedDesk, RENEWAL } from './promised-deals.js';

let desk: PromisedDesk;
let policy: Json;
beforeEach(async () => {
  // The policy makes no promises about deals yet.
  desk = await PromisedDesk.open({ renewal: undefined, deals: undefined });
  await desk.aContract();
  await desk.aContract();
  await desk.goTo('2026-07-10T10:00:00Z');
  const { id: _, version: __, createdAt: ___, updatedAt: ____, ...body } = desk.policy;
  policy = { ...body, grace: 'P2D' };
});
afterEach(() => desk.close());

const warningsOf = ({ warnings = [] }: Json) =>
  warnings
    .filter(({ pointer }: Json) => ['/renewal', '/deals'].includes(pointer))
    .map(({ pointer, message }: Json) => `${pointer} ${message}`);
const put = async (fields: object, query = '') =>
  warningsOf(await desk.app.must('PUT', `/v1/sla-policies/${desk.policy.id}${query}`, { ...policy, ...fields }));
const renewals = async (): Promise<Json[]> => (await desk.app.must('GET', '/v1/deals?type=renewal')).data;
const later = 'what is due by that date is due after the `grace`, 2 days, and no sooner.';

describe('a policy that is saved', () => {
  it('warns about how many open deals it starts promises, and for how many the date has passed', async () => {
    const [first] = await renewals();
    await desk.patch(first!, { firstTalkAt: '2026-07-01T10:00:00Z' });
    const dated = await desk.aDeal({ expectedCloseAt: '2026-07-01T10:00:00Z' });
    await desk.aDeal({ expectedCloseAt: '2026-08-01T10:00:00Z' });
    await desk.aDeal();
    const parts = { renewal: RENEWAL, deals: { dealDate: 'P3D' } };
    const foreseen = [
      `/renewal Promises about 2 open renewals begin at once. For 1 of them a date has passed already: ${later}`,
      `/deals Promises about 1 other open deal begin at once. For 1 of them a date has passed already: ${later}`,
    ];
    expect(await put(parts, '?dryRun=true')).toEqual(foreseen);
    expect(await desk.clocksOf(dated)).toEqual([]);
    expect(await put(parts)).toEqual(foreseen);
    await desk.look();
    // The clocks that start are those of the warning.
    const began = await Promise.all([...(await renewals()), dated].map((deal) => desk.clocksOf(deal)));
    expect(began.map((clocks) => clocks.length)).toEqual([2, 3, 1]);
    expect(began.flat().filter((clock) => clock.endsWith('2026-07-12T10:00:00.000Z'))).toEqual([
      'renewalFirstTalk running 2026-07-12T10:00:00.000Z',
      'dealDate running 2026-07-12T10:00:00.000Z',
    ]);
    // Clocks that run already do not start again.
    await desk.app.moveBy(1_000);
    expect(await put({ ...parts, renewal: { ...RENEWAL, firstTalkBefore: 'P80D' } })).toEqual([]);
  });

  it('counts only its own deals: those for which it is the first policy that matches', async () => {
    const [first, second] = await renewals();
    const { id } = await desk.app.must('GET', `/v1/accounts/${second!.account.id}`);
    await desk.app.must('PATCH', `/v1/accounts/${id}`, { domains: ['second.example'] });
    const name = 'Second';
    const when = { field: 'company.domain', op: 'eq', value: 'second.example' };
    const made = await desk.app.must('POST', '/v1/sla-policies', {
      ...policy,
      name,
      when,
      renewal: { dealDate: 'P3D', committedBefore: 'P30D' },
    });
    expect(warningsOf(made)).toEqual(['/renewal Promises about 1 open renewal begin at once.']);
    await desk.look();
    await desk.app.moveBy(1_000);
    expect(await desk.clocksOf(first!)).toEqual([]);
    expect(await put({ renewal: { committedBefore: 'P30D' } })).toEqual([
      '/renewal Promises about 1 open renewal begin at once.',
    ]);
  });

  it('gives no warning if no promise starts', async () => {
    for (const deal of await renewals()) await desk.app.must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' });
    expect(await put({ renewal: RENEWAL, deals: { dealDate: 'P3D' } })).toEqual([]);
  });
});
