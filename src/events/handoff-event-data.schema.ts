import { Type } from '@sinclair/typebox';
import { id, instant, nullable } from '../platform/answer.js';
import { count, facts, maybe, of, word } from './event-shape.js';

const kindId = id('The id of its kind.');
const dealId = nullable(id('Of the deal that it is about; null for none.'));
const accountId = nullable(id('Of the account; null where that is not known.'));
const receiver = word('The name of the receiver.');
const repId = id('Who answers for it.');
const formVersion = count('The version of its form.', 1);
const formVersionThen = maybe(formVersion);
const missing = count('So much is missing of its form.');
const questionId = id('The id of the question.');
const number = count('Its number, by which its clock is known.', 1);
const blockerId = id('Of what holds it up.');
const pointer = word('A JSON pointer into the form.');

const RECORD = {
  receiver,
  recordId: id('Of the record: the key by which its tool knows it.'),
  connectorId: id('The id of its connector.'),
};

/** Never contains values of a form. */
export const HANDOFF_EVENTS = {
  'handoff.drafted': of(['handoff'], 'It can be filled in.', {
    ...{ kindId, dealId, accountId, missing },
    prefilled: maybe(Type.Array(pointer, { description: 'Where something is filled in that was known already.' })),
  }),
  'handoff.amended': of(['handoff'], 'Its form was saved.', {
    formVersion,
    fields: Type.Array(pointer, { description: 'Where the form says something else now.' }),
    missing,
  }),
  'handoff.started': of(['handoff'], 'It changes hands.', {
    kindId,
    kindVersion: count('The version of its kind, by which it runs.', 1),
    dealId,
    accountId,
    giverRepId: nullable(id('Who hands it over; null where that is not known.')),
    formVersion,
    missing,
    stage: maybe(word('Of a kind with stages: the first of them. It has gone to its receivers alone.')),
    receivers: Type.Array(facts({ name: receiver, ownerRepId: repId, stage: maybe(word('In which stage.')) }), {
      description: 'Who receives it.',
    }),
    exception: maybe(
      facts({ deciderRepId: id('Who decided it.'), completeBy: instant('When the form has to be complete.') }),
    ),
  }),
  'handoff.stageReached': of(['handoff'], 'What comes before a stage is done: it goes to the receivers of that.', {
    stage: word('Its name.'),
    number: count('Its place among the stages, from 2: the first one begins with the handoff.', 2),
    of: count('So many there are.', 2),
    receivers: Type.Array(facts({ name: receiver, ownerRepId: repId }), { description: 'To whom.' }),
    formVersion: formVersionThen,
  }),
  'handoff.accepted': of(['handoff'], 'A receiver has it, and it is complete.', { receiver, repId, formVersion }),
  'handoff.returned': of(['handoff'], 'A receiver gives it back, because something is missing.', {
    receiver,
    missing: Type.Array(pointer, { description: 'What is missing.' }),
    returns: count('So often by now.', 1),
    from: word('What it was: waiting or accepted.'),
    formVersion: formVersionThen,
  }),
  'handoff.resent': of(['handoff'], 'What was returned goes to its receivers again.', {
    receivers: Type.Array(receiver, { description: 'To whom.' }),
    formVersion,
  }),
  'handoff.reassigned': of(['handoff'], 'Something of it is asked of somebody else.', {
    part: word('What: giver, receiver, question, blocker or decider.'),
    receiver: maybe(receiver),
    questionId: maybe(questionId),
    number: maybe(number),
    blockerId: maybe(blockerId),
    fromRepId: nullable(id('Of whom it was asked; null for nobody.')),
    repId: id('Of whom it is asked now.'),
  }),
  'handoff.scheduled': of(['handoff'], 'A receiver has said when it will be processed.', {
    receiver,
    at: instant('When.'),
  }),
  'handoff.checked': of(['handoff'], 'Something of a checklist is done, or is not after all.', {
    receiver,
    checked: Type.Array(count('The place of an entry.'), { description: 'All that is done of it.' }),
    of: count('So many entries it has.'),
  }),
  'handoff.asked': of(['handoff'], 'A party wants to know something of another one.', {
    questionId,
    number,
    toRepId: nullable(id('Who answers; null where nobody is known who gives.')),
  }),
  'handoff.answered': of(['handoff'], 'It was answered.', {
    questionId,
    number,
    formVersion: maybe(count('The version of the form that the answer made.', 1)),
  }),
  'handoff.blocked': of(['handoff'], 'Something holds it up.', {
    blockerId,
    ownerRepId: id('Who resolves it.'),
    dueAt: instant('The deadline.'),
    formVersion: formVersionThen,
  }),
  'handoff.unblocked': of(['handoff'], 'It does no longer.', {
    blockerId,
    ownerRepId: id('Who saw to it.'),
    formVersion: formVersionThen,
  }),
  'handoff.clientTold': of(['handoff'], 'The client has been told what happens next, or was not after all.', {
    at: nullable(instant('When; null where the touch that had told them was taken back.')),
    touchId: maybe(id('The id of the touch that told them.')),
  }),
  'handoff.decided': of(['handoff'], 'The decider has said what becomes of it.', {}),
  'handoff.done': of(['handoff'], 'A receiver has processed it, or the client no longer waits for word of it.', {
    receiver: maybe(receiver),
    repId: maybe(repId),
    by: maybe(
      word('Instead of a receiver, if all of them were done before: clientTold, or clientMissed if that was missed.'),
    ),
    state: word('Of the handoff: done with the last of these, running until then.'),
    formVersion: formVersionThen,
    workingSeconds: maybe(
      Type.Number({ minimum: 0, description: 'Once it is done: the company’s working time while it ran.' }),
    ),
  }),
  'handoff.cancelled': of(['handoff'], 'It was called off, before or after it was handed over.', {
    reason: word('The reason.'),
  }),
  'handoff.read': of(['handoff'], 'Somebody has read what is marked as sensitive.', { formVersion }),
  'record.created': of(['handoff'], 'The record of a receiver is there in its tool.', RECORD),
  'record.failed': of(
    ['handoff'],
    'The record of a receiver could not be made, or not be brought up to date, and is not tried again by itself.',
    {
      ...RECORD,
      mayExist: Type.Boolean({ description: 'Whether it may be there all the same.' }),
      isUpdate: maybe(Type.Boolean({ description: 'Whether it is there, and was to be brought up to date.' })),
    },
  ),
  'record.updated': of(['handoff'], 'The form was amended, and the record of a receiver followed it.', {
    ...RECORD,
    updated: Type.Integer({ minimum: 0, description: 'So many of its fields were written.' }),
    left: Type.Integer({ minimum: 0, description: 'So many were left, as somebody has changed them in the tool.' }),
    omitted: maybe(
      Type.Integer({ minimum: 1, description: 'So many fields of the form are another, and no update says them.' }),
    ),
  }),
  'handoff.linked': of(['handoff'], 'A link was made, by which somebody without a key can act.', {
    linkId: id('Of the link: what is done by it names it.'),
    for: word('What it is for: form, or the name of a receiver.'),
    expiresAt: instant('Until when it works, at most.'),
  }),
};
