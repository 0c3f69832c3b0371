import { MS_PER_DAY } from '../../../src/platform/values/duration.js';
import type { Json } from '../../support/json.js';
import type { Teller } from './example-recorder.js';
import type { People } from './people.js';

export async function tellOfHandoffs({ tell, app }: Teller, { mia }: People) {
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [mia.id] });
  await tell('listReadyMadeHandoffKinds', 'Of an agency, when a term ends', {
    query: { business: 'agency', on: 'renewal.due' },
  });
  const set = await tell('createReadyMadeHandoffKinds', 'The lighter set for software', {
    body: {
      business: 'software',
      deciderRepId: mia.id,
      receivers: ['Onboarding', 'Finance', 'Customer success', 'Sales'].map((name) => ({
        name,
        teamId: team.id,
        ownerOfDoneRepId: mia.id,
      })),
    },
  });
  await tellOfNewer({ tell, app }, set.data[1].id);
  // The story goes on with a kind of its own.
  for (const { id } of set.data) await app.delete(`/v1/handoff-kinds/${id}`);
  const form = {
    type: 'object',
    additionalProperties: false,
    required: ['promised', 'dayToDay'],
    properties: {
      promised: {
        type: 'string',
        title: 'Promised beyond the contract',
        description: 'What did we say yes to?',
        prefill: 'touches.notes',
      },
      dayToDay: { $ref: '#/$defs/contact', title: 'Day-to-day contact' },
      kickoff: { type: 'string', format: 'date', title: 'Kickoff' },
      margin: { type: 'string', title: 'Our margin', sensitive: true },
    },
    $defs: {
      contact: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string', title: 'Name' }, email: { type: 'string', format: 'email' } },
      },
    },
  };
  const tool = await app.must('POST', '/v1/record-connectors', {
    name: 'Tool of operations',
    request: {
      url: 'https://api.example.com/v1/clients',
      body: { name: '{{ deal.name | default: "By hand" }}', key: '{{ record.key }}' },
    },
    idOf: '/id',
    find: { url: 'https://api.example.com/v1/clients?key={{ record.key }}', idOf: '/0/id' },
    update: {
      url: 'https://api.example.com/v1/clients/{{ record.id }}',
      body: { name: '{{ deal.name | default: "By hand" }}' },
      read: { url: 'https://api.example.com/v1/clients/{{ record.id }}' },
      fields: [{ name: 'Name', in: '/name', at: '/name' }],
    },
  });
  const operations = {
    name: 'Operations',
    teamId: team.id,
    ownerOfDoneRepId: mia.id,
    sections: ['promised', 'dayToDay', 'kickoff'],
    checklist: [{ text: 'Invite the client to the kickoff', link: 'https://wiki.example.com/kickoff' }],
    acknowledgeWithin: 'PT4H',
    completeWithin: 'P2D',
    recordConnectorId: tool.id,
  };
  const kind = {
    name: 'Sales to operations',
    moment: 'When a deal is marked won, operations gets everything it needs to begin.',
    start: { on: 'deal.won' },
    form,
    ready: [
      {
        when: {
          any: [
            { field: 'deal.amount', op: 'lt', value: 20000 },
            { field: 'form.kickoff', op: 'exists' },
          ],
        },
        text: 'A deal of 20,000 or more has the date of its kickoff.',
      },
    ],
    receivers: [operations],
    escalation: { deciderRepId: mia.id, decideWithin: 'PT8H', needs: 'What was promised, and what it would cost' },
    exceptions: [{ name: 'Work begins before the signature', treatment: 'escalate' }],
    clientToldWithin: 'P1D',
  };
  const made = await tell('createHandoffKind', 'From sales to operations', { body: kind });
  await tell(
    'createHandoffKind',
    'A form that nothing can meet',
    {
      body: {
        ...kind,
        name: 'Other',
        form: { type: 'object', properties: { seats: { type: 'integer', minimum: 9, maximum: 3 } } },
        ready: [],
        receivers: [{ ...operations, sections: ['seats'] }],
      },
    },
    422,
  );
  await tellOfStages({ tell, app }, kind, mia.id);
  await tellOfRunning({ tell, app }, made, mia.id);
  const path = { id: made.id };
  await tell('listHandoffKinds', 'The first', { query: { limit: '1' } });
  await tell('getHandoffKind', 'As it is', { path });
  await tell('replaceHandoffKind', 'The client hears of it sooner', {
    path,
    headers: { 'If-Match': '"1"' },
    body: { ...kind, clientToldWithin: 'PT4H' },
  });
  await tell('listHandoffKindVersions', 'After a change', { path, query: { limit: '1' } });
  await tell('deleteHandoffKind', 'It is no longer asked of new deals', { path, headers: { 'If-Match': '"2"' } });
  await tellOfConnectors({ tell, app });
}

