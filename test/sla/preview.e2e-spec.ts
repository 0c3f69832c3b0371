import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, faults, leadNow, NOBODY, theReps } from '../support/people.js';

const START = Date.parse(MONDAY);
const when = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

const CADENCE = {
  time: 'elapsed',
  firstTouch: { within: 'PT10M' },
  followUp: {
    steps: [
      { kinds: ['call'], after: 'PT1H', within: 'PT30M' },
      { kinds: ['email'], after: 'PT2H', within: 'PT1H' },
    ],
    onMiss: [{ after: 'PT0S', do: 'remind' }],
  },
  decideWithin: 'P1D',
};

let app: TestApplication;
let [mia, ann, bo]: Json[] = [];

beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
  mia = await aRep(app, 'Mia');
  [ann, bo] = await theReps(app, ['Ann', 'Bo'], { managerId: mia!.id });
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const lead = { source: 'web', contact: { email: 'kim@example.org', phone: '+4930901820' } };
const call = (minutes: number, outcome = 'noAnswer') => ({ kind: 'call', outcome, occurredAt: when(minutes) });
const preview = (body: object) => app.must('POST', '/v1/sla-policies/preview', body);
const rows = ({ instants }: Json): string[] =>
  instants.map(({ at, clock, what }: Json) => `${(Date.parse(at) - START) / MINUTE} ${clock ?? 'lead'} ${what}`);
const refused = async (body: object) => faults(await app.post('/v1/sla-policies/preview', body));

it('a preview of a closed lead has no clocks, and one of an imaginary lead begins open', async () => {
  await app.must('POST', '/v1/sla-policies', { name: 'P', when: {}, ...CADENCE });
  const closed = await aLead(app, lead);
  expect(await preview({ leadId: closed.id })).toMatchObject({ matched: true, status: 'open' });
  await app.must('POST', `/v1/leads/${closed.id}/disposition`, { category: 'lost', reason: 'price' });
  expect(await preview({ leadId: closed.id })).toMatchObject({
    matched: true,
    status: 'lost',
    clocks: [],
    instants: [],
  });
  expect(await preview({ leadId: closed.id, policy: CADENCE })).toMatchObject({
    status: 'lost',
    clocks: [],
    instants: [],
  });
  expect(await preview({ policy: CADENCE, lead })).toMatchObject({ status: 'open' });
});

