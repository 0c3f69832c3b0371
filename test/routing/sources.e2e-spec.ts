import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { SECOND } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, aRep, faults, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { freshDatabase } from '../support/postgres.js';
import { statements } from '../support/statements.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const aSource = (code: string, fields: object = {}): Promise<Json> =>
  // All leads of these tests come from one person.
  app.must('POST', '/v1/sources', { code, duplicates: 'separate', ...fields });
const route = (rules: object[], fallback: object = {}) => app.must('PUT', '/v1/routing', { rules, fallback });
const sendMany = (source: string, count: number) =>
  app.must('POST', '/v1/leads/batch', {
    leads: Array.from({ length: count }, (_, index) => ({ source, contact: { email: `kim${index}@example.org` } })),
  });
const inReview = async () => (await app.must('GET', '/v1/routing/queue?queue=review')).data;

/** Ann gets the leads that no earlier rule matches; Bo gets all of Google Ads. */
async function aDesk() {
  const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  const [anns, bos] = [await aPool(app, 'Anns', [ann]), await aPool(app, 'Bos', [bo])];
  const when = { field: 'source', op: 'eq', value: 'google-ads' };
  await route([
    { name: 'Ads', when, assign: { poolId: bos.id } },
    { name: 'All', when: {}, assign: { poolId: anns.id } },
  ]);
  return { ann, bo, anns, bos };
}

describe('spellings of a source', () => {
  it('are one source in rules, policies, filters and capacities, also for earlier leads', async () => {
    const { ann, bo } = await aDesk();
    const before = await aLead(app, { source: 'AdWords' });
    expect(before.ownerId).toBe(ann.id);
    const bosBefore = await aLead(app, { source: 'AdWords', owner: { repId: bo.id } });
    await aSource('google-ads', { aliases: ['adwords', 'Google Ads', 'GOOGLE-ADS', 'AdWords'] });
    const after = await aLead(app, { source: 'Adwords' });
    expect(after).toMatchObject({ ownerId: bo.id, rule: 'Ads', source: 'Adwords' });
    const other = await aLead(app, { source: 'adwords-2' });
    expect(other.ownerId).toBe(ann.id);
    const found = async (source: string) =>
      (await app.must('GET', `/v1/leads?source=${encodeURIComponent(source)}`)).data.map(({ id }: Json) => id);
    for (const source of ['google-ads', 'google ads', 'ADWORDS'])
      expect(await found(source)).toEqual([before.id, bosBefore.id, after.id]);
    const not = { field: 'source', op: 'notIn', value: ['adwords'] };
    const preview = (source: string) =>
      app.must('POST', '/v1/routing/preview', {
        lead: { source, contact: {} },
        rules: [{ name: 'Not ads', when: not, assign: { repId: ann.id } }],
      });
    expect((await preview('google ads')).rule).toBeNull();
    expect((await preview('web')).rule).toBe('Not ads');
    await aPolicy(
      app,
      { within: 'PT1H' },
      { time: 'elapsed', when: { field: 'source', op: 'in', value: ['Google Ads'] } },
    );
    expect((await aLead(app, { source: 'google-ads' })).policy).not.toBeNull();
    expect((await aLead(app, { source: 'web' })).policy).toBeNull();

    // Bo has had three by now, one of them before the spelling belonged to the source.
    const limited = { name: 'Bo', email: bo.email, capacity: { perSource: { adwords: { perDay: 4 } } } };
    await app.must('PUT', `/v1/reps/${bo.id}`, limited);
    expect((await aLead(app, { source: 'google ads' })).ownerId).toBe(bo.id);
    expect((await aLead(app, { source: 'adwords' })).ownerId).toBeNull();
  });

  it('are one source for external ids, before and after an alias is added or removed', async () => {
    await aDesk();
    const old = await aLead(app, { source: 'fb', externalId: '1' });
    const [source] = [await aSource('facebook', { aliases: ['fb', 'FB Ads'] })];
    const send = (spelling: string, externalId: string) =>
      app.ask('POST', '/v1/leads', { source: spelling, externalId, contact: {} });
    for (const spelling of ['facebook', 'FB', 'fb ads']) {
      const again = await send(spelling, '1');
      expect([again.status, again.body.id, again.body.source]).toEqual([200, old.id, 'fb']);
    }
    const { results } = await app.must('POST', '/v1/leads/batch', {
      leads: ['fb', 'facebook'].map((spelling) => ({ source: spelling, externalId: '2', contact: {} })),
    });
    expect(results.map(({ status }: Json) => status)).toEqual(['created', 'existing']);
    const many = Array.from({ length: 150 }, (_, index) => ({
      source: 'fb ads',
      externalId: `${index + 1}`,
      contact: {},
    }));
    const large = await app.must('POST', '/v1/leads/batch', { leads: many });
    expect(large.results.filter(({ status }: Json) => status === 'existing')).toHaveLength(2);
    const touch = { leadExternalId: '1', source: 'facebook', kind: 'call', outcome: 'noAnswer' };
    expect((await app.must('POST', '/v1/touches/batch', { touches: [touch] })).results).toMatchObject([
      { status: 'recorded', leadId: old.id },
    ]);
    const third = await send('facebook', '3x');
    expect((await app.ask('PATCH', `/v1/leads/${third.body.id}`, { externalId: '1' })).status).toBe(409);
    await app.must('PUT', `/v1/sources/${source.id}`, { code: 'facebook', aliases: [] });
    expect((await send('fb', '1')).body.id).toBe(old.id);
    expect((await send('facebook', '1')).status).toBe(201);
  });
});

