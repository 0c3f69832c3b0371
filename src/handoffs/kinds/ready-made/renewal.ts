import { type FormFields, form, group, line, oneOf, text } from './fields.js';
import { checks, type KindToStaff, WHAT_THEY_HAVE } from './parts.js';

/** What differs between businesses when a term ends. */
interface Renewed {
  readonly name: string;
  readonly moment: string;
  readonly daysBefore: number;
  /** How the client fares, in the words of the business. */
  readonly standing: FormFields;
  readonly checklist: readonly string[];
}

/** Returns the kind from operations to sales: how the client fares, before anybody talks about the next term. */
export function atRenewal({ name, moment, daysBefore, standing, checklist }: Renewed): KindToStaff {
  return {
    name,
    moment,
    start: { on: 'renewal.due', daysBefore },
    form: form(
      {
        ...WHAT_THEY_HAVE,
        standing: group('How they are doing', standing, Object.keys(standing)),
        mood: oneOf('Mood', 'How do they speak of us?', {
          recommends: 'They recommend us',
          content: 'They are content',
          waits: 'They wait and see',
          leaves: 'They look elsewhere',
        }),
        troubles: text('Troubles', 'What went wrong, and has it been put right?'),
        people: group(
          'People',
          {
            decides: line('Who decides', 'Who decides on the next term?', { personal: true }),
            speaksForUs: line('Who speaks for us', undefined, { personal: true }),
            changed: line('Who has come or gone', undefined, { personal: true }),
          },
          ['decides'],
        ),
        next: text('What comes next', 'What would help them next, whether we sell it or not?'),
        terms: group('Terms', {
          asked: text('What they ask for', 'What do they want to change?', { maxLength: 1_000 }),
          floor: line('How far we would go', undefined, { sensitive: true }),
        }),
      },
      ['standing', 'mood', 'people', 'next'],
    ),
    ready: [
      {
        when: {
          any: [
            { field: 'form.mood', op: 'notIn', value: ['waits', 'leaves'] },
            { field: 'form.troubles', op: 'exists' },
          ],
        },
        text: 'If the client is not content, say what went wrong.',
      },
    ],
    accountRole: 'sales',
    receivers: [{ name: 'Sales', checklist: checks(...checklist), acknowledgeWithin: 'P2D', completeWithin: 'P15D' }],
    time: 'working',
    escalation: { decideWithin: 'P2D', needs: 'What they pay, what they ask for, and what it would cost to lose them' },
    exceptions: [
      { name: 'Notice has been given', treatment: 'escalate' },
      { name: 'They want to grow before the term ends', treatment: 'standardise' },
      { name: 'The buyer has left', treatment: 'standardise' },
    ],
  };
}
