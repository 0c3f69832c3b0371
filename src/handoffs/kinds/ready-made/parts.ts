import { TERM_LIMITS } from '../../../forms/agreed-term.js';
import type { HandoffKindBody, ReceiverBody } from '../handoff-kind.schema.js';
import { amount, date, type FormFields, group, line, listOf, oneOf, type Schema, text, yesOrNo } from './fields.js';

/** A receiver without its team, owner and tool, which each company fills in. */
type ReceiverToStaff = Omit<ReceiverBody, 'teamId' | 'ownerOfDoneRepId' | 'recordConnectorId'>;

/** A kind of handoff in which only teams and people are left to fill in. */
export type KindToStaff = Omit<HandoffKindBody, 'receivers' | 'escalation'> & {
  readonly receivers: readonly ReceiverToStaff[];
  readonly escalation: Omit<HandoffKindBody['escalation'], 'deciderRepId'>;
};

/** @param known the sources of its fields; without it, the whole contact is filled in from an earlier handoff */
const contact = (title: string, description: string, known?: Readonly<Record<string, string>>): Schema => {
  const from = (field: string): Schema => (known?.[field] === undefined ? {} : { prefill: known[field] });
  const schema = group(
    title,
    {
      name: line('Name', description, from('name')),
      title: line('Job title', undefined, from('title')),
      email: { type: 'string', format: 'email', title: 'E-mail', ...from('email') },
      phone: { type: 'string', title: 'Phone', maxLength: 40, ...from('phone') },
      note: line('How they like to be dealt with'),
    },
    ['name', 'email'],
  );
  return { ...schema, personal: true, ...(known === undefined && { prefill: 'earlier' }) };
};

/** The people of the client, each with the question that asks for them. */
export const CONTACTS = group(
  'Key contacts',
  {
    buyer: contact('Buyer', 'Who signed, and decides whether it was worth it?', {
      name: 'lead.contact.name',
      title: 'lead.contact.title',
      email: 'lead.contact.email',
      phone: 'lead.contact.phone',
    }),
    dayToDay: contact('Day-to-day contact', 'Who is the day-to-day contact?'),
    billing: contact('Billing contact', 'Who gets the invoices?'),
  },
  ['buyer', 'dayToDay', 'billing'],
);

/** Commitments by sales beyond the contract. */
export const PROMISES = listOf(
  'Promised beyond the contract',
  'What did we say yes to that is not in the contract?',
  group(
    'Promise',
    {
      what: line('What'),
      to: line('To whom', undefined, { personal: true }),
      cost: oneOf('Who pays for it', 'Who pays for it?', {
        included: 'It is in the price',
        extra: 'The client pays extra',
        ours: 'We do, as a favour',
        open: 'Not agreed',
      }),
    },
    ['what', 'cost'],
  ),
);

const LINE: FormFields = {
  what: line('What for'),
  kind: oneOf('Kind', 'How is it paid for?', {
    fixed: 'Fixed price',
    retainer: 'Retainer',
    timeAndMaterial: 'Time and material',
    usage: 'By usage',
  }),
  counts: yesOrNo(
    'Part of the deal’s amount',
    'Answer this only if the line is an exception: a fixed price is part of the deal’s amount, and any other line is not.',
  ),
  amount: amount('Amount', 'If the line is part of the deal’s amount: how much is it, over the whole term?'),
  rate: line('Rate', 'Of a line that is not fixed: at which rate?', { examples: ['140.00 an hour'] }),
  cap: line('Cap', 'Of a line that is not fixed: up to how much?', { examples: ['80 hours'] }),
  period: line('Period', 'What recurs: for which period? Without one, a fixed price is invoiced once.', {
    examples: ['a month'],
  }),
};

const SCHEDULE = listOf(
  'Schedule',
  'When is it invoiced? Without a fixed line: on which day first?',
  group(
    'Payment',
    {
      on: date('Due date', 'On which day?'),
      amount: amount('Amount', 'How much of the deal’s amount?'),
      what: line('What for', 'For which milestone, or for which part?'),
    },
    ['on'],
  ),
);

/** Lines that count add up to the deal; lines without a fixed price state their rate, cap and period. */
export const BILLING: Schema = {
  ...group(
    'Billing arrangement',
    {
      lines: listOf(
        'Lines',
        'The lines that are part of the deal’s amount must add up to it: what is invoiced, net of tax?',
        group('Line', LINE, ['what', 'kind']),
        { minItems: 1 },
      ),
      schedule: SCHEDULE,
      terms: line('Terms of payment', 'Within how many days do they pay?', {
        examples: ['30 days net'],
        prefill: 'earlier',
      }),
      reference: line('Purchase order', 'Which number has to be on the invoice?'),
      address: text('Address of the invoice', 'To whom is the invoice addressed?', {
        maxLength: 500,
        prefill: 'earlier',
      }),
      taxId: line('Tax id', undefined, { prefill: 'earlier' }),
    },
    ['lines', 'terms', 'address'],
  ),
  role: 'billing',
};