describe('a source with a limit', () => {
  it('sends leads beyond the limit to the queue for review, and says so', async () => {
    const { ann } = await aDesk();
    const rita = await aRep(app, 'Rita');
    const [review] = (await app.must('GET', '/v1/queues')).data;
    await app.must('PUT', `/v1/queues/${review.id}`, { name: 'review', ownerRepId: rita.id });
    await aSource('quiz', { maxPerMinute: 3, aliases: ['kwiz'] });
    const { results } = await sendMany('quiz', 5);
    const leads = await Promise.all(results.map(leadNow.bind(null, app)));
    expect(leads.map(({ ownerId, queue, rule }) => [ownerId === ann.id, queue, rule])).toEqual([
      ...Array(3).fill([true, null, 'All']),
      ...Array(2).fill([false, 'review', null]),
    ]);
    expect((await aLead(app, { source: 'KWIZ' })).queue).toBe('review');
    expect((await aLead(app, { source: 'web' })).ownerId).toBe(ann.id);
    const { data } = await app.must('GET', `/v1/leads/${leads[4].id}/routing`);
    expect(data[0].trace).toMatchObject({
      rules: [
        { name: 'Ads', matched: false },
        { name: 'All', matched: true },
      ],
      because: 'More than 3 leads came from quiz within a minute, so it waits in the queue review for a person.',
    });
    const { data: told } = await app.must('GET', `/v1/reps/${rita.id}/notifications`);
    expect(told.map(({ text }: Json) => text)).toEqual([
      '2 leads wait in the queue review: more leads came from their source within a minute than are routed; 3 leads wait by now',
    ]);
    await app.moveBy(59 * SECOND);
    expect((await aLead(app, { source: 'quiz' })).queue).toBe('review');
    await app.moveBy(SECOND);
    expect((await aLead(app, { source: 'quiz' })).ownerId).toBe(ann.id);
  });

  it.each([
    ['with rules that ask of the lead alone', undefined],
    ['with an account that is protected', new Date(Date.parse('2027-01-01')).toISOString()],
  ])('keeps leads in review when rules change, until a person moves them, %s', async (_, protectedUntil) => {
    const { ann, bos } = await aDesk();
    if (protectedUntil !== undefined)
      await app.must('POST', '/v1/accounts', { name: 'Other', ownerRepId: ann.id, protectedUntil });
    await aSource('quiz', { maxPerMinute: 1 });
    await sendMany('quiz', 2);
    const [waiting] = await inReview();
    await route([{ name: 'Others', when: {}, assign: { poolId: bos.id } }]);
    await app.settle();
    expect(await inReview()).toMatchObject([
      {
        leadId: waiting.leadId,
        why: expect.stringContaining('More leads came from quiz within a minute than are routed'),
      },
    ]);
    await app.must('POST', `/v1/leads/${waiting.leadId}/reassign`, { repId: ann.id, reason: 'Fine' });
    expect(await inReview()).toEqual([]);
  });

  it('does not count tests, leads with a given owner, or leads that rules send to a queue', async () => {
    const { ann, anns } = await aDesk();
    await aSource('quiz', { maxPerMinute: 1 });
    await aLead(app, { source: 'quiz', test: true });
    await aLead(app, { source: 'quiz', owner: { repId: ann.id } });
    expect((await aLead(app, { source: 'quiz' })).ownerId).toBe(ann.id);
    await route([
      { name: 'Odd', when: { field: 'campaign', op: 'exists' }, assign: { queue: 'review' } },
      { name: 'All', when: {}, assign: { poolId: anns.id } },
    ]);
    expect((await aLead(app, { source: 'quiz', campaign: 'x' })).rule).toBe('Odd');
    expect((await aLead(app, { source: 'quiz' })).rule).toBeNull();
  });

  it('counts leads that a rule sends to the owner of their account, and only others to a queue', async () => {
    const ann = await aRep(app, 'Ann');
    await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: ann.id });
    await aSource('quiz', { maxPerMinute: 1 });
    await route([{ name: 'A', when: {}, assign: { accountOwner: true, otherwise: { queue: 'review' } } }]);
    const from = (domain: string) => aLead(app, { source: 'quiz', company: { domain }, contact: {} });
    const owners = [await from('other.example'), await from('acme.example'), await from('acme.example')];
    expect(owners.map(({ ownerId, rule }) => [ownerId, rule])).toEqual([
      [null, 'A'],
      [ann.id, 'A'],
      [null, null],
    ]);
  });

  it.each(['a pool', 'a queue'])(
    'holds for leads of a protected account as for others, if rules name %s',
    async (to) => {
      const { ann, bos } = await aDesk();
      const protectedUntil = new Date(Date.parse('2027-01-01')).toISOString();
      const owned = { domains: ['acme.example'], ownerRepId: ann.id, protectedUntil };
      await app.must('POST', '/v1/accounts', { name: 'Acme', ...owned });
      await aSource('quiz', { maxPerMinute: 1 });
      await route([{ name: 'All', when: {}, assign: to === 'a pool' ? { poolId: bos.id } : { queue: 'review' } }]);
      const sent = () => aLead(app, { source: 'quiz', company: { domain: 'acme.example' }, contact: {} });
      const leads = [await sent(), await sent()];
      expect(leads.map(({ ownerId, queue }) => [ownerId, queue])).toEqual([
        [ann.id, null],
        [null, 'review'],
      ]);
      await app.moveBy(60 * SECOND);
      await route([{ name: 'Others', when: {}, assign: { poolId: bos.id } }]);
      await app.settle();
      expect((await leadNow(app, leads[1]!)).queue).toBe('review');
      await app.must('POST', `/v1/leads/${leads[1]!.id}/reassign`, { repId: ann.id, reason: 'Fine' });
    },
  );

  it('is exact on two nodes', async () => {
    await app.stop();
    const database = await freshDatabase();
    app = await TestApplication.start('2026-03-02T15:00:00.000Z', { database });
    const { ann } = await aDesk();
    await aSource('quiz', { maxPerMinute: 7 });
    const other = await TestApplication.start('2026-03-02T15:00:00.000Z', { database });
    const send = (node: TestApplication, index: number) =>
      node.must('POST', '/v1/leads', { source: 'quiz', contact: { email: `k${index}@example.org` } });
    const leads = await Promise.all(
      Array.from({ length: 24 }, (_, index) => send(index % 2 === 0 ? app : other, index)),
    );
    expect(leads.filter(({ ownerId }) => ownerId === ann.id)).toHaveLength(7);
    expect(await inReview()).toHaveLength(17);
    await other.application.app.close();
  });

  it('costs extra statements only for leads that it counts', async () => {
    const { ann, anns } = await aDesk();
    let sent = 0;
    const asked = (source: string) => {
      sent += 1;
      return statements(() => aLead(app, { source, externalId: `${sent}` }));
    };
    await asked('web');
    const before = await asked('web');
    await app.must('POST', '/v1/queues', { name: 'Audit', ownerRepId: ann.id });
    await aSource('web', { aliases: ['website'] });
    await aSource('quiz', { maxPerMinute: 2 });
    await asked('web');
    expect(await asked('web')).toBe(before);
    // One statement reads what was routed within a minute, and one writes the new count.
    expect([await asked('quiz'), await asked('quiz'), await asked('quiz')]).toEqual([
      before + 2,
      before + 2,
      expect.any(Number),
    ]);
    await app.must('PUT', `/v1/pools/${anns.id}`, { name: 'Anns', members: [] });
    await asked('web');
    const queued = await asked('web');
    await route([{ name: 'Odd', when: {}, assign: { queue: 'review' } }]);
    await asked('web');
    // One more writes since when it is in the named queue.
    expect(await asked('web')).toBeLessThanOrEqual(queued + 1);
  });
});

