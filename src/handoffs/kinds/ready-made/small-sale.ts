import { date, form, group, text } from './fields.js';
import {
  ANOMALIES,
  ATTACHMENTS,
  BILLING,
  CONTACTS,
  checks,
  FINANCE,
  type KindToStaff,
  PROMISES,
  PROMISES_ARE_PAID_FOR,
  TERM,
} from './parts.js';

/** A deal below this amount, in any currency, does not justify the whole form. */
const SMALL = 5_000;

/** What differs between businesses when something small is sold. */
interface SmallSold {
  readonly name: string;
  /** The name of the receiver that does the work. */
  readonly operations: string;
}

const PEOPLE = CONTACTS.properties as Record<string, Record<string, unknown>>;

/**
 * Returns the kind for small sales, with only what nobody can do without: what was sold, to whom, what else was
 * promised, and what is invoiced. Fields that the whole form has too have the same names, so that a deal that grows
 * takes their values along.
 */
export function atSmallSale({ name, operations }: SmallSold): KindToStaff {
  return {
    name,
    moment: `When a deal of less than ${SMALL.toLocaleString('en')} is won, its scope, its buyer and its bill change hands.`,
    start: { on: 'deal.won', when: { field: 'deal.amount', op: 'lt', value: SMALL } },
    accountRole: 'manager',
    form: form(
      {
        context: group('Context', { reason: text('Reason', 'Why did they come to us?', { prefill: 'lead.message' }) }),
        contacts: group('Key contacts', { buyer: PEOPLE.buyer!, billing: PEOPLE.billing! }, ['buyer']),
        scope: group('Agreed scope', { agreed: text('Agreed', 'What did they buy, and by when do they expect it?') }, [
          'agreed',
        ]),
        promises: PROMISES,
        term: TERM,
        billing: BILLING,
        kickoff: group('Kickoff', {
          on: date('Date', 'When does it begin?'),
          waitsFor: text('What it waits for', 'What has to be there before?', { maxLength: 1_000 }),
        }),
        anomalies: ANOMALIES,
        attachments: ATTACHMENTS,
      },
      ['contacts', 'scope', 'promises', 'billing'],
    ),
    ready: [PROMISES_ARE_PAID_FOR],
    receivers: [
      {
        name: operations,
        sections: ['context', 'contacts', 'scope', 'promises', 'term', 'kickoff', 'anomalies', 'attachments'],
        checklist: checks('The client knows who does it, and by when', 'The work is planned'),
        acknowledgeWithin: 'P1D',
        completeWithin: 'P5D',
      },
      {
        ...FINANCE,
        sections: ['contacts', 'term', 'billing', 'anomalies', 'attachments'],
        checklist: checks('Every line and every payment of the schedule is in the accounts'),
      },
    ],
    time: 'working',
    escalation: { decideWithin: 'P1D', needs: 'What was sold, and what is missing' },
    exceptions: [{ name: 'It grows beyond what was sold', treatment: 'escalate' }],
  };
}
