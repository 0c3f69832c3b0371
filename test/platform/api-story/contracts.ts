import { ContractsSweep } from '../../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../../src/revenue/won-deals/won-deals.service.js';
import { aHandoffKind } from '../../support/handoffs.js';
import type { Teller } from './example-recorder.js';

const TERM = { startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: 90, autoRenewMonths: 12 };
const platform = (from: string, amount: string) => ({ product: 'Platform', segments: [{ from, amount }] });

export async function tellOfContracts({ tell, app }: Teller) {
  const account = await app.must('POST', '/v1/accounts', { name: 'Camshaft AG', domains: ['camshaft.example'] });
  const other = await app.must('POST', '/v1/accounts', { name: 'Camshaft Nordic AB' });
  const terms = { accountId: account.id, currency: 'EUR', ...TERM };
  const contract = await tell('createContract', 'Two products, one of them at a price that was agreed to rise', {
    body: {
      ...terms,
      externalId: 'C-2026-117',
      lines: [
        {
          product: 'Platform',
          segments: [
            { from: '2026-01-01', amount: '6000.00' },
            { from: '2026-07-01', amount: '9000.00' },
          ],
        },
        { product: 'Onboarding', kind: 'oneOff', segments: [{ from: '2026-01-01', amount: '2500.00' }] },
      ],
    },
  });
  await tell(
    'createContract',
    'A line that begins before the contract',
    { body: { ...terms, lines: [platform('2025-12-01', '12000.00')] } },
    422,
  );
  const path = { id: contract.id };
  await tell('listContracts', 'Of an account', { query: { accountId: account.id } });
  await tell('getContract', 'As it is', { path });
  const byRef = { system: 'erp', ref: '4711' };
  // The last day for notice is today.
  const span = { startsOn: '2025-06-01', endsOn: '2026-05-31' };
  const lines = [{ product: 'Support', segments: [{ from: span.startsOn, amount: '2400.00' }] }];
  const body = { ...terms, ...span, lines };
  const support = await tell('putContractByRef', 'From an ERP', { path: byRef, body });
  await tell('putContractByRef', 'Told again, it changes nothing', { path: byRef, body });
  const elsewhere = { ...body, accountId: '019caf10-0000-7000-8000-000000000000' };
  await tell('putContracts', 'Those that are there already', {
    body: {
      contracts: [
        { ref: { system: 'erp', id: '4711' }, ...body },
        { ref: { system: 'erp', id: '4712' }, ...elsewhere },
      ],
    },
  });
  await tell('draftAmendment', 'What holds from September on', { path, query: { effectiveOn: '2026-09-01' } });
  await tell('updateContract', 'It was sold by no deal that is known here', { path, body: { dealId: null } });
  await tell('amendContract', 'More seats from September on', {
    path,
    body: {
      effectiveOn: '2026-09-01',
      lines: [platform('2026-09-01', '8000.00')],
      reason: 'Twenty more seats',
    },
  });
  await tell('draftRenewal', 'For half a year', { path, query: { months: '6' } });
  await tell('renewContract', 'Signed early, for the year after', {
    path,
    body: { endsOn: '2027-12-31', lines: [platform('2027-01-01', '26000.00')] },
  });
  await tell('giveNotice', 'A day too late', {
    path: { id: support.id },
    body: { givenOn: '2026-03-03', reason: 'budget_cut' },
  });
  await tell(
    'giveNotice',
    'For no reason that there is',
    { path, body: { givenOn: '2026-03-03', reason: 'bored' } },
    422,
  );
  await tell('withdrawNotice', 'Of somebody else, it turns out', { path });
  await tell('withdrawNotice', 'Told by mistake', { path: { id: support.id } });
  await tell('giveNotice', 'Once more', {
    path: { id: support.id },
    body: { givenOn: '2026-03-03', reason: 'budget_cut' },
  });
  await tell('getAccountRevenue', 'In October', { path: { id: account.id }, query: { at: '2026-10-15' } });
  await tell('transferContract', 'It is another company’s now', {
    path: { id: support.id },
    body: { accountId: other.id },
  });
  await tell('getContractTimeline', 'All of it', { path: { id: support.id } });
  await tellOfWonDeals({ tell, app }, account.id);
  await tellOfInvoices({ tell, app }, contract.id);

  await tell('listChurnReasons', 'The first two', { query: { limit: '2' } });
  const reason = await tell('createChurnReason', 'One of your own', {
    body: { code: 'moved_in_house', label: 'Does it in house', answerable: 'product' },
  });
  const ofReason = { id: reason.id };
  await tell('getChurnReason', 'As it is', { path: ofReason });
  await tell('replaceChurnReason', 'Nobody could have helped it', {
    path: ofReason,
    body: { code: 'moved_in_house', label: 'Does it in house', answerable: 'nobody' },
  });
  await tell('listChurnReasonVersions', 'Who changed it', { path: ofReason });
  await tell('deleteChurnReason', 'One that no notice has given', { path: ofReason });

  const rates = [
    { on: '2026-03-02', currency: 'USD', rate: '1.0842' },
    { on: '2026-03-02', currency: 'CHF', rate: '0.9375' },
  ];
  await tell('putFxRates', 'Two currencies', { body: { base: 'EUR', rates } });
  await tell('putFxRates', 'A rate that is none', { body: { base: 'EUR', rates: [{ ...rates[0], rate: '0' }] } }, 422);
  await tell('listFxRates', 'Of one currency', { query: { base: 'EUR', currency: 'USD' } });

  const year = { from: '2026-01-01', to: '2026-12-31' };
  await tell('reportMovements', 'A year, by account', { query: { ...year, by: 'account' } });
  await tell('reportMovements', 'In a currency without a rate', { query: { ...year, currency: 'GBP' } }, 422);
  await tell('reportRetention', 'A year', { query: year });
  await tell('reportCohorts', 'By what they bought first', { query: { by: 'product', months: '3' } });
  await tell('reportSalesDebt', 'By channel', { query: { by: 'channel', days: '90,365' } });

  const ending = await app.must('POST', '/v1/contracts', {
    accountId: other.id,
    currency: 'EUR',
    startsOn: '2025-07-01',
    endsOn: '2026-06-30',
    noticeDays: 60,
    autoRenewMonths: 12,
    lines: [platform('2025-07-01', '12000.00')],
  });
  await app.application.app.get(ContractsSweep).look();
  const { data } = await tell('listDeals', 'The renewals of a contract', {
    query: { type: 'renewal', contractId: ending.id },
  });
  await tell(
    'updateDeal',
    'The renewal of another contract',
    {
      path: { id: data[0].id },
      body: { contractId: support.id },
    },
    422,
  );
}

