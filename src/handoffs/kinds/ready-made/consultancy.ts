import { onComplaint } from './complaint.js';
import { atDelivery } from './delivery.js';
import { date, line, listOf, oneOf, text, yesOrNo } from './fields.js';
import { type KindToStaff } from './parts.js';
import { atRenewal } from './renewal.js';
import { atSale } from './sale.js';
import { atSmallSale } from './small-sale.js';

/** For advice and projects of people: a question, a sponsor, days, and what may be said to whom. */
export const CONSULTANCY: readonly KindToStaff[] = [
  atSale({
    name: 'Consultancy: sales to delivery and finance',
    moment: 'When an engagement is signed, the team gets the question and finance the billing arrangement.',
    context: {
      fields: {
        question: text('Question', 'Which question do they want answered, in their words?', {
          prefill: 'lead.message',
        }),
        stakes: text('Stakes', 'What do they lose if nothing changes?'),
        sponsor: text('Sponsor', 'Who wants it, who is against it, and why?'),
        tried: text('Tried before', 'What have they tried?'),
        isConfidential: yesOrNo('Confidential', 'Is there anybody at the client who must not know?'),
      },
      required: ['question', 'stakes', 'sponsor', 'isConfidential'],
    },
    scope: {
      fields: {
        results: listOf('Results', 'What do they get, and by which criterion is each accepted?', line('Result'), {
          minItems: 1,
        }),
        team: listOf('Team', 'Whom did we name in the offer?', line('Person')),
        days: line('Days', 'How many days, of whom?'),
        where: oneOf('Where', 'Where do we work?', { there: 'At the client', here: 'At our place', both: 'Both' }),
        travel: line('Travel', 'Who pays for travel, and up to how much?'),
        assumptions: text('Assumptions', 'What does the plan take for granted: data, people, decisions?'),
      },
      required: ['results', 'days', 'where', 'travel', 'assumptions'],
    },
    more: { mustNotKnow: text('Who must not know', undefined, { sensitive: true, maxLength: 1_000 }) },
    operations: {
      name: 'Delivery',
      checklist: [
        'The people who were named in the offer are free, or the client knows who comes instead',
        'The sponsor has confirmed the question in one sentence',
        'Data and interviews have been requested',
        'The dates of the steering meetings are agreed',
        'Travel is booked by the rules of the client',
      ],
    },
    ready: [
      {
        when: {
          any: [
            { field: 'form.context.isConfidential', op: 'eq', value: false },
            { field: 'form.mustNotKnow', op: 'exists' },
          ],
        },
        text: 'If it is confidential, say who must not know.',
      },
    ],
    exceptions: [
      { name: 'A person comes who was not named in the offer', treatment: 'escalate' },
      { name: 'Work for a competitor of the client', treatment: 'escalate' },
      { name: 'The framework contract of the client replaces ours', treatment: 'standardise' },
    ],
  }),
  atDelivery({
    name: 'Consultancy: delivery to finance',
    moment: 'When the last result is presented, finance learns what was accepted and which days are invoiced.',
    delivered: {
      results: listOf('Results', 'What was handed over?', line('Result'), { minItems: 1 }),
      presentedOn: date('Presented', 'When was it presented?'),
      days: line('Days', 'How many days were worked, of whom?'),
    },
    checklist: [
      'The invoice has the days as the client wants to see them',
      'Travel is invoiced, with receipts',
      'Days beyond the cap are agreed or waived',
    ],
  }),
  atRenewal({
    name: 'Consultancy: delivery to sales',
    moment: 'Sixty days before the framework ends, sales learns where the client stands.',
    daysBefore: 60,
    standing: {
      done: text('Done', 'Which of our advice have they followed?'),
      effect: text('Effect', 'What effect did it have?'),
      open: text('Open questions', 'Which questions have come up since?'),
    },
    checklist: ['The sponsor is asked for a reference', 'The next question is written down', 'The meeting has a date'],
  }),
  onComplaint({
    name: 'Consultancy: a complaint',
    moment: 'When a client complains, it is confirmed, looked into and answered.',
    about: {
      engagement: line('Engagement', 'Which engagement, and which result of it?'),
      fault: oneOf('Kind', 'What do they complain about?', {
        result: 'A result',
        days: 'Days or costs',
        deadline: 'A deadline',
        people: 'One of our people',
      }),
    },
    takenBy: 'Client service',
    lookedInto: {
      name: 'Delivery',
      checklist: [
        'Everybody who was there has been heard, each by themselves',
        'The offer is compared with what was delivered',
        'It is known what went wrong, or that nothing did',
      ],
    },
    exceptions: [
      { name: 'A lawyer writes', treatment: 'escalate' },
      { name: 'They ask for another person on the team', treatment: 'escalate' },
      { name: 'The sponsor knows nothing of it', treatment: 'standardise' },
    ],
  }),
  atSmallSale({ name: 'Consultancy: a small sale', operations: 'Delivery' }),
];
