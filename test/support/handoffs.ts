import type { TestApplication } from './application.js';
import type { Json } from './json.js';

/** A small form that uses every feature. */
export const A_FORM = {
  type: 'object',
  additionalProperties: false,
  required: ['context', 'contacts', 'billing'],
  properties: {
    context: { type: 'string', title: 'Context', description: 'Why did they buy?' },
    contacts: {
      type: 'object',
      title: 'Contacts',
      additionalProperties: false,
      required: ['dayToDay'],
      properties: {
        buyer: { $ref: '#/$defs/contact', title: 'Buyer' },
        dayToDay: { $ref: '#/$defs/contact', title: 'Day-to-day contact' },
      },
    },
    billing: {
      type: 'object',
      title: 'Billing',
      role: 'billing',
      additionalProperties: false,
      required: ['lines'],
      properties: {
        lines: {
          type: 'array',
          title: 'Lines',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['kind'],
            properties: {
              kind: { enum: ['fixed', 'retainer', 'timeAndMaterial', 'usage'], title: 'Kind' },
              amount: { type: 'string', format: 'amount', title: 'Amount' },
              rate: { type: 'string', title: 'Rate' },
              cap: { type: 'string', title: 'Cap' },
              period: { type: 'string', title: 'Period' },
            },
          },
        },
        schedule: {
          type: 'array',
          title: 'Schedule',
          items: {
            type: 'object',
            properties: { on: { type: 'string', format: 'date' }, amount: { type: 'string', format: 'amount' } },
          },
        },
      },
    },
    risk: { enum: ['low', 'high'], title: 'Risk' },
    seats: { type: 'integer', minimum: 1, maximum: 500 },
    margin: { type: 'string', title: 'Our margin', sensitive: true },
  },
  $defs: {
    contact: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'email'],
      properties: {
        name: { type: 'string', title: 'Name', description: 'Who is it?' },
        email: { type: 'string', format: 'email', title: 'E-mail' },
        phone: { type: 'string', title: 'Phone', sensitive: true },
      },
    },
  },
};

/** Complete values for it, for a deal of a hundred. */
export const FILLED = {
  context: 'Their shop is slow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
  billing: { lines: [{ kind: 'fixed', amount: '100.00' }] },
};

/**
 * Wins a deal of a hundred with a complete form. @param key of its owner @param number names the deal and its account
 */
export async function winADeal(
  app: TestApplication,
  { key, number, form = FILLED, ...fields }: { key: string; number: number; form?: object; leadId?: string },
): Promise<{ deal: Json; id: string; path: string }> {
  const owner = app.as(key);
  const deal = await owner.must('POST', '/v1/deals', {
    name: `Website ${number}`,
    account: { name: `Acme ${number}` },
    amount: '100.00',
    currency: 'EUR',
    ...fields,
  });
  const { id } = deal.handoff;
  await owner.must('PATCH', `/v1/handoffs/${id}/form`, form);
  await owner.must('POST', `/v1/deals/${deal.id}/win`);
  return { deal, id, path: `/v1/handoffs/${id}` };
}

/** Returns a kind of handoff that lacks nothing but its people. */
export function aKindBody(people: { teamId: string; repId: string }, fields: object = {}): Json {
  const { teamId, repId } = people;
  return {
    name: 'Sales to operations',
    moment: 'When a deal is marked won, operations gets everything it needs to begin.',
    start: { on: 'deal.won' },
    form: A_FORM,
    ready: [
      {
        when: {
          any: [
            { field: 'form.risk', op: 'ne', value: 'high' },
            { field: 'form.contacts.buyer', op: 'exists' },
          ],
        },
        text: 'Where the risk is high, the buyer is named.',
      },
    ],
    receivers: [
      {
        name: 'Operations',
        teamId,
        ownerOfDoneRepId: repId,
        checklist: [{ text: 'Invite the client to the kickoff' }],
        acknowledgeWithin: 'PT4H',
        completeWithin: 'P2D',
      },
    ],
    escalation: { deciderRepId: repId, decideWithin: 'PT8H', needs: 'What was promised, and what it would cost' },
    exceptions: [{ name: 'Work begins before the signature', treatment: 'escalate' }],
    ...fields,
  };
}

export function aHandoffKind(
  app: TestApplication,
  people: { teamId: string; repId: string },
  fields: object = {},
): Promise<Json> {
  return app.must('POST', '/v1/handoff-kinds', aKindBody(people, fields));
}

/**
 * Creates a ready-made kind, with one rep of one team as all its people. @param called the name of the ready-made kind
 */
export async function aReadyMadeKind(
  app: TestApplication,
  called: string,
  { teamId, repId }: { teamId: string; repId: string },
  fields: object = {},
): Promise<Json> {
  const { data } = await app.must('GET', '/v1/handoff-kinds/ready-made');
  const { kind } = data.find(({ kind: { name } }: Json) => name === called);
  return app.must('POST', '/v1/handoff-kinds', {
    ...kind,
    receivers: kind.receivers.map((each: Json) => ({ ...each, teamId, ownerOfDoneRepId: repId })),
    escalation: { ...kind.escalation, deciderRepId: repId },
    ...fields,
  });
}

/** Complete values for the ready-made kind of an agency, for a deal of 10,000. */
export const AGENCY_FORM = {
  context: { reason: 'Their shop is slow', aim: 'Twice the orders', audience: 'Bakers' },
  contacts: {
    buyer: { name: 'Kim Berg', email: 'kim@acme.example' },
    dayToDay: { name: 'Jo Lund', email: 'jo@acme.example' },
    billing: { name: 'Al Roth', email: 'invoices@acme.example' },
  },
  scope: { work: ['A website'], rounds: 2, notIncluded: 'Photographs', approval: 'Kim Berg, within three days' },
  promises: [],
  billing: {
    lines: [{ what: 'Website', kind: 'fixed', amount: '10000.00' }],
    terms: '30 days net',
    address: 'Hafenstraße 1, 20457 Hamburg',
  },
  kickoff: { waitsFor: 'Their logo' },
  anomalies: 'None',
};