async function tellOfWonDeals({ tell, app }: Teller, accountId: string) {
  const won = async (name: string, fields: object) => {
    const body = { name, account: { id: accountId }, stage: 'won', ...fields };
    const { id } = await app.must('PUT', `/v1/deals/by-ref/erp/${encodeURIComponent(name)}`, body);
    return { id };
  };
  const worth = { amount: '24000.00', currency: 'EUR' };
  const term = { startsOn: '2026-01-01', endsOn: '2026-12-31' };
  const path = await won('Platform for Spain', { ...worth, product: 'Platform', term });
  await app.application.app.get(WonDeals).look();
  const { contractId } = await app.must('GET', `/v1/deals/${path.id}`);
  await won('Platform for Portugal', { ...worth, type: 'expansion', contractId });
  await app.application.app.get(WonDeals).look();
  await tell('getDeal', 'Its win has made a contract', { path });
  await tell('listDeals', 'Won, and no contract could be made of them', { query: { contract: 'missing' } });
  await tellOfProposals({ tell, app }, path.id);
}

/** Delivers a deal with more than was sold. */
async function tellOfProposals({ tell, app }: Teller, dealId: string) {
  const [team] = (await app.must('GET', '/v1/teams')).data;
  const [rep] = (await app.must('GET', '/v1/reps')).data;
  const text = { type: 'string' };
  const line = {
    type: 'object',
    properties: { kind: { enum: ['fixed'] }, amount: { ...text, format: 'amount' } },
    required: ['kind'],
  };
  const lines = { type: 'array', items: line };
  const billing = { type: 'object', role: 'billing', properties: { lines, difference: text }, required: ['lines'] };
  const kind = await aHandoffKind(
    app,
    { teamId: team.id, repId: rep.id },
    {
      name: 'Delivery to finance',
      start: { on: 'delivery.completed' },
      form: { type: 'object', properties: { billing }, required: ['billing'] },
      ready: [],
    },
  );
  const { handoffs } = await app.must('POST', `/v1/deals/${dealId}/events`, { name: 'delivery.completed' });
  const saysThat = async (amount: string) => {
    const delivered = { lines: [{ kind: 'fixed', amount }], difference: 'Four seats more, agreed in writing' };
    await app.must('PATCH', `/v1/handoffs/${handoffs[0].id}/form`, { billing: delivered });
    await app.application.app.get(WonDeals).look();
  };
  await saysThat('30000.00');
  const { contractId: id } = await app.must('GET', `/v1/deals/${dealId}`);
  const path = { id, dealId };
  const body = { reason: 'They pay for four seats, not for ten' };
  await tell('declineProposal', 'It is less than that', { path, body });
  await saysThat('28800.00');
  await tell('getContract', 'A delivery differs from what was sold', { path: { id } });
  await tell('applyProposal', 'Four seats more', { path });
  await tell('applyProposal', 'Once more', { path }, 404);
  await app.must('POST', `/v1/handoffs/${handoffs[0].id}/cancel`, { reason: 'Its invoice is out' });
  await tellOfExpansions({ tell, app }, (await app.must('GET', `/v1/deals/${dealId}`)).account.id);
  await app.delete(`/v1/handoff-kinds/${kind.id}`);
}

