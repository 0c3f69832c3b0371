import { DealPromises } from '../../../src/deals/promises/deal-promises.service.js';
import type { Teller } from './example-recorder.js';

export async function tellOfDeals({ tell, app }: Teller) {
  const [rep] = (await app.must('GET', '/v1/reps?limit=1')).data;
  const account = await tell('createAccount', 'A company that might buy', {
    body: { name: 'Rivet GmbH', domains: ['rivet.example'], refs: { hubspot: '8801' }, ownerRepId: rep.id },
  });
  await tell('createAccount', 'A domain that everybody has', { body: { name: 'Rivet', domains: ['gmail.com'] } }, 422);
  const ofAccount = { id: account.id };
  await tell('listAccounts', 'By domain', { query: { domain: 'rivet.example' } });
  await tell('getAccount', 'As it is', { path: ofAccount });
  await tell('updateAccount', 'Somebody else delivers to it', {
    path: ofAccount,
    body: { roles: { delivery: rep.id } },
  });
  await tell('updateAccount', 'Its brand, somebody there, and until when it is for its owner alone', {
    path: ofAccount,
    body: {
      brands: ['rivet-shop.example'],
      contacts: [{ email: 'kim.rivet@gmail.com', phone: '+49 30 901820' }],
      protectedUntil: '2026-06-30T22:00:00Z',
    },
  });
  await tell('putAccountByRef', 'From a CRM', {
    path: { system: 'hubspot', ref: '8802' },
    body: { name: 'Bolt AG', domains: ['bolt.example'] },
  });
  await tell('putAccounts', 'A new one, a known one, and one without a name', {
    body: {
      accounts: [
        { ref: { system: 'hubspot', id: '8803' }, name: 'Juno Foods', domains: ['juno-foods.example'] },
        { ref: { system: 'hubspot', id: '8802' }, ownerRepId: rep.id },
        { domains: ['north-mills.example'] },
      ],
    },
  });

  const deal = await tell('createDeal', 'A website', {
    body: {
      name: 'Website',
      account: { name: 'Rivet GmbH', domain: 'rivet.example' },
      ownerRepId: rep.id,
      amount: '18400.00',
      currency: 'EUR',
      product: 'Website',
      expectedCloseAt: '2026-04-15T12:00:00Z',
      term: { startsOn: '2026-05-01', endsOn: '2027-04-30', noticeDays: 90 },
    },
  });
  await tell('createDeal', 'With nobody', { body: { name: 'Website', amount: '18400', currency: 'EUR' } }, 422);
  const path = { id: deal.id };
  await tell('listDeals', 'Those that are open', { query: { stage: 'open', limit: '1' } });
  await tell('getDeal', 'As it is', { path });
  await tell('updateDeal', 'It is worth more', { path, body: { amount: '21000.00' } });
  const call = { kind: 'call', outcome: 'connected', durationSeconds: 240, note: 'Asks for a second language' };
  const touch = await tell('createDealTouch', 'A call', { path, body: { ...call, externalId: 'call-77' } });
  await tell('createDealTouch', 'Told again', { path, body: { ...call, externalId: 'call-77' } }, 200);
  await tell('listDealTouches', 'What was talked about', { path, query: { limit: '10' } });
  await tell('voidDealTouch', 'It was about another deal', {
    path: { ...path, touchId: touch.id },
    body: { reason: 'Logged on the wrong deal' },
  });
  const noReason = { reason: 'No budget this year' };
  await tell('loseDeal', 'For what is no reason of the taxonomy', { path, body: noReason }, 422);
  await tell('loseDeal', 'For its price', {
    path,
    body: { reason: 'price', note: 'A third of it would have done', lead: 'keep' },
  });
  await tell('listDeals', 'Those that are lost, and about whose lead somebody has still to decide', {
    query: { stage: 'lost', lead: 'open' },
  });
  await tell('winDeal', 'A deal that is lost', { path, body: {} }, 409);
  await tell('reopenDeal', 'There is a budget after all', { path });
  await tell('winDeal', 'Signed yesterday', { path, body: { wonAt: '2026-03-01T16:00:00Z' } });
  await tell('tellOfDeal', 'What was sold is delivered', { path, body: { name: 'delivery.completed' } });
  await tell('getDealTimeline', 'All of it', { path });
  await tell('getAccountTimeline', 'All of it', { path: ofAccount });
  await tellOfPromises({ tell, app });
  await tell('putDealByRef', 'From a CRM, where it is won', {
    path: { system: 'hubspot', ref: '77012' },
    body: {
      name: 'Retainer',
      account: { name: 'Bolt AG', domain: 'bolt.example' },
      amount: '3000.00',
      currency: 'EUR',
      stage: 'won',
      wonAt: '2026-03-02T09:00:00Z',
    },
  });
}

async function tellOfPromises({ tell, app }: Pick<Teller, 'tell' | 'app'>) {
  const [rep] = (await app.must('GET', '/v1/reps?limit=1')).data;
  await app.must('POST', '/v1/sla-policies', {
    name: 'Deals of Bolt',
    time: 'elapsed',
    grace: 'PT0S',
    firstTouch: { within: 'PT1H' },
    when: { field: 'company.domain', op: 'eq', value: 'bolt.example' },
    deals: { dealDate: 'PT1S', acknowledge: 'P1D', onMiss: [{ after: 'P3D', do: 'reassign' }] },
  });
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Shop',
    account: { domain: 'bolt.example', name: 'Bolt AG' },
    ownerRepId: rep.id,
    amount: '9000.00',
    currency: 'EUR',
    expectedCloseAt: '2026-03-01T12:00:00Z',
  });
  const promises = app.application.app.get(DealPromises);
  await promises.look();
  await app.moveBy(2_000);
  await promises.look();
  const { clocks } = await app.must('GET', `/v1/deals/${deal.id}`);
  const path = { id: deal.id, clockId: clocks[0].id };
  await tell('acknowledgeDealPromise', 'By its owner, who waits for a signature', { path });
  const body = { reason: 'Their procurement was closed' };
  await tell('strikeDealMiss', 'One that was nobody’s fault', { path, body });
  await tell('strikeDealMiss', 'Once more', { path, body }, 409);
  await app.must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' });
}