describe('the channel of a source', () => {
  it('applies to its leads without a channel, in rules, lists and reports', async () => {
    const { ann, bo, anns, bos } = await aDesk();
    const before = await aLead(app, { source: 'AdWords' });
    await route([
      { name: 'Paid', when: { field: 'channel', op: 'eq', value: 'paid' }, assign: { poolId: bos.id } },
      { name: 'All', when: {}, assign: { poolId: anns.id } },
    ]);
    await aSource('google-ads', { aliases: ['adwords'], channel: 'paid' });
    const of = (fields: object) => aLead(app, { source: 'adwords', ...fields });
    expect(await of({})).toMatchObject({ ownerId: bo.id, rule: 'Paid', channel: 'paid' });
    expect(await of({ channel: 'event' })).toMatchObject({ ownerId: ann.id, channel: 'event' });
    expect(await aLead(app, { source: 'web' })).not.toHaveProperty('channel');
    const preview = await app.must('POST', '/v1/routing/preview', { lead: { source: 'google-ads', contact: {} } });
    expect(preview).toMatchObject({ ownerId: bo.id, rule: 'Paid' });
    // An earlier lead keeps its channel, whatever else is changed.
    await app.must('PATCH', `/v1/leads/${before.id}`, { campaign: 'spring' });
    expect(await leadNow(app, before)).not.toHaveProperty('channel');
    const rows = (await app.report('ageing?by=channel')).data.map(({ label, leads }: Json) => [label, leads]);
    expect(rows).toContainEqual(['paid', 1]);
  });
});

