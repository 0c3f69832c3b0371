import { Type } from '@sinclair/typebox';
import { at, list, record, text, word } from '../leads/held.schema.js';
import { type LeadTable, nulled, type PersonalData, replaced } from '../leads/personal-data.js';
import { id, instant, nullable, objectSchema, oneOf } from '../platform/input/schema.js';
import { HANDOFF_STATES } from './handoff.js';
import {
  COPIES,
  type ErasedHandoffs,
  emptiedPieces,
  FORM,
  OF_LEADS,
  ofHandoff,
  ofHandoffOrCopy,
  ofOwnHandoff,
  textOfQuestions,
} from './personal-column.js';
import { RECEIVER_STATES } from './receivers/receiver.js';
import { PERSONAL_DATA_OF_RECORDS } from './records/personal-data.js';

const handoff = {
  id: id('The id of the handoff.'),
  createdAt: instant('When the draft was created.'),
  startedAt: at('When it started; null if it did not.'),
  state: oneOf(HANDOFF_STATES, { description: 'Its state.' }),
  form: record('What is handed over'),
  exceptionReason: text('The reason of the exception; null for none.'),
  clientToldAt: at('When the client was told; null if that was not recorded.'),
  clientToldNote: text('The note on what the client was told; null for none.'),
  clientWordNote: text('The note on what the client said; null for none.'),
  decisionNote: text('The decision about it; null for none.'),
  cancelReason: text('Why it was cancelled; null if it was not.'),
};
const HeldHandoff = objectSchema('HeldHandoff', 'The handoff of a deal of the lead.', handoff);
const HeldHandoffForm = objectSchema('HeldHandoffForm', 'A version of the form.', {
  id: word('The id of the handoff, and the number of the version.'),
  version: Type.Integer({ description: 'The number of the version.' }),
  savedAt: instant('When it was saved.'),
  form: record('Its values'),
});
const HeldHandoffReceiver = objectSchema('HeldHandoffReceiver', 'A receiver.', {
  id: word('The id of the handoff, and the position of the receiver.'),
  state: oneOf(RECEIVER_STATES, { description: 'Their state.' }),
  acceptedAt: at('When they accepted it; null if they did not.'),
  doneAt: at('When they were done with it; null if they are not.'),
  missing: nullable(
    Type.Array(Type.Unknown()),
    'The fields that they returned as missing; null if they never returned it.',
  ),
  note: text('The note of the return; null for none.'),
});

const HeldHandoffCopy = objectSchema('HeldHandoffCopy', 'A value that was copied into another handoff.', {
  id: word('The id of that handoff, and the place in its form.'),
  value: Type.Unknown({ description: 'The value.' }),
});

const HeldHandoffQuestion = objectSchema('HeldHandoffQuestion', 'A question.', {
  id: id('The id of the question.'),
  askedAt: instant('When it was asked.'),
  answeredAt: at('When it was answered; null if it was not.'),
  text: word('The question.'),
  answer: text('The answer; null for none.'),
});
const HeldHandoffBlocker = objectSchema('HeldHandoffBlocker', 'A blocker.', {
  id: id('The id of the blocker.'),
  raisedAt: instant('When it was raised.'),
  resolvedAt: at('When it was resolved; null if it was not.'),
  text: word('What is in the way.'),
  lesson: text('What to do differently next time; null for nothing.'),
});

const PARTS = {
  handoffForms: { schema: list(HeldHandoffForm, 'The versions of the form since it was handed over.') },
  handoffReceivers: { schema: list(HeldHandoffReceiver, 'What receivers noted and missed.') },
  handoffQuestions: { schema: list(HeldHandoffQuestion, 'The questions.') },
  handoffBlockers: { schema: list(HeldHandoffBlocker, 'The blockers.') },
};