/** A kind that is begun by hand and passes from team to team. @param kind the kind whose receivers it reuses */
async function tellOfStages({ tell, app }: Teller, kind: Json, repId: string) {
  const [{ sections: _, recordConnectorId: __, ...receiver }] = kind.receivers;
  const made = await tell('createHandoffKind', 'Begun by hand, in stages', {
    body: {
      ...kind,
      name: 'Request to quote',
      moment: 'When a client asks for a price, it is costed and offered.',
      start: { on: 'manual' },
      ready: [],
      clientToldWithin: undefined,
      form: {
        type: 'object',
        required: ['what'],
        properties: { what: { type: 'string', title: 'What do they need?' } },
      },
      stages: [{ name: 'Costed' }, { name: 'Offered' }],
      receivers: [
        {
          ...receiver,
          name: 'Delivery',
          stage: 'Costed',
          checklist: [{ text: 'The effort is estimated by two people' }],
        },
        { ...receiver, name: 'Sales', stage: 'Offered', checklist: [{ text: 'The offer is out' }] },
      ],
    },
  });
  const account = await app.must('POST', '/v1/accounts', { name: 'Plum', ownerRepId: repId });
  const { id } = await app.must('POST', '/v1/handoffs', { kindId: made.id, accountId: account.id });
  await app.must('PATCH', `/v1/handoffs/${id}/form`, { what: 'A second shop' });
  await tell('startHandoff', 'Its first stage begins', { path: { id } });
  await tell('acceptHandoff', 'Its stage is not reached', { path: { id, receiver: 'Sales' } }, 409);
  await app.must('POST', `/v1/handoffs/${id}/cancel`, { reason: 'They do without it' });
}

async function tellOfConnectors({ tell }: Teller) {
  await tell('listReadyMadeRecordConnectors', 'Of project tools', { query: { kind: 'project' } });
  const connector = {
    name: 'Project tool',
    request: {
      method: 'POST',
      url: 'https://api.example.com/v1/projects',
      body: {
        name: '{{ account.name | default: deal.name }}: {{ deal.name }}',
        key: '{{ record.key }}',
        notes: 'Handed over by {{ giver.name | default: "nobody by name" }}',
      },
    },
    auth: { kind: 'bearer', token: 'a-token-of-the-tool' },
    idempotency: { in: 'header', name: 'Idempotency-Key', keptFor: 'PT24H' },
    idOf: '/data/id',
    link: 'https://app.example.com/projects/{{ record.id }}',
  };
  const made = await tell('createRecordConnector', 'For a project tool', { body: connector });
  const open = { ...connector.request, body: { name: '{{ account.name }}' } };
  const other = { ...connector, name: 'Other', request: open };
  await tell('createRecordConnector', 'Something would stay open', { body: other }, 422);
  const path = { id: made.id };
  await tell('testRecordConnector', 'What would be sent', { path, body: {} });
  await tell('listRecordConnectors', 'The first', { query: { limit: '1' } });
  await tell('getRecordConnector', 'As it is', { path });
  const { auth: _, ...without } = connector;
  await tell('replaceRecordConnector', 'Its secret stays', {
    path,
    headers: { 'If-Match': '"1"' },
    body: { ...without, name: 'Projects' },
  });
  await tell('listRecordConnectorVersions', 'After a change', { path, query: { limit: '1' } });
  await tell('deleteRecordConnector', 'It is no longer used', { path, headers: { 'If-Match': '"2"' } });
}