describe('sources', () => {
  it('are refused if they are wrong', async () => {
    await aSource('google-ads', { aliases: ['adwords'] });
    const post = (body: object) => app.ask('POST', '/v1/sources', body);
    const price = { amount: '2.50', currency: 'EUR' };
    expect(faults(await post({ code: 'AdWords', aliases: ['x', 'Google-Ads'] }))).toEqual([
      '/code taken',
      '/aliases/1 taken',
    ]);
    expect(
      faults(await post({ code: 'b', maxPerMinute: 0, silentAfter: 'P1M', costPerLead: { amount: '1' } })),
    ).toEqual([
      ...['/maxPerMinute tooSmall', '/silentAfter', '/costPerLead/currency required'].map((each) =>
        expect.stringContaining(each),
      ),
    ]);
    const monthly = ['2026-01', '2026-02', '2026-01'].map((month) => ({ month, ...price }));
    expect(faults(await post({ code: 'b', costPerLead: price, monthly }))).toEqual([
      '/monthly/2/month duplicate',
      '/costPerLead contradiction',
    ]);
    const odd = await post({ code: 'b', monthly: [{ month: '2026-13', amount: '-1', currency: 'EUR' }] });
    expect(odd.body.errors.map(({ message }: Json) => message)).toEqual([
      'Expected a month such as 2026-11.',
      expect.stringMatching(/^Expected a decimal amount of zero or more as text/),
    ]);
    expect((await app.must('GET', '/v1/sources')).data).toHaveLength(1);
  });
});
