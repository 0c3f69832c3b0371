import { amount, date, type FormFields, form, group, line, listOf, oneOf, text, yesOrNo } from './fields.js';
import { ATTACHMENTS, checks, DELIVERED_BILLING, type KindToStaff } from './parts.js';

/** What differs between businesses when something is delivered. */
interface Delivered {
  readonly name: string;
  readonly moment: string;
  /** What was handed to the client, in the words of the business. */
  readonly delivered: FormFields;
  readonly checklist: readonly string[];
}

/**
 * Returns the kind from operations to finance: what was delivered, who has accepted it, and what is invoiced for it.
 */
export function atDelivery({ name, moment, delivered, checklist }: Delivered): KindToStaff {
  return {
    name,
    moment,
    start: { on: 'delivery.completed' },
    accountRole: 'manager',
    form: form(
      {
        delivered: group('Delivered', delivered, Object.keys(delivered)),
        acceptance: group(
          'Acceptance',
          {
            by: line('By whom', 'Who at the client has accepted it?', { personal: true }),
            on: date('When', 'When did they accept it?'),
            how: oneOf('How', 'How did they say so?', {
              signed: 'Signed',
              email: 'By e-mail',
              inUse: 'They use it',
              silence: 'The time to object is over',
            }),
            reservations: text('Reservations', 'What is still open on their side?'),
          },
          ['by', 'on', 'how'],
        ),
        billing: DELIVERED_BILLING,
        changes: listOf(
          'Changes of scope',
          'What was added or left out on the way?',
          group(
            'Change',
            {
              what: line('What'),
              isAgreed: yesOrNo('Agreed in writing', 'Has the client agreed to it in writing?'),
              amount: amount('Amount'),
            },
            ['what', 'isAgreed'],
          ),
        ),
        attachments: ATTACHMENTS,
        costs: text('Costs of ours that are passed on', 'Which costs does the client refund, with receipts?'),
        effort: line('Effort beside the plan', undefined, { sensitive: true }),
      },
      ['delivered', 'acceptance', 'billing', 'changes'],
    ),
    ready: [
      {
        when: {
          any: [
            { field: 'form.acceptance.how', op: 'ne', value: 'silence' },
            { field: 'form.acceptance.reservations', op: 'exists' },
          ],
        },
        text: 'If nobody has accepted it in writing, say what they may still object to.',
      },
    ],
    receivers: [
      {
        name: 'Finance',
        checklist: checks(...checklist),
        acknowledgeWithin: 'P1D',
        completeWithin: 'P3D',
      },
    ],
    time: 'working',
    escalation: { decideWithin: 'P1D', needs: 'The contract, what was accepted, and the line that is disputed' },
    exceptions: [
      { name: 'The client accepts a part', treatment: 'standardise' },
      { name: 'More was done than was agreed', treatment: 'escalate' },
      { name: 'The client asks for a credit', treatment: 'escalate' },
    ],
  };
}
