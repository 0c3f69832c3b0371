import type { NotificationType } from '../../notifications/notification.js';

/** The present state of a handoff that a notification is about. */
export interface PresentHandoff {
  readonly state: 'draft' | 'running' | 'done' | 'cancelled';
  /** The rep who gives. */
  readonly ownerId: string | null;
  readonly isClientTold: boolean;
  readonly receivers: readonly {
    readonly name: string;
    readonly place: number;
    readonly state: string;
    readonly ownerRepId: string;
  }[];
  readonly records: readonly { readonly place: number; readonly state: string }[];
  readonly questions: readonly { readonly id: string; readonly toRepId: string | null; readonly answer: unknown }[];
  readonly blockers: readonly { readonly id: string; readonly ownerRepId: string; readonly resolvedAt: unknown }[];
  readonly clocks: readonly {
    readonly id: string;
    readonly kind: string;
    readonly state: string;
    readonly repId: string | null;
  }[];
}

interface HandoffMessage {
  readonly repId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly handoff: PresentHandoff;
}

const CALLED_OFF = 'the handoff was called off';
const DONE = 'the handoff is done';
const HANDED_ON = 'another rep has it now';
const HAPPENED = 'it was dealt with already';

/**
 * Why a notification that requests something is obsolete, by its type; null while it waits for its recipient. Types
 * that are not listed are news, and are sent in any case.
 */
const WHY_OBSOLETE: Partial<Record<NotificationType, (message: HandoffMessage) => string | null>> = {
  'handoff.received': ({ repId, data, handoff }) => {
    const receiver = receiverIn(handoff, data);
    if (receiver?.state !== 'waiting') return HAPPENED;
    return receiver.ownerRepId === repId ? null : HANDED_ON;
  },
  'handoff.returned': (message) =>
    receiverIn(message.handoff, message.data)?.state === 'returned' ? ofGiver(message) : 'it was handed over again',
  'handoff.missing': (message) => {
    if (message.handoff.state !== 'draft') return 'it was handed over';
    return message.handoff.clocks.some(isFormOwed) ? ofGiver(message) : 'its deal is open again';
  },
  'handoff.due': (message) => (message.handoff.state === 'draft' ? ofGiver(message) : 'it was handed over'),
  'handoff.asked': ({ repId, data, handoff }) => {
    const question = handoff.questions.find(({ id }) => id === data.questionId);
    if (question === undefined || question.answer !== null) return HAPPENED;
    return question.toRepId === repId ? null : HANDED_ON;
  },
  'handoff.dealChanged': ({ data, handoff }) =>
    handoff.questions.some(({ id, answer }) => id === data.questionId && answer !== null) ? HAPPENED : null,
  'handoff.blocked': ({ repId, data, handoff }) => {
    const blocker = handoff.blockers.find(({ id }) => id === data.blockerId);
    if (blocker === undefined || blocker.resolvedAt !== null) return 'it is held up no longer';
    return blocker.ownerRepId === repId ? null : HANDED_ON;
  },
  'handoff.tellClient': (message) => (message.handoff.isClientTold ? 'the client was told' : ofGiver(message)),
  'handoff.reassigned': () => null,
  'sla.warned': ofClock,
  'sla.replanned': ofClock,
  'sla.corrected': ofClock,
};

/** Returns in plain English why a notification that was not sent yet is obsolete; null if it is not. */
export function obsoleteHandoff(type: NotificationType, message: HandoffMessage): string | null {
  // Sent even after the handoff is over: until somebody sees to a failed record, it is missing in the tool, or has to
  // be removed there.
  if (type === 'record.failed') return isMadeByNow(message) ? 'the record was made after all' : null;
  const whyObsolete = WHY_OBSOLETE[type];
  if (whyObsolete === undefined) return null;
  if (message.handoff.state === 'cancelled') return CALLED_OFF;
  if (message.handoff.state === 'done' && message.data.state !== 'done' && !isForClient(message)) return DONE;
  return whyObsolete(message);
}

/** Whether the notification is about the promise to the client, which may run after the handoff is done. */
function isForClient({ handoff, data }: HandoffMessage): boolean {
  return handoff.clocks.some(
    ({ id, kind, state }) => id === data.clockId && kind === 'handoffClientTold' && state === 'running',
  );
}

function isMadeByNow({ handoff, data }: HandoffMessage): boolean {
  const place = receiverIn(handoff, data)?.place;
  return data.isUpdate !== true && handoff.records.some((each) => each.place === place && each.state === 'made');
}

/** Whether the form is owed, be it in time or late. */
function isFormOwed({ kind, state }: PresentHandoff['clocks'][number]): boolean {
  return kind === 'handoffException' && (state === 'running' || state === 'breached');
}

function receiverIn({ receivers }: PresentHandoff, { receiver }: HandoffMessage['data']) {
  return receivers.find(({ name }) => name === receiver);
}

function ofGiver({ repId, handoff }: HandoffMessage): string | null {
  return handoff.ownerId === repId ? null : HANDED_ON;
}

function ofClock({ repId, data, handoff }: HandoffMessage): string | null {
  const clock = handoff.clocks.find(({ id }) => id === data.clockId);
  if (clock === undefined) return null;
  if (clock.state !== 'running') return 'the promise was kept or missed already';
  return clock.repId === repId ? null : HANDED_ON;
}
