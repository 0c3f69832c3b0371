import type { People } from './people.js';
import type { Teller } from './teller.js';

export async function tellOfHandoffs({ tell, app }: Teller, { mia }: People) {
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [mia.id] });
  await tell('listReadyMadeHandoffKinds', 'Of an agency, when a term ends', {
    query: { business: 'agency', on: 'renewal.due' },
  });
  const form = {
    type: 'object',
    additionalProperties: false,
    required: ['promised', 'dayToDay'],
    properties: {
      promised: { type: 'string', title: 'Promised beyond the contract', description: 'What did we say yes to?' },
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
  const operations = {
    name: 'Operations',
    teamId: team.id,
    ownerOfDoneRepId: mia.id,
    sections: ['promised', 'dayToDay', 'kickoff'],
    checklist: [{ text: 'Invite the client to the kickoff', link: 'https://wiki.example.com/kickoff' }],
    acknowledgeWithin: 'PT4H',
    completeWithin: 'PT48H',
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
}