/** Delivers a sale without a contract, with more than was sold. */
async function tellOfExpansions({ tell, app }: Teller, accountId: string) {
  const body = { name: 'Setup for Spain', account: { id: accountId }, amount: '2000.00', currency: 'EUR' };
  const sold = { ...body, stage: 'won', oneOff: true };
  const { id } = await app.must('PUT', '/v1/deals/by-ref/erp/setup-for-spain', sold);
  const { handoffs } = await app.must('POST', `/v1/deals/${id}/events`, { name: 'delivery.completed' });
  const saysThat = async (amount: string) => {
    const delivered = { lines: [{ kind: 'fixed', amount }], difference: 'Two days more, agreed in writing' };
    await app.must('PATCH', `/v1/handoffs/${handoffs[0].id}/form`, { billing: delivered });
    await app.application.app.get(WonDeals).look();
  };
  await saysThat('3000.00');
  const path = { id };
  await tell('declineDealProposal', 'It is less than that', {
    path,
    body: { reason: 'They pay for one day, not two' },
  });
  await saysThat('2600.00');
  await tell('getDeal', 'A delivery differs from what was sold once', { path });
  await tell('applyDealProposal', 'One day more', { path });
  await tell('applyDealProposal', 'Once more', { path }, 404);
  await app.must('POST', `/v1/handoffs/${handoffs[0].id}/cancel`, { reason: 'Its invoice is out' });
}

async function tellOfInvoices({ tell }: Teller, contractId: string) {
  const body = { contractId, issuedOn: '2026-01-15', amount: '6000.00' };
  const byRef = { system: 'erp', ref: 'R-2026-0815' };
  const payments = [{ on: '2026-02-20', amount: '6000.00' }];
  await tell('putInvoiceByRef', 'Issued', { path: byRef, body });
  const { id } = await tell('putInvoiceByRef', 'Paid in full', { path: byRef, body: { ...body, payments } });
  const refunds = [{ on: '2026-02-25', amount: '6000.01' }];
  const wrong = { ...body, payments, refunds };
  await tell('putInvoiceByRef', 'More paid back than paid', { path: byRef, body: wrong }, 422);
  await tell('putInvoices', 'One that is known, and one of no contract', {
    body: {
      invoices: [
        { ref: { system: 'erp', id: 'R-2026-0815' }, ...body, payments },
        { ref: { system: 'erp', id: 'R-2026-0816' }, ...body, contractId: '019caf10-0000-7000-8000-000000000000' },
      ],
    },
  });
  await tell('getInvoice', 'As it is', { path: { id } });
  await tell('getInvoiceTimeline', 'All of it', { path: { id } });
  await tell('listInvoicesOfContract', 'Before it was paid', { path: { id: contractId }, query: { at: '2026-02-19' } });

  const usage = { contractId, product: 'Platform', from: '2026-05-01', to: '2026-05-31' };
  const meter = { system: 'metering', ref: '2026-05' };
  await tell('putUsageByRef', 'A month', { path: meter, body: { ...usage, quantity: '12500', amount: '310.00' } });
  await tell('putUsageByRef', 'Of nothing', { path: meter, body: usage }, 422);
  await tell('putUsage', 'What it comes to was wrong', {
    body: { usage: [{ ref: { system: 'metering', id: '2026-05' }, ...usage, quantity: '12500', amount: '312.50' }] },
  });
  await tell('listUsageOfContract', 'Of a contract', { path: { id: contractId } });
}
