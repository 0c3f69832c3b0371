import type { Teller } from './example-recorder.js';

export async function tellOfCrm({ tell }: Teller) {
  const secret = 'what-the-crm-was-given-to-send';
  const body = {
    name: 'Pipedrive',
    system: 'pipedrive',
    proof: { kind: 'header', header: 'X-Touchline-Secret' },
    mapping: {
      only: [{ value: '{{ payload.meta.entity }}', in: ['deal'] }],
      ref: '{{ payload.data.id }}',
      changedAt: '{{ payload.meta.timestamp }}',
      name: '{{ payload.data.title }}',
      accountName: '{{ payload.data.company }}',
      ownerEmail: '{{ payload.data.owner }}',
      amount: '{{ payload.data.value }}',
      currency: '{{ payload.data.currency }}',
      stage: '{{ payload.data.status }}',
      stages: { won: ['won'], lost: ['lost'], open: ['open'] },
    },
    readiness: {
      method: 'PATCH',
      url: 'https://api.example.com/v2/deals/{{ deal.ref }}',
      body: { custom_fields: { ready: '{{ readiness.ready }}', missing: '{{ readiness.words }}' } },
    },
  };
  const made = await tell('createCrmConnection', 'One that sends a secret', {
    body: { ...body, secret, auth: { kind: 'header', name: 'x-api-token', value: 'token-of-the-crm' } },
  });
  const unsigned = { ...body, name: 'Another', proof: { kind: 'hmac', header: 'X-Signature', signs: '{timestamp}' } };
  await tell('createCrmConnection', 'Anything could be sent', { body: unsigned }, 422);
  const path = { id: made.id };
  const payload = {
    meta: { entity: 'deal', timestamp: '2026-03-02T14:59:00Z' },
    data: {
      id: 41,
      title: 'Shop',
      company: 'Nut SE',
      owner: 'who@example.com',
      value: 9200,
      currency: 'EUR',
      status: 'open',
    },
  };
  await tell('previewCrmDeals', 'Before the CRM sends anything', { path, body: { payload } });
  const headers = { 'X-Touchline-Secret': secret };
  await tell('tellDealsOfCrm', 'A deal, whose owner is not known here', { path, headers, body: payload });
  await tell('tellDealsOfCrm', 'Nothing that proves who sends it', { path, body: payload }, 401);
  const told = await tell('listCrmDeliveries', 'It waits to be told', { path, query: { limit: '1' } });
  await tell('retryCrmDelivery', 'Somebody has emptied the field there', {
    path: { ...path, dealId: told.data[0].dealId },
    body: {},
  });
  await tell('listCrmRefusals', 'Whose owner is not known', { path, query: { limit: '1' } });
  await tell('rotateCrmSecret', 'The former one may be known to others', {
    path,
    body: { secret: 'another-one-that-the-crm-is-given' },
  });
  await tell('listCrmConnections', 'The first', { query: { limit: '1' } });
  await tell('getCrmConnection', 'As it is', { path });
  await tell('replaceCrmConnection', 'Under another name; its secrets stay', {
    path,
    headers: { 'If-Match': '"1"' },
    body: { ...body, name: 'Pipedrive of sales' },
  });
  await tell('listCrmConnectionVersions', 'After a change', { path, query: { limit: '1' } });
  await tell('deleteCrmConnection', 'It is no longer used', { path, headers: { 'If-Match': '"2"' } });
  await tellOfBilling({ tell }, body.mapping);
}

/** A connection whose invoices have the format of Chargebee. */
async function tellOfBilling({ tell }: Pick<Teller, 'tell'>, mapping: object) {
  const secret = 'what-the-billing-tool-was-given';
  const made = await tell('createCrmConnection', 'A billing tool, which tells of contracts, invoices and usage', {
    body: {
      name: 'Billing',
      system: 'billing',
      proof: { kind: 'basic', username: 'billing' },
      secret,
      mapping,
      contracts: {
        ref: '{{ item.id }}',
        changedAt: '{{ item.changed }}',
        accountName: '{{ item.customer }}',
        currency: '{{ item.currency }}',
        startsOn: '{{ item.starts }}',
        endsOn: '{{ item.ends }}',
        lines: { each: 'item.lines', product: '{{ line.plan }}', amount: '{{ line.price }}' },
      },
      invoices: {
        ref: '{{ item.id }}',
        changedAt: '{{ item.resource_version }}',
        contractRef: '{{ item.subscription_id }}',
        currency: '{{ item.currency_code }}',
        amounts: 'minor',
        issuedOn: '{{ item.date }}',
        amount: '{{ item.total }}',
        payments: {
          each: 'item.linked_payments',
          only: [{ value: '{{ payment.txn_status }}', in: ['success'] }],
          on: '{{ payment.txn_date }}',
          amount: '{{ payment.applied_amount }}',
        },
      },
      usage: {
        ref: '{{ item.id }}',
        contractRef: '{{ item.subscription_id }}',
        product: '{{ item.plan }}',
        from: '{{ item.from }}',
        to: '{{ item.to }}',
        quantity: '{{ item.quantity }}',
      },
    },
  });
  const path = { id: made.id };
  const headers = { Authorization: `Basic ${Buffer.from(`billing:${secret}`).toString('base64')}` };
  await tell('tellContractsOfCrm', 'One of an account that is there', {
    path,
    headers,
    body: {
      id: 'sub-1',
      changed: '2026-03-02T14:00:00Z',
      customer: 'Nut SE',
      currency: 'EUR',
      starts: '2026-03-01',
      ends: '2027-02-28',
      lines: [{ plan: 'Suite', price: '12000.00' }],
    },
  });
  const invoice = {
    id: 'inv-1',
    resource_version: 1772463600000,
    subscription_id: 'sub-1',
    currency_code: 'EUR',
    date: 1772460000,
    total: 1200000,
    linked_payments: [{ txn_status: 'success', txn_date: 1772463600, applied_amount: 1200000 }],
  };
  await tell('previewCrmDeals', 'An invoice, before the tool sends it', {
    path,
    body: { kind: 'invoices', payload: invoice },
  });
  await tell('tellInvoicesOfCrm', 'One that was paid', { path, headers, body: invoice });
  const used = {
    id: 'use-1',
    subscription_id: 'sub-1',
    plan: 'Suite',
    from: '2026-03-01',
    to: '2026-03-31',
    quantity: 12,
  };
  await tell('tellUsageOfCrm', 'A month', { path, headers, body: used });
  await tell('tellInvoicesOfCrm', 'Nothing that proves who sends it', { path, body: invoice }, 401);
}