/** A deal changes hands: first with something missing, then to the end. */
async function tellOfRunning({ tell, app }: Pick<Teller, 'tell' | 'app'>, kind: Json, repId: string) {
  const [, seller] = (await app.must('GET', '/v1/reps?limit=2')).data;
  const ownerRepId = seller.id === repId ? (await app.must('GET', '/v1/reps?limit=1')).data[0].id : seller.id;
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Shop',
    account: { name: 'Nut KG', domain: 'nut.example' },
    amount: '9000.00',
    currency: 'EUR',
    ownerRepId,
  });
  const path = { id: deal.handoff.id };
  await tell('winDeal', 'Its handoff is not filled in', { path: { id: deal.id }, body: {} }, 409);
  await tell('getHandoffForm', 'With what is missing', { path });
  await tell('updateHandoffForm', 'Half of it', { path, body: { promised: 'A second round of designs' } });
  await tell('updateHandoffForm', 'No date', { path, body: { kickoff: 'soon' } }, 422);
  await tell('updateHandoffForm', 'All of it', {
    path,
    headers: { 'If-Match': '"2"' },
    body: { dayToDay: { name: 'Kim Nut', email: 'kim@nut.example' }, kickoff: '2026-04-01' },
  });
  await tell('winDeal', 'It changes hands', { path: { id: deal.id }, body: {} });
  await tell('listHandoffs', 'Those that run', { query: { state: 'running', limit: '1' } });
  await tell('getHandoff', 'It waits to be accepted', { path });
  const decision = { path, body: { note: 'We begin without the access' } };
  await tell('decideHandoff', 'Nothing that was missed is owed', decision, 409);
  await app.moveBy(3 * MS_PER_DAY);
  await tell('decideHandoff', 'Nobody accepted it in time', decision);
  await tell('tellClientOfHandoff', 'On the phone', { path, body: { note: 'Kim knows whom to call' } });
  const ofReceiver = { ...path, receiver: 'Operations' };
  await tell('createHandoffLink', 'For the freelancer who delivers it', { path, body: { for: 'Operations' } });
  await tell('returnHandoff', 'Something is missing', {
    path: ofReceiver,
    body: { missing: ['/promised'], note: 'Of which designs?' },
  });
  await tell('startHandoff', 'It is handed over again as it is', { path });
  await tell('acceptHandoff', 'It is complete', { path: ofReceiver });
  const asked = await tell('askAboutHandoff', 'What was promised', {
    path,
    body: { text: 'Were two rounds of designs promised?', to: 'giver' },
  });
  await tell('answerAboutHandoff', 'And what changes by it', {
    path: { ...path, questionId: asked.questions[0].id },
    body: { text: 'Yes, two', amend: { promised: 'Two rounds of designs' } },
  });
  const blocked = await tell('blockHandoff', 'Nobody may log in', {
    path,
    body: { text: 'Access to their shop', ownerRepId: repId, dueAt: '2026-12-31T12:00:00Z' },
  });
  await tell('unblockHandoff', 'With a lesson', {
    path: { ...path, blockerId: blocked.blockers[0].id },
    body: { lesson: 'Ask for access with the order' },
  });
  const { receivers } = await app.must('GET', `/v1/handoffs/${path.id}`);
  const { dueAt } = receivers[0].clocks.at(-1);
  await tell('scheduleHandoff', 'On its last day', { path: ofReceiver, body: { at: dueAt } });
  await tell('finishHandoff', 'Its checklist is open', { path: ofReceiver }, 409);
  await tell('checkHandoff', 'The client is invited', { path: ofReceiver, body: { done: [0] } });
  await tell('finishHandoff', 'It is processed', { path: ofReceiver });
  await tell('retryRecord', 'It is still tried', { path: ofReceiver, body: {} });
  await tell('listHandoffFormVersions', 'As it was handed over', { path });
  await tell('getHandoffTimeline', 'All of it', { path, query: { limit: '3' } });

  await tell('reportHandoffs', 'Week by week', { query: { by: 'week,kind' } });
  await tell('getHandoffMap', 'Of one kind', { query: { kind: kind.id } });
  await tell('createHandoffMapLink', 'For whoever has no key', { body: { kind: kind.id } });
  await tell('diagnoseHandoffs', 'Of a quarter', { query: {} });
  await tell('reportHandoffExceptions', 'The five most frequent', { query: {} });
  const action = await tell('decideDiagnosisAction', 'A blocker that keeps coming', {
    body: {
      kindId: kind.id,
      about: 'exception',
      exception: 'Access to their shop',
      treatment: 'standardise',
      text: 'Ask for access with the order',
      ownerRepId: repId,
      dueOn: '2027-01-31',
    },
  });
  await tell('listDiagnosisActions', 'With their figures', { query: { kind: kind.id } });
  await tell('endDiagnosisAction', 'It is done', { path: { id: action.id }, body: { outcome: 'done' } });

  const { id: _, version: _v, createdAt: _c, updatedAt: _u, warnings: _w, ...body } = kind;
  const complaint = await app.must('POST', '/v1/handoff-kinds', {
    ...body,
    name: 'Complaint',
    start: { on: 'manual' },
  });
  const byHand = { kindId: complaint.id, dealId: deal.id };
  const made = await tell('createHandoff', 'A complaint', { body: byHand });
  const backfill = { kindId: complaint.id, accounts: { type: 'customer' }, perWeek: 20 };
  await tell('createHandoffBackfill', 'What would begin when', { query: { dryRun: 'true' }, body: backfill });
  const filling = await tell('createHandoffBackfill', 'Twenty a week', { body: backfill });
  await tell('listHandoffBackfills', 'All of them', { query: {} });
  await tell('getHandoffBackfill', 'How far it is', { path: { id: filling.id } });
  await tell('listHandoffBackfillAccounts', 'Each account', { path: { id: filling.id }, query: {} });
  await tell('callOffHandoffBackfill', 'Nothing more begins', { path: { id: filling.id } });
  await tell('startHandoff', 'Nothing is filled in', { path: { id: made.id } }, 409);
  await tell('cancelHandoff', 'It was a misunderstanding', {
    path: { id: made.id },
    body: { reason: 'They had not complained at all' },
  });
}

/** A kind that was made before its ready-made one got a field. */
async function tellOfNewer({ tell, app }: Teller, id: string) {
  const path = { id };
  const { form, receivers, newer: _, ...kind } = await app.must('GET', `/v1/handoff-kinds/${id}`);
  const { promises: __, ...properties } = form.properties;
  const [first, ...others] = receivers;
  const before = { ...first, sections: first.sections.filter((name: string) => name !== 'promises') };
  const body = { ...kind, form: { ...form, properties }, receivers: [before, ...others] };
  await app.must('PUT', `/v1/handoff-kinds/${id}`, body);
  await tell('takeNewerFields', 'What was promised', { path, body: { fields: ['promises'] } });
  await tell('takeNewerFields', 'An unknown field', { path, body: { fields: ['price'] } }, 422);
}
