import { date, type FormFields, form, group, line, oneOf, text } from './fields.js';
import { ATTACHMENTS, checks, type KindToStaff } from './parts.js';

/** What differs between businesses when a client complains. */
interface Complained {
  readonly name: string;
  readonly moment: string;
  /** What it is about, in the words of the business. */
  readonly about: FormFields;
  /** The receiver that confirms its arrival. */
  readonly takenBy: string;
  /** The receiver that looks into it, and its checklist. */
  readonly lookedInto: { readonly name: string; readonly checklist: readonly string[] };
  readonly exceptions: KindToStaff['exceptions'];
}

/**
 * Returns the kind for complaints: from the person who has the client, through those who take it in and look into it,
 * to an answer that the client can accept.
 */
export function onComplaint({ name, moment, about, takenBy, lookedInto, exceptions }: Complained): KindToStaff {
  return {
    name,
    moment,
    start: { on: 'manual' },
    accountRole: 'manager',
    form: form(
      {
        received: group(
          'Received',
          {
            on: date('When', 'When did they complain?'),
            by: line('Who', 'Who at the client has complained?', { personal: true }),
            how: oneOf('How', 'How did it reach us?', {
              talk: 'In conversation',
              phone: 'By phone',
              email: 'In writing',
              public: 'In public',
            }),
          },
          ['on', 'by', 'how'],
        ),
        what: text('What happened', 'What happened, in their own words?'),
        about: group('About', about, Object.keys(about)),
        urgency: oneOf('Urgency', 'How much does it hurt them now?', {
          stands: 'They cannot go on',
          hurts: 'It costs them something',
          annoys: 'It annoys them',
        }),
        harm: text('Harm', 'What did it cost them so far?', { maxLength: 1_000 }),
        expects: text('What they expect', 'What do they expect of us, and by when?', { maxLength: 1_000 }),
        said: text('What was said already', 'What have we said to them about it so far?', { maxLength: 1_000 }),
        attachments: ATTACHMENTS,
        stake: line('What is at stake for us', undefined, { sensitive: true }),
      },
      ['received', 'what', 'about', 'urgency', 'expects', 'said'],
    ),
    ready: [
      {
        when: {
          any: [
            { field: 'form.urgency', op: 'ne', value: 'stands' },
            { field: 'form.harm', op: 'exists' },
          ],
        },
        text: 'If they cannot go on, say what that costs them.',
      },
    ],
    stages: [{ name: 'Received' }, { name: 'Looked into' }, { name: 'Answered' }],
    receivers: [
      {
        name: takenBy,
        stage: 'Received',
        checklist: checks(
          'The client knows that it has arrived, and who sees to it',
          'They know when they will hear from us next',
          'It was looked up whether they have complained of it before',
        ),
        acknowledgeWithin: 'PT2H',
        completeWithin: 'P1D',
      },
      {
        name: lookedInto.name,
        stage: 'Looked into',
        checklist: checks(...lookedInto.checklist),
        acknowledgeWithin: 'PT4H',
        completeWithin: 'P3D',
      },
      {
        name: 'Service lead',
        stage: 'Answered',
        checklist: checks(
          'They were called before they were written to',
          'What we do about it, by when, and what they get for it is in writing',
          'They have said whether that settles it',
          'Every change to how we work has an owner',
        ),
        acknowledgeWithin: 'PT4H',
        completeWithin: 'P2D',
      },
    ],
    time: 'working',
    escalation: { decideWithin: 'PT4H', needs: 'What happened, what they expect, what it would cost, and by when' },
    exceptions,
    clientToldWithin: 'PT4H',
  };
}