describe('a preview of a policy for an imaginary lead', () => {
  it('accepts a saved policy as it was read, and so does a dry run', async () => {
    const { id } = await app.must('POST', '/v1/sla-policies', { name: 'P', when: {}, ...CADENCE });
    const policy = await app.must('GET', `/v1/sla-policies/${id}`);
    expect(await preview({ policy, lead })).toEqual(await preview({ policy: CADENCE, lead }));
    const span = { from: when(-1), to: when(0) };
    for (const draft of [{ policy }, { policies: [policy] }])
      expect((await app.post('/v1/sla-policies/dry-run', { ...draft, ...span })).status).toBe(202);
  });

  it('continues with the next owners, as often as the lead may move', async () => {
    const firstTouch = { within: 'PT10M', maxReassignments: 1, onBreach: [{ after: 'PT0S', do: 'reassign' }] };
    const seen = await preview({ policy: { time: 'elapsed', firstTouch }, lead });
    expect(rows(seen)).toEqual([
      '10 firstTouch breach',
      '10 firstTouch reassign',
      '10 firstTouch start',
      '20 firstTouch breach',
      '20 firstTouch escalate',
    ]);
    expect(seen.instants[1]).toMatchObject({
      type: 'lead.reassigned',
      toRepId: bo!.id,
      text: 'Moved from Ann to Bo: no first touch within 10 minutes',
    });
    expect(seen.instants[4]).toMatchObject({ to: 'manager', toRepId: mia!.id });
    expect(seen).toMatchObject({
      cut: null,
      caveats: [expect.stringContaining('decided by the present state of reps')],
    });
  });

  it('continues after assumed touches: steps with windows, actions after misses, and the decision', async () => {
    const seen = await preview({ policy: CADENCE, lead, touches: [call(5)] });
    expect(rows(seen)).toEqual([
      '5 lead touch',
      '5 firstTouch met',
      '5 leadResponse met',
      '5 followUp start',
      '65 followUp open',
      '95 followUp breach',
      '95 followUp remind',
      '95 followUp start',
      '215 followUp open',
      '275 followUp breach',
      '275 followUp remind',
      '275 decide start',
      `${275 + 24 * 60} decide breach`,
      `${275 + 24 * 60} decide remind`,
    ]);
    expect(seen.instants[3]).toMatchObject({ step: 1, opensAt: when(65), dueAt: when(95), repId: ann!.id });
  });

  it('closes a lead that cannot be reached, and brings it back to a new owner', async () => {
    // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
    const unreachable = { attempts: 2, over: 'PT1M', then: { category: 'recycle', reason: 'unreachable' } };
    const policy = { time: 'elapsed', firstTouch: { within: 'PT10M', onBreach: [] }, unreachable };
    const only = { source: 'web', contact: { phone: '+4930901820' } };
    const seen = await preview({ policy, lead: only, touches: [call(7), call(5)] });
    expect(rows(seen).slice(4)).toEqual([
      '7 lead dispose',
      '7 recycle start',
      `${7 + 90 * 24 * 60} lead wake`,
      `${7 + 90 * 24 * 60} lead assign`,
      `${7 + 90 * 24 * 60} firstTouch start`,
      `${7 + 90 * 24 * 60} leadResponse start`,
      `${17 + 90 * 24 * 60} firstTouch breach`,
    ]);
    expect(seen.instants[7]).toMatchObject({ repId: bo!.id });
  });

  it('says where it stops, and that more would happen', async () => {
    const seen = await preview({ policy: CADENCE, lead, until: when(9) });
    expect(seen).toMatchObject({ instants: [], until: when(9) });
    expect(seen.cut).toBe(
      `More would happen from ${when(10)} on: it was looked ahead until ${when(9)}, at most 400 days.`,
    );
  });

  it('warns that the owner will be away', async () => {
    await app.must('POST', `/v1/reps/${ann!.id}/absences`, { from: when(60), to: when(600) });
    const { caveats } = await preview({ policy: { firstTouch: { within: 'PT10M', onBreach: [] } }, lead });
    expect(caveats).toContain(`Ann is away from ${when(60)}: that their leads then go to others is not played.`);
  });
});

describe('a preview of an existing lead', () => {
  const saved = (fields: object = {}) =>
    app.must('POST', '/v1/sla-policies', { name: 'Saved', when: {}, ...CADENCE, ...fields });

  it('continues from its present state under its own policy, and writes nothing', async () => {
    await saved();
    const { id } = await aLead(app);
    await app.moveTo(when(5));
    await aTouch(app, { id });
    const before = await leadNow(app, { id });
    await app.moveTo(when(30));
    const seen = await preview({ leadId: id.toUpperCase(), touches: [call(70)] });
    expect(seen).toMatchObject({ matched: true, ownerId: ann!.id, clocks: [{ kind: 'followUp', dueAt: when(95) }] });
    expect(rows(seen).slice(0, 4)).toEqual([
      '65 followUp open',
      '70 lead touch',
      '70 followUp met',
      '70 followUp start',
    ]);
    const isSame = ({ updatedAt, clocks }: Json) => [updatedAt, clocks.length];
    expect(isSame(await leadNow(app, { id }))).toEqual(isSame(before));
  });

  it('continues from an instant as if a draft were applied to open leads', async () => {
    await saved();
    const { id } = await aLead(app);
    const firstTouch = { within: 'PT1H', onBreach: [] };
    const seen = await preview({ leadId: id, policy: { time: 'elapsed', firstTouch }, at: when(5) });
    expect(rows(seen)).toEqual(['5 lead change', '5 firstTouch replan', '60 firstTouch breach']);
    // By then the lead has moved.
    const later = await preview({ leadId: id, policy: { time: 'elapsed', firstTouch }, at: when(15) });
    expect(later).toMatchObject({ ownerId: bo!.id });
    expect(rows(later).slice(0, 2)).toEqual(['15 lead change', '15 firstTouch replan']);
    expect(rows(later).at(-1)).toBe('70 firstTouch breach');
  });

  it('gives a policy to a lead without one only if it matches', async () => {
    const { id } = await aLead(app);
    const seen = await preview({ leadId: id, policy: { ...CADENCE, when: { field: 'source', op: 'eq', value: 'x' } } });
    expect(seen).toMatchObject({ instants: [], caveats: [expect.stringContaining('does not match it')] });
    expect((await preview({ leadId: id, policy: CADENCE })).instants).not.toEqual([]);
    expect(await preview({ leadId: id })).toMatchObject({ matched: false, instants: [], caveats: [] });
  });
});

