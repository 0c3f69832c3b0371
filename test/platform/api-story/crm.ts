import type { Teller } from './teller.js';

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
}
