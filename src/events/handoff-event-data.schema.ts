import { Type } from '@sinclair/typebox';
import { id, instant, nullable } from '../platform/input/schema.js';
import { count, facts, maybe, of, word } from './event-shape.js';

const kindId = id('The id of its kind.');
const dealId = nullable(id('The id of the deal that it is about; null for none.'));
const accountId = nullable(id('The id of the account; null if not known.'));
const receiver = word('The name of the receiver.');
const repId = id('The rep who answers for it.');
const formVersion = count('The version of its form.', 1);
const formVersionThen = maybe(formVersion);
const missing = count('The number of missing entries in its form.');
const questionId = id('The id of the question.');
const number = count('Its number, by which its clock is known.', 1);
const blockerId = id('The id of the blocker.');
const pointer = word('A JSON pointer into the form.');

const RECORD = {
  receiver,
  recordId: id('The id of the record: the key by which its tool knows it.'),
  connectorId: id('The id of its connector.'),
};

/** Never contains values of a form. */
export const HANDOFF_EVENTS = {
  'handoff.drafted': of(['handoff'], 'A handoff can be filled in.', {
    kindId,
    dealId,
    accountId,
    missing,
    prefilled: maybe(Type.Array(pointer, { description: 'The places that were filled in with data already known.' })),
  }),
  'handoff.amended': of(['handoff'], 'The form was saved.', {
    formVersion,
    fields: Type.Array(pointer, { description: 'The places in the form that changed.' }),
    missing,
  }),
  'handoff.started': of(['handoff'], 'It changes hands.', {
    kindId,
    kindVersion: count('The version of its kind that applies to it.', 1),
    dealId,
    accountId,
    giverRepId: nullable(id('Who hands it over; null if not known.')),
    formVersion,
    missing,
    stage: maybe(word('For a kind with stages, the first stage. Only the receivers of this stage have got it so far.')),
    receivers: Type.Array(facts({ name: receiver, ownerRepId: repId, stage: maybe(word('In which stage.')) }), {
      description: 'Who receives it.',
    }),
    exception: maybe(
      facts({ deciderRepId: id('Who decided it.'), completeBy: instant('When the form has to be complete.') }),
    ),
  }),
  'handoff.stageReached': of(['handoff'], 'All receivers of a stage are done, so the next stage begins.', {
    stage: word('Its name.'),
    number: count('Its place among the stages, from 2: the first one begins with the handoff.', 2),
    of: count('The number of stages.', 2),
    receivers: Type.Array(facts({ name: receiver, ownerRepId: repId }), { description: 'To whom.' }),
    formVersion: formVersionThen,
  }),
  'handoff.accepted': of(['handoff'], 'A receiver accepted the handoff as complete.', { receiver, repId, formVersion }),
  'handoff.returned': of(['handoff'], 'A receiver returned the handoff because something is missing.', {
    receiver,
    missing: Type.Array(pointer, { description: 'The places where something is missing.' }),
    returns: count('How often it has been returned.', 1),
    from: word('The former state: waiting or accepted.'),
    formVersion: formVersionThen,
  }),
  'handoff.resent': of(['handoff'], 'A returned handoff was sent to its receivers again.', {
    receivers: Type.Array(receiver, { description: 'To whom.' }),
    formVersion,
  }),
  'handoff.reassigned': of(['handoff'], 'A part of the handoff passed to another rep.', {
    part: word('The part: giver, receiver, question, blocker or decider.'),
    receiver: maybe(receiver),
    questionId: maybe(questionId),
    number: maybe(number),
    blockerId: maybe(blockerId),
    fromRepId: nullable(id('The former rep; null for none.')),
    repId: id('The new rep.'),
  }),
  'handoff.scheduled': of(['handoff'], 'A receiver has said when it will be processed.', {
    receiver,
    at: instant('When.'),
  }),
  'handoff.checked': of(['handoff'], 'The state of an entry of a checklist changed.', {
    receiver,
    checked: Type.Array(count('The place of an entry.'), { description: 'All entries that are done.' }),
    of: count('The number of entries in the checklist.'),
  }),
  'handoff.asked': of(['handoff'], 'A party asked a question of another party.', {
    questionId,
    number,
    toRepId: nullable(id('The rep who has to answer; null if the giver is not known.')),
  }),
  'handoff.answered': of(['handoff'], 'It was answered.', {
    questionId,
    number,
    formVersion: maybe(count('The version of the form that the answer created.', 1)),
  }),
  'handoff.blocked': of(['handoff'], 'A blocker was reported.', {
    blockerId,
    ownerRepId: id('Who resolves it.'),
    dueAt: instant('The deadline.'),
    formVersion: formVersionThen,
  }),
  'handoff.unblocked': of(['handoff'], 'A blocker was resolved.', {
    blockerId,
    ownerRepId: id('Who resolved it.'),
    formVersion: formVersionThen,
  }),
  'handoff.clientTold': of(['handoff'], 'The client was informed of what happens next, or that was taken back.', {
    at: nullable(instant('When the client was informed; null if the touch that had informed them was taken back.')),
    touchId: maybe(id('The id of the touch that informed the client.')),
  }),
  'handoff.decided': of(['handoff'], 'The decider decided how the handoff goes on.', {}),
  'handoff.done': of(['handoff'], 'A receiver has processed it, or its promise to the client was kept or missed.', {
    receiver: maybe(receiver),
    repId: maybe(repId),
    by: maybe(
      word(
        'Instead of a receiver, if all of them were done before: clientTold (the client was informed), or clientMissed (the promise to inform them was missed).',
      ),
    ),
    state: word('The state of the handoff: done with the last of these events, running until then.'),
    formVersion: formVersionThen,
    workingSeconds: maybe(
      Type.Number({ minimum: 0, description: 'Once it is done: the company’s working time while it ran.' }),
    ),
  }),
  'handoff.cancelled': of(['handoff'], 'It was called off, before or after it was handed over.', {
    reason: word('The reason.'),
  }),
  'handoff.read': of(['handoff'], 'Somebody read values that are marked as sensitive.', { formVersion }),
  'record.created': of(['handoff'], 'The record of a receiver was created in its tool.', RECORD),
  'record.failed': of(
    ['handoff'],
    'The record of a receiver could not be created or updated, and is not tried again automatically.',
    {
      ...RECORD,
      mayExist: Type.Boolean({ description: 'Whether the record may exist all the same.' }),
      isUpdate: maybe(Type.Boolean({ description: 'Whether the record exists, and was to be updated.' })),
    },
  ),
  'record.updated': of(['handoff'], 'The form was amended, and the record of a receiver was updated.', {
    ...RECORD,
    updated: Type.Integer({ minimum: 0, description: 'How many of its fields were written.' }),
    left: Type.Integer({
      minimum: 0,
      description: 'How many were left unchanged, because somebody has changed them in the tool.',
    }),
    omitted: maybe(
      Type.Integer({ minimum: 1, description: 'How many changed fields of the form the update does not include.' }),
    ),
  }),
  'handoff.linked': of(['handoff'], 'A link was created with which a person without a key can act.', {
    linkId: id('The id of the link, which events of its use name.'),
    for: word('What it is for: form, or the name of a receiver.'),
    expiresAt: instant('Until when it works, at most.'),
  }),
};