export function tablesOfHandoffs(erased: ErasedHandoffs) {
  return {
    handoff: {
      ...ofHandoffOrCopy(erased, 'handoff', 'id'),
      section: 'handoffs',
      personal: {
        ...FORM,
        ...ofOwnHandoff(erased, 'handoff', 'id', {
          ...replaced('exception_reason', 'handoffs', 'exceptionReason'),
          ...nulled('client_told_note', 'handoffs', 'clientToldNote'),
          ...nulled('client_word_note', 'handoffs', 'clientWordNote'),
          ...nulled('decision_note', 'handoffs', 'decisionNote'),
          ...replaced('cancel_reason', 'handoffs', 'cancelReason'),
        }),
      },
      facts: { createdAt: 'created_at', state: 'state', startedAt: 'started_at', clientToldAt: 'client_told_at' },
    },
    handoff_form: {
      ...ofHandoffOrCopy(erased, 'handoff_form', 'handoff_id'),
      key: "handoff_id || ' ' || version",
      section: 'handoffForms',
      personal: FORM,
      facts: { savedAt: 'saved_at', version: 'version' },
    },
    handoff_receiver: {
      ...ofHandoffOrCopy(erased, 'handoff_receiver', 'handoff_id'),
      key: "handoff_id || ' ' || place",
      section: 'handoffReceivers',
      personal: {
        missing: emptiedPieces(erased, 'handoff_receiver', 'handoff_id'),
        ...ofOwnHandoff(erased, 'handoff_receiver', 'handoff_id', replaced('note', 'handoffs', 'note')),
      },
      facts: { state: 'state', acceptedAt: 'accepted_at', doneAt: 'done_at' },
    },
    handoff_question: {
      ...ofHandoffOrCopy(erased, 'handoff_question', 'handoff_id'),
      section: 'handoffQuestions',
      personal: {
        text: textOfQuestions(erased),
        ...ofOwnHandoff(erased, 'handoff_question', 'handoff_id', replaced('answer', 'handoffs', 'answer')),
      },
      facts: { askedAt: 'asked_at', answeredAt: 'answered_at' },
    },
    handoff_blocker: {
      ...ofHandoff(erased, 'handoff_blocker', 'handoff_id'),
      section: 'handoffBlockers',
      personal: { ...replaced('text', 'handoffs', 'text'), ...replaced('lesson', 'handoffs', 'lesson') },
      facts: { raisedAt: 'raised_at', resolvedAt: 'resolved_at' },
    },
  } as const satisfies Readonly<Record<string, LeadTable>>;
}

/** What handoffs store about the persons whose leads their deals came of. */
export const PERSONAL_DATA_OF_HANDOFFS: PersonalData = {
  tables: tablesOfHandoffs(OF_LEADS),
  // Found by their words, since no subject relates them to a person.
  foundOtherwise: { diagnosis_action: { exception: 'actions', text: 'actions' } },
  sections: {
    handoffs: { schema: list(HeldHandoff, 'The handoffs.') },
    handoffCopies: {
      schema: list(HeldHandoffCopy, 'Values that were copied into other handoffs of the account.'),
      select: COPIES,
    },
    ...PARTS,
  },
};

const HeldDiagnosisAction = objectSchema('HeldDiagnosisAction', 'An action on a diagnosis that names the person.', {
  id: id('The id of the action.'),
  madeAt: instant('When it was decided.'),
  exception: text('The reason that kept coming; null for none.'),
  text: word('What was to be done.'),
});

export const HELD_ACTIONS = {
  section: 'diagnosisActions',
  schema: list(HeldDiagnosisAction, 'Actions on the diagnosis of handoffs that name the person.'),
};

/** A handoff that came of no lead, as it is found by the address or number in its form. */
export const HANDOFFS_FOUND = list(
  objectSchema('HeldHandoffFound', 'A handoff that came of no lead.', {
    ...handoff,
    ...Object.fromEntries(
      Object.entries({ ...PARTS, ...PERSONAL_DATA_OF_RECORDS.sections }).map(([name, { schema }]) => [name, schema]),
    ),
  }),
  'Handoffs that came of no lead, and whose form has the address or number as a value, or had it.',
);
