import { onComplaint } from './complaint.js';
import { atDelivery } from './delivery.js';
import { date, line, listOf, oneOf, seats, text, yesOrNo } from './fields.js';
import { type KindToStaff } from './parts.js';
import { atRenewal } from './renewal.js';
import { atSale } from './sale.js';
import { atSmallSale } from './small-sale.js';

/** For software that is rented and set up: seats, systems, data, and a day on which it goes live. */
export const SAAS: readonly KindToStaff[] = [
  atSale({
    name: 'Software: sales to onboarding and finance',
    moment: 'When a subscription is signed, onboarding gets what has to be set up and finance the billing arrangement.',
    context: {
      fields: {
        reason: text('Reason', 'What do they use today, and why is it not enough?'),
        success: text('Success', 'Which number will show them after three months that it works?'),
        users: text('Users', 'Who will use it every day, and who has not been asked?'),
        deadline: text('Deadline', 'What ends on which day, such as another contract?'),
      },
      required: ['reason', 'success', 'users'],
    },
    scope: {
      fields: {
        edition: line('Edition', 'Which edition and which modules?'),
        seats: seats('How many seats?'),
        systems: listOf('Systems', 'Which systems are connected, in which direction?', line('System')),
        migration: oneOf('Migration', 'Whose data is brought along?', {
          none: 'None',
          byClient: 'The client brings it',
          byUs: 'We bring it',
        }),
        migrated: text('What is migrated', 'Which data, from where, of how many years?'),
        signOn: yesOrNo('Single sign-on', 'Do they sign in with a system of their own?'),
        security: text('Security', 'What did their security ask for, and what did we answer?'),
        missing: text(
          'What it cannot do',
          'What did they ask for that the product does not have, and what did we say?',
        ),
        goLive: date('Go-live', 'When do they want to go live?'),
      },
      required: ['edition', 'seats', 'systems', 'migration', 'signOn', 'missing', 'goLive'],
    },
    operations: {
      name: 'Onboarding',
      checklist: [
        'The account is there, with its edition and seats',
        'A person at the client administers it, and has signed in',
        'The plan to go-live is agreed, with what the client does',
        'The first users are invited to a training',
        'The client has been reminded in writing of what the product cannot do',
      ],
    },
    ready: [
      {
        when: {
          any: [
            { field: 'form.scope.migration', op: 'eq', value: 'none' },
            { field: 'form.scope.migrated', op: 'exists' },
          ],
        },
        text: 'If data is to be migrated, the form says which data.',
      },
      {
        when: { field: 'deal.term.endsOn', op: 'exists' },
        text: 'The deal says when its term ends.',
      },
    ],
    exceptions: [
      { name: 'A feature was promised that does not exist', treatment: 'escalate' },
      { name: 'A test account becomes the real one', treatment: 'automate' },
      { name: 'Their security has not agreed yet', treatment: 'standardise' },
    ],
  }),
  atDelivery({
    name: 'Software: onboarding to finance',
    moment: 'When a client has gone live, finance learns from when the subscription counts.',
    delivered: {
      liveOn: date('Live', 'Since when do they use it?'),
      seats: seats('How many seats are in use?'),
      systems: listOf('Systems', 'Which systems are connected?', line('System')),
    },
    checklist: [
      'The subscription begins on the day that the contract says',
      'Setting up is invoiced as agreed',
      'Seats beyond the contract are added to it',
    ],
  }),
  atRenewal({
    name: 'Software: customer success to sales',
    moment: 'A hundred and twenty days before the last day for notice, sales learns how the client is doing.',
    daysBefore: 120,
    standing: {
      use: oneOf('Use', 'How much is it used?', {
        grows: 'More and more',
        steady: 'As before',
        falls: 'Less and less',
      }),
      seats: seats('How many of the seats sign on in a month?'),
      success: text('Success', 'What became of the number that was to show them that it works?'),
      support: text('Support', 'What do they write to support about?'),
    },
    checklist: [
      'Use and success are on one page for the client',
      'The next term has a price',
      'The meeting has a date',
    ],
  }),
  onComplaint({
    name: 'Software: a complaint',
    moment: 'When a client complains, it is confirmed, looked into and answered.',
    about: {
      part: line('Part', 'Which part of the software, or of our service?'),
      fault: oneOf('Kind', 'What do they complain about?', {
        outage: 'It does not work',
        missing: 'Something was promised that does not exist',
        support: 'Support',
        invoice: 'An invoice',
      }),
    },
    takenBy: 'Support',
    lookedInto: {
      name: 'Product',
      checklist: [
        'The cause is known, or what is not known yet is written down',
        'It is known who else it concerns',
        'The correction has an owner and a date',
      ],
    },
    exceptions: [
      { name: 'Data of the client is concerned', treatment: 'escalate' },
      { name: 'They ask for a credit', treatment: 'escalate' },
      { name: 'It is a known fault', treatment: 'standardise' },
    ],
  }),
  atSmallSale({ name: 'Software: a small sale', operations: 'Onboarding' }),
];
