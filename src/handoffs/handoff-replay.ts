import type { EventType } from '../events/event.js';
import { become, type Fields, keep, type Story, type VerifiedEvent } from '../events/verified.js';
import { toIso } from '../platform/values/duration.js';

const nothing: VerifiedEvent = () => undefined;

/** How each event changes the state that the ledger implies. The type requires an entry for every event of handoffs. */
export const HANDOFF_EFFECTS: Readonly<Record<Extract<EventType, `handoff.${string}`>, VerifiedEvent>> = {
  'handoff.drafted': (story) => become(story, { state: 'draft', giverRepId: null, formVersion: 1, cycle: 1 }),
  'handoff.amended': (story, { data: { formVersion } }) => become(story, { formVersion }),
  'handoff.started': (story, { at, data }) => {
    become(story, { state: 'running', giverRepId: data.giverRepId });
    for (const { name, ownerRepId, stage } of data.receivers as readonly Fields[]) {
      const begunAt = stage !== undefined && stage === data.stage ? toIso(at) : null;
      const waiting = { state: 'waiting', returns: 0, checked: '[]', scheduledAt: null };
      receiver(story, name, { repId: ownerRepId, begunAt, ...waiting });
    }
  },
  'handoff.stageReached': (story, { at, data }) => {
    for (const { name, ownerRepId } of data.receivers as readonly Fields[])
      receiver(story, name, { repId: ownerRepId, begunAt: toIso(at) });
  },
  'handoff.accepted': (story, { data }) => receiver(story, data.receiver, { state: 'accepted' }),
  'handoff.returned': (story, { data: { receiver: name, returns } }) =>
    receiver(story, name, { state: 'returned', returns, scheduledAt: null }),
  'handoff.resent': (story, { data }) => {
    for (const name of data.receivers as readonly string[]) receiver(story, name, { state: 'waiting' });
  },
  'handoff.reassigned': (story, { data: { receiver: name, questionId, blockerId, repId } }) => {
    if (name !== undefined) receiver(story, name, { repId, scheduledAt: null });
    if (questionId !== undefined) keep(story.rows, 'question', String(questionId), { toRepId: repId });
    if (blockerId !== undefined) keep(story.rows, 'blocker', String(blockerId), { ownerRepId: repId });
  },
  'handoff.scheduled': (story, { data }) => receiver(story, data.receiver, { scheduledAt: data.at }),
  'handoff.checked': (story, { data: { receiver: name, checked } }) =>
    receiver(story, name, { checked: JSON.stringify(checked) }),
  'handoff.asked': (story, { data: { questionId, number, toRepId } }) =>
    keep(story.rows, 'question', String(questionId), { number, toRepId, isAnswered: false }),
  'handoff.answered': (story, { data }) => keep(story.rows, 'question', String(data.questionId), { isAnswered: true }),
  'handoff.blocked': (story, { data: { blockerId, ownerRepId, dueAt } }) =>
    keep(story.rows, 'blocker', String(blockerId), { ownerRepId, dueAt, isResolved: false }),
  'handoff.unblocked': (story, { data }) => keep(story.rows, 'blocker', String(data.blockerId), { isResolved: true }),
  'handoff.clientTold': (story, { data: { at, touchId = null } }) =>
    become(story, { clientToldAt: at, clientToldTouchId: touchId }),
  'handoff.decided': (story, { at }) => become(story, { decidedAt: toIso(at) }),
  'handoff.done': (story, { data: { receiver: name, state } }) => {
    if (name !== undefined) receiver(story, name, { state: 'done' });
    become(story, { state });
  },
  'handoff.cancelled': (story) => become(story, { state: 'cancelled' }),
  'handoff.read': nothing,
  'handoff.linked': nothing,
};

/** The name is the key, as names of receivers are unique within a handoff. */
function receiver(story: Story, name: unknown, fields: Fields): void {
  keep(story.rows, 'receiver', `${story.subjectId} ${name}`, fields);
}
