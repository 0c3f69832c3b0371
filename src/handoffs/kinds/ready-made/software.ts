import { date, form, group, line, listOf, oneOf, seats, text } from './fields.js';
import {
  BILLING,
  CONTACTS,
  checks,
  DELIVERED_BILLING,
  FINANCE,
  type KindToStaff,
  PROMISES,
  TERM,
  WHAT_THEY_HAVE,
} from './parts.js';

const PEOPLE = CONTACTS.properties as Record<string, Record<string, unknown>>;

const SALE: KindToStaff = {
  name: 'Subscription: sales to onboarding and finance',
  moment: 'When a subscription is signed, onboarding learns what goes live and when, and finance what is invoiced.',
  start: { on: 'deal.won' },
  accountRole: 'manager',
  form: form(
    {
      success: text('Success', 'How will they know after three months that it works?', { prefill: 'lead.message' }),
      contacts: group('Key contacts', { buyer: PEOPLE.buyer!, billing: PEOPLE.billing! }, ['buyer']),
      order: group(
        'Order',
        {
          edition: line('Edition', 'Which edition and which modules?'),
          seats: seats('How many seats?'),
          goLive: date('Go-live', 'When do they want to go live?'),
          waitsFor: text('What it waits for', 'What has to be there before: data, systems, their security?'),
        },
        ['edition', 'seats', 'goLive'],
      ),
      promises: PROMISES,
      term: TERM,
      billing: BILLING,
    },
    ['success', 'contacts', 'order', 'billing'],
  ),
  ready: [],
  receivers: [
    {
      name: 'Onboarding',
      sections: ['success', 'contacts', 'order', 'promises', 'term'],
      checklist: checks(
        'The account is there, with its edition and seats',
        'A person at the client administers it, and has signed in',
        'The day of the go-live is agreed',
      ),
      acknowledgeWithin: 'PT8H',
      completeWithin: 'P3D',
    },
    {
      ...FINANCE,
      sections: ['contacts', 'term', 'billing'],
      checklist: checks('The subscription is in the accounts, with every payment of the schedule'),
    },
  ],
  time: 'working',
  escalation: { decideWithin: 'P1D', needs: 'What was promised, to whom, and by when' },
  exceptions: [
    { name: 'A feature was promised that does not exist', treatment: 'escalate' },
    { name: 'A test account becomes the real one', treatment: 'automate' },
  ],
  clientToldWithin: 'P1D',
};

const GO_LIVE: KindToStaff = {
  name: 'Subscription: onboarding to customer success',
  moment: 'When a client has gone live, customer success takes over, and finance learns from when it counts.',
  start: { on: 'delivery.completed' },
  accountRole: 'manager',
  form: form(
    {
      live: group(
        'Live',
        {
          on: date('Since', 'Since when do they use it?'),
          seats: seats('How many seats are in use?'),
          admin: line('Who administers it', 'Who at the client administers it?', { personal: true }),
        },
        ['on', 'seats', 'admin'],
      ),
      open: text('Open', 'What is not set up yet, and who sees to it by when?'),
      promises: { ...PROMISES, title: 'What was promised', prefill: 'win' },
      billing: DELIVERED_BILLING,
    },
    ['live', 'open', 'billing'],
  ),
  ready: [],
  receivers: [
    {
      name: 'Customer success',
      sections: ['live', 'open', 'promises'],
      checklist: checks('The client knows whom to ask', 'What is open has an owner and a date'),
      acknowledgeWithin: 'P1D',
      completeWithin: 'P5D',
    },
    {
      name: 'Finance',
      sections: ['live', 'billing'],
      checklist: checks(
        'The subscription begins on the day that the contract says',
        'What differs from the sale is invoiced as it was delivered',
      ),
      acknowledgeWithin: 'P1D',
      completeWithin: 'P3D',
    },
  ],
  time: 'working',
  escalation: { decideWithin: 'P2D', needs: 'What is not set up, and what the client says to it' },
  exceptions: [{ name: 'A part of them goes live later', treatment: 'standardise' }],
};

const RENEWAL: KindToStaff = {
  name: 'Subscription: customer success to sales',
  moment: 'Sixty days before the last day for notice, sales learns whether the client stays.',
  start: { on: 'renewal.due', daysBefore: 60 },
  accountRole: 'sales',
  form: form(
    {
      ...WHAT_THEY_HAVE,
      use: oneOf('Use', 'How much is it used?', {
        grows: 'More and more',
        steady: 'As before',
        falls: 'Less and less',
      }),
      seats: seats('How many of the seats sign on in a month?'),
      outlook: oneOf('Outlook', 'Do they stay?', {
        grows: 'They want more',
        stays: 'They stay',
        open: 'It is open',
        leaves: 'They look elsewhere',
      }),
      why: text('Why', 'What is the reason, in their words?'),
      wants: listOf('What they ask for', 'What do they want to change?', line('Wish')),
    },
    ['use', 'outlook', 'why'],
  ),
  ready: [],
  receivers: [
    {
      name: 'Sales',
      checklist: checks('The next term has a price', 'The meeting has a date'),
      acknowledgeWithin: 'P2D',
      completeWithin: 'P15D',
    },
  ],
  time: 'working',
  escalation: { decideWithin: 'P2D', needs: 'What they pay, and what it would cost to lose them' },
  exceptions: [{ name: 'Notice has been given', treatment: 'escalate' }],
};

/** For software that is rented and used soon: the little that has to be known at a win, a go-live and a renewal. */
export const SOFTWARE: readonly KindToStaff[] = [SALE, GO_LIVE, RENEWAL];