it('a preview is refused with all its faults at once', async () => {
  const policy = CADENCE;
  const { id } = await aLead(app);
  expect(await refused({ policy })).toEqual([' oneOf']);
  expect(await refused({ policy, lead, leadId: id })).toEqual([' oneOf']);
  expect(await refused({ lead })).toEqual(['/policy required']);
  expect(await refused({ leadId: NOBODY })).toEqual(['/leadId unknownId']);
  expect(await refused({ leadId: id, at: when(-1) })).toEqual(['/at past']);
  expect(await refused({ leadId: id, at: when(401 * 24 * 60) })).toEqual(['/at tooFar']);
  expect(await refused({ leadId: id, until: MONDAY })).toEqual(['/until order']);
  expect(await refused({ leadId: id, until: when(401 * 24 * 60) })).toEqual(['/until tooFar']);
  expect(await refused({ leadId: id, touches: [{ kind: 'call', outcome: 'noAnswer' }] })).toEqual([
    '/touches/0/occurredAt required',
  ]);
  const wrong = [call(-1), { ...call(1, 'sent'), repId: NOBODY }, call(1)];
  expect(await refused({ policy, lead: { ...lead, owner: { repId: NOBODY } }, touches: wrong })).toEqual([
    '/lead/owner/repId unknownId',
    '/touches/0/occurredAt outside',
    '/touches/1/outcome contradiction',
    '/touches/1/repId unknownId',
  ]);
});

describe('a preview of a lead with an open deal', () => {
  // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
  const unreachable = { attempts: 2, over: 'PT1M', then: { category: 'recycle', reason: 'unreachable' } };
  const policy = { time: 'elapsed', firstTouch: { within: 'PT10M', onBreach: [] }, unreachable };
  const touches = [call(1), call(5)];
  const only = { source: 'web', contact: { phone: '+4930901820' } };
  const aDealOf = ({ id: leadId }: Json, owner: Json) =>
    app.must('POST', '/v1/deals', {
      name: 'Website',
      account: { name: 'Juno' },
      amount: '9000.00',
      currency: 'EUR',
      leadId,
      ownerRepId: owner.id,
    });

  it('says of no rule that it closes the lead', async () => {
    await app.must('POST', '/v1/sla-policies', { name: 'P', when: {}, ...policy });
    const sold = await aLead(app, only);
    expect(rows(await preview({ leadId: sold.id, touches })).join()).toContain('lead dispose');
    await aDealOf(sold, bo!);
    expect(rows(await preview({ leadId: sold.id, touches })).join()).not.toContain('lead dispose');
  });

  it('brings the lead back to the owner of the deal, who owes no first touch', async () => {
    await app.must('POST', '/v1/sla-policies', { name: 'P', when: {}, ...policy });
    const sold = await aLead(app, { ...lead, owner: { repId: ann!.id } });
    await aDealOf(sold, bo!);
    const disposition = { category: 'nurture', reason: 'not_now', fields: { wakeAt: when(60) }, deals: 'keep' };
    await app.must('POST', `/v1/leads/${sold.id}/disposition`, disposition);
    const seen = await preview({ leadId: sold.id });
    expect(rows(seen)).toEqual(['60 lead wake', '60 lead assign']);
    expect(seen.instants[1].repId).toBe(bo!.id);
  });
});
