import { Type } from '@sinclair/typebox';
import { at, list, record, text, word } from '../leads/held.schema.js';
import { nulled, type PersonalData, replaced } from '../leads/personal-data.js';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { HANDOFF_STATES } from './handoff.js';
import { COPIES, emptiedForm, emptiedPieces, ofHandoff, ofHandoffOrCopy, ofOwnHandoff } from './personal-column.js';
import { RECEIVER_STATES } from './receivers/receiver.js';

const HeldHandoff = thing('HeldHandoff', 'How a deal that came of it changed hands.', {
  id: id('The id of the handoff.'),
  createdAt: instant('Since when it could be filled in.'),
  startedAt: at('Since when it runs; null where it never did.'),
  state: oneOf(HANDOFF_STATES, { description: 'Its state.' }),
  form: record('What is handed over'),
  exceptionReason: text('Why it was handed over before it was complete; null where it was not.'),
  clientToldAt: at('When the client was told what happens next; null where nobody said so.'),
  clientToldNote: text('The note on the loss; null for none.'),
  clientWordNote: text('What somebody said of it by hand; null for nothing.'),
  cancelReason: text('Why somebody called it off; null where nobody did.'),
});
const HeldHandoffForm = thing('HeldHandoffForm', 'What was handed over, as it was then.', {
  id: word('Of the handoff, and the number of the version.'),
  version: Type.Integer({ description: 'That number.' }),
  savedAt: instant('When it was saved.'),
  form: record('What stood in it'),
});
const HeldHandoffReceiver = thing('HeldHandoffReceiver', 'Who received it.', {
  id: word('Of the handoff, and the place of the receiver.'),
  state: oneOf(RECEIVER_STATES, { description: 'How far they have come.' }),
  acceptedAt: at('When they accepted it; null where they did not.'),
  doneAt: at('When they had processed it; null where they have not.'),
  missing: nullable(Type.Array(Type.Unknown()), 'What they missed; null where they never returned it.'),
  note: text('What they said then; null for nothing.'),
});

const HeldHandoffCopy = thing('HeldHandoffCopy', 'Something of it that was filled in into another handoff.', {
  id: word('Of that handoff, and where in its form.'),
  value: Type.Unknown({ description: 'A status.' }),
});

const HeldHandoffQuestion = thing('HeldHandoffQuestion', 'What was asked about it.', {
  id: id('The id of the question.'),
  askedAt: instant('When.'),
  answeredAt: at('When it was answered; null where it was not.'),
  text: word('What was asked.'),
  answer: text('The answer; null for none.'),
});
const HeldHandoffBlocker = thing('HeldHandoffBlocker', 'What held it up.', {
  id: id('The id of the blocker.'),
  raisedAt: instant('Since when.'),
  resolvedAt: at('When it was resolved; null where it was not.'),
  text: word('What held it up.'),
  lesson: text('What is done another way next time; null for nothing.'),
});

/** What handoffs keep of the persons whose leads their deals came of. */
export const PERSONAL_DATA_OF_HANDOFFS: PersonalData = {
  tables: {
    handoff: {
      ...ofHandoffOrCopy('handoff', 'id'),
      section: 'handoffs',
      personal: {
        ...emptiedForm('handoff', 'id'),
        ...ofOwnHandoff('handoff', 'id', {
          ...replaced('exception_reason', 'handoffs', 'exceptionReason'),
          ...nulled('client_told_note', 'handoffs', 'clientToldNote'),
          ...nulled('client_word_note', 'handoffs', 'clientWordNote'),
          ...replaced('cancel_reason', 'handoffs', 'cancelReason'),
        }),
      },
      facts: { createdAt: 'created_at', state: 'state', startedAt: 'started_at', clientToldAt: 'client_told_at' },
    },
    handoff_form: {
      ...ofHandoffOrCopy('handoff_form', 'handoff_id'),
      key: "handoff_id || ' ' || version",
      section: 'handoffForms',
      personal: emptiedForm('handoff_form', 'handoff_id'),
      facts: { savedAt: 'saved_at', version: 'version' },
    },
    handoff_receiver: {
      ...ofHandoffOrCopy('handoff_receiver', 'handoff_id'),
      key: "handoff_id || ' ' || place",
      section: 'handoffReceivers',
      personal: {
        missing: emptiedPieces('handoff_receiver', 'handoff_id'),
        ...ofOwnHandoff('handoff_receiver', 'handoff_id', replaced('note', 'handoffs', 'note')),
      },
      facts: { state: 'state', acceptedAt: 'accepted_at', doneAt: 'done_at' },
    },
    handoff_question: {
      ...ofHandoff('handoff_question', 'handoff_id'),
      section: 'handoffQuestions',
      personal: { ...replaced('text', 'handoffs', 'text'), ...replaced('answer', 'handoffs', 'answer') },
      facts: { askedAt: 'asked_at', answeredAt: 'answered_at' },
    },
    handoff_blocker: {
      ...ofHandoff('handoff_blocker', 'handoff_id'),
      section: 'handoffBlockers',
      personal: { ...replaced('text', 'handoffs', 'text'), ...replaced('lesson', 'handoffs', 'lesson') },
      facts: { raisedAt: 'raised_at', resolvedAt: 'resolved_at' },
    },
  },
  sections: {
    handoffs: { schema: list(HeldHandoff, 'How that changed hands.') },
    handoffForms: { schema: list(HeldHandoffForm, 'What was handed over.') },
    handoffCopies: {
      schema: list(HeldHandoffCopy, 'What of that stands in other handoffs of the account.'),
      select: COPIES,
    },
    handoffReceivers: { schema: list(HeldHandoffReceiver, 'Who received it.') },
    handoffQuestions: { schema: list(HeldHandoffQuestion, 'What was asked about it.') },
    handoffBlockers: { schema: list(HeldHandoffBlocker, 'What held it up.') },
  },
};
