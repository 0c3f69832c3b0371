import { onComplaint } from './complaint.js';
import { atDelivery } from './delivery.js';
import { line, listOf, oneOf, text } from './fields.js';
import { type KindToStaff } from './parts.js';
import { atRenewal } from './renewal.js';
import { atSale } from './sale.js';
import { atSmallSale } from './small-sale.js';

/** For campaigns, brands and sites: briefs, corrections, and accounts that belong to the client. */
export const AGENCY: readonly KindToStaff[] = [
  atSale({
    name: 'Agency: sales to production and finance',
    moment: 'When a client signs, production gets the brief and finance the billing arrangement.',
    context: {
      fields: {
        reason: text('Reason', 'Why now: what happened that they came to us?', { prefill: 'lead.message' }),
        aim: text('Aim', 'What will make them say in half a year that it was the right decision?'),
        audience: text('Audience', 'Whom do they want to reach?'),
        before: text('Before us', 'Who did it before, and what did they not like?'),
      },
      required: ['reason', 'aim', 'audience'],
    },
    scope: {
      fields: {
        work: listOf('Work', 'What do we make, and how many of each?', line('Piece'), { minItems: 1 }),
        channels: listOf('Channels', 'Where is it shown?', line('Channel')),
        rounds: {
          type: 'integer',
          title: 'Rounds of corrections',
          description: 'How many rounds are in the price?',
          minimum: 0,
          maximum: 20,
        },
        notIncluded: text('Not included', 'What do they believe is included, although it is not?'),
        approval: line('Approval', 'Who approves, and within how many days?'),
        accounts: text('Accounts and material', 'Which accounts, brand files and rights do we get, and from whom?'),
      },
      required: ['work', 'rounds', 'notIncluded', 'approval'],
    },
    operations: {
      name: 'Production',
      checklist: [
        'The team is named, and has read the brief',
        'We have access to the accounts, and the brand files',
        'The kickoff is in everybody’s calendar, with its agenda',
        'The plan has the rounds of corrections, and who approves',
        'The client has been reminded of what is not included',
      ],
    },
    exceptions: [
      { name: 'Work begins before the signature', treatment: 'escalate' },
      { name: 'Media budget goes through us', treatment: 'standardise' },
      { name: 'The client brings material that we have no rights to', treatment: 'escalate' },
    ],
  }),
  atDelivery({
    name: 'Agency: production to finance',
    moment: 'When the work is delivered, finance learns what was accepted and what is invoiced.',
    delivered: {
      work: listOf('Work', 'What was handed over?', line('Piece'), { minItems: 1 }),
      rounds: {
        type: 'integer',
        title: 'Rounds of corrections',
        description: 'How many rounds did it take?',
        minimum: 0,
        maximum: 100,
      },
      rights: oneOf('Rights', 'Which rights has the client got?', {
        all: 'All of them',
        limited: 'Limited, as in the contract',
        none: 'None before the last invoice is paid',
      }),
    },
    checklist: [
      'The invoice is out, and says what was accepted and when',
      'Costs of media and of others are passed on',
      'Rounds beyond those in the price are invoiced or waived',
    ],
  }),
  atRenewal({
    name: 'Agency: production to sales',
    moment: 'Ninety days before the last day for notice, sales learns how the client is doing.',
    daysBefore: 90,
    standing: {
      results: text('Results', 'What did it bring them, in their own numbers?'),
      hours: line('Hours of the retainer', 'How much of the retainer is used in a usual month?'),
      approvals: oneOf('Approvals', 'How fast do they approve?', {
        fast: 'In days',
        slow: 'In weeks',
        stuck: 'Hardly',
      }),
    },
    checklist: [
      'The results are on one page for the client',
      'The next retainer has a price',
      'The meeting has a date',
    ],
  }),
  onComplaint({
    name: 'Agency: a complaint',
    moment: 'When a client complains, it is confirmed, looked into and answered.',
    about: {
      piece: line('Piece', 'Which piece of work, campaign or site is it about?'),
      fault: oneOf('Kind', 'What do they complain about?', {
        work: 'The work itself',
        deadline: 'A deadline',
        invoice: 'An invoice',
        people: 'How we deal with them',
      }),
    },
    takenBy: 'Client service',
    lookedInto: {
      name: 'Production',
      checklist: [
        'The brief and the approvals are compared with what was delivered',
        'It is known what went wrong, or that nothing did',
        'The correction has hours and a date',
      ],
    },
    exceptions: [
      { name: 'It is in public already', treatment: 'standardise' },
      { name: 'They will not pay before it is settled', treatment: 'escalate' },
      { name: 'Rights of a third party are concerned', treatment: 'escalate' },
    ],
  }),
  atSmallSale({ name: 'Agency: a small sale', operations: 'Production' }),
];