/** For how long it is sold: the term of the contract that the win makes. */
export const TERM: Schema = {
  ...group('For how long', {
    startsOn: date(
      'First day',
      'From when on? Leave the term empty if it is sold once or as a pilot: the win says so.',
    ),
    endsOn: date('Last day', 'Until when?'),
    noticeDays: {
      type: 'integer',
      title: 'Notice period in days',
      description: 'How many days before the end can they give notice?',
      ...TERM_LIMITS.noticeDays,
    },
    autoRenewMonths: {
      type: 'integer',
      title: 'Renews by itself, in months',
      description: 'If nobody gives notice, for how many months does it go on? Leave it empty if it ends.',
      ...TERM_LIMITS.autoRenewMonths,
    },
  }),
  role: 'term',
};

/** What is invoiced after delivery: what was sold, unless a reason for the difference is given. */
export const DELIVERED_BILLING: Schema = {
  ...group(
    'To be invoiced',
    {
      lines: listOf(
        'Lines',
        'The lines begin as those that were sold: what is invoiced in all, net of tax?',
        group('Line', { ...LINE, hours: line('Hours') }, ['what', 'kind']),
        { minItems: 1, prefill: 'win' },
      ),
      schedule: { ...SCHEDULE, prefill: 'win' },
      difference: text('Difference', 'Why does the amount differ from what was sold?', { maxLength: 1_000 }),
    },
    ['lines'],
  ),
  role: 'billing',
};

/** What was agreed when the deal was won, with all amendments: what there is to renew. */
export const WHAT_THEY_HAVE: FormFields = {
  contacts: group('Key contacts', {
    buyer: { ...contact('Buyer', 'Who signed?'), prefill: ['win', 'earlier'] },
    dayToDay: { ...contact('Day-to-day contact', 'Who is the day-to-day contact?'), prefill: ['win', 'earlier'] },
  }),
  promises: { ...PROMISES, title: 'What was promised', prefill: 'win' },
  billing: group('What they pay', {
    lines: listOf(
      'Lines',
      'The lines begin as those that were sold: what is invoiced, net of tax?',
      group('Line', LINE, ['what', 'kind']),
      { prefill: 'win' },
    ),
    terms: line('Terms of payment', undefined, { prefill: 'win' }),
  }),
};

/** Documents stay where they are. The form has the address of each, and a hash to verify that it is the same. */
export const ATTACHMENTS = listOf(
  'Attachments',
  'Which documents belong to it, such as the contract and the offer: where is each, and what is its SHA-256?',
  group(
    'Attachment',
    {
      name: line('Name', 'What is it?', { examples: ['Contract, signed'] }),
      url: {
        type: 'string',
        format: 'uri',
        pattern: '^https://',
        maxLength: 2_000,
        title: 'Address',
        description: 'Where is it?',
        examples: ['https://files.example.com/contract.pdf'],
      },
      sha256: { type: 'string', format: 'sha256', title: 'SHA-256' },
      size: { type: 'integer', minimum: 0, title: 'Size in bytes' },
    },
    ['name', 'url', 'sha256'],
  ),
  { maxItems: 20 },
);

export const ANOMALIES = text(
  'Anomalies',
  'What is different from how we usually work: clauses, discounts, deadlines, people?',
);
export const MARGIN = line('Our margin', undefined, { sensitive: true });

export const KICKOFF = group(
  'Kickoff',
  {
    on: date('Date', 'When is the kickoff?'),
    waitsFor: text('What it waits for', 'What has to be there before, and who brings it?', { maxLength: 1_000 }),
  },
  ['waitsFor'],
);

/** A large deal must not wait for a date to be found. */
export const KICKOFF_OF_LARGE_DEALS = {
  when: {
    any: [
      { field: 'deal.amount', op: 'lt', value: 25_000 },
      { field: 'deal.amount', op: 'missing' },
      { field: 'form.kickoff.on', op: 'exists' },
    ],
  },
  text: 'A deal of 25,000 or more has the date of its kickoff.',
};

/** A promise that nobody pays for leads to a dispute. */
export const PROMISES_ARE_PAID_FOR = {
  when: { not: { field: 'form.promises.cost', op: 'contains', value: 'open' } },
  text: 'Say who pays for everything that was promised beyond the contract.',
};

export const checks = (...texts: readonly string[]) => texts.map((each) => ({ text: each }));

/** Finance has the same tasks wherever something was sold. */
export const FINANCE: ReceiverToStaff = {
  name: 'Finance',
  sections: ['contacts', 'term', 'billing', 'anomalies', 'attachments', 'margin'],
  checklist: checks(
    'The client is set up, with the address and the tax id of the invoice',
    'Every line and every payment of the schedule is in the accounts',
    'The purchase order is there, if the client requires one',
    'The billing contact knows when the first invoice comes',
  ),
  acknowledgeWithin: 'P1D',
  completeWithin: 'P3D',
};
