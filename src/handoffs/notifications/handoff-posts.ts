import type { PostItem } from '../../deliveries/channels/post-text.js';
import type { Directory } from '../../directory/directory.js';
import type { EventType, LedgerRow } from '../../events/event.js';
import { pieceAt } from '../../forms/view.js';
import { namesOf } from '../../leads/lead.js';
import type { Blocker } from '../blockers/blocker.js';
import type { HandoffState } from '../handoff.js';
import { sentenceOf } from '../handoff-timeline.js';
import type { KindVersion } from '../kinds/handoff-kind.js';
import { namesWentTo, type Receiver } from '../receivers/receiver.js';

/** Events that are posted to channels: the checkpoints that both sides look for. */
export const POSTED = [
  'handoff.started',
  'handoff.stageReached',
  'handoff.accepted',
  'handoff.returned',
  'handoff.resent',
  'handoff.blocked',
  'handoff.unblocked',
  'handoff.done',
  'handoff.cancelled',
] as const satisfies readonly EventType[];

/** Events after which earlier posts may be out of date. */
export const OUTDATING = ['handoff.amended', 'handoff.cancelled'] as const satisfies readonly EventType[];

/** The present state of a handoff that posts are about. */
export interface PostedHandoff {
  readonly name: string;
  readonly kind: KindVersion;
  readonly state: HandoffState;
  readonly formVersion: number;
  readonly receivers: readonly Receiver[];
  readonly blockers: readonly Blocker[];
}

/**
 * Returns the post of an event. It has no buttons, as nobody acts on a handoff in a channel. Later events have posts of
 * their own; only a later amendment is noted here.
 */
export function itemOfHandoff(event: LedgerRow, posted: PostedHandoff, directory: Directory): PostItem {
  const { name, kind, state } = posted;
  const { ownerRepId } = event.data;
  const zone = directory.timeZoneOf(typeof ownerRepId === 'string' ? ownerRepId : null);
  const names = {
    ...namesOf(directory, zone),
    piece: (pointer: string) => pieceAt(kind.form, pointer),
    // Texts that people wrote are not posted to channels.
    question: () => null,
    blocker: () => null,
    decision: () => null,
  };
  return {
    title: name,
    text: sentenceOf(event, names),
    lines: [],
    answerBy: null,
    facts: [],
    message: null,
    outcome: outcomeOf(event, posted),
    isLive: state === 'running',
    actOn: null,
    buttons: [],
  };
}

function outcomeOf({ data }: LedgerRow, { state, formVersion }: PostedHandoff): string | null {
  if (state === 'cancelled') return 'Called off';
  const isAmended = typeof data.formVersion === 'number' && data.formVersion < formVersion;
  return isAmended ? `Amended since: the form is now at version ${formVersion}` : null;
}

/** Returns why a post that was not sent yet is obsolete; null if it is not. */
export function obsoletePost({ type, data }: LedgerRow, { state, receivers, blockers }: PostedHandoff): string | null {
  if (type === 'handoff.cancelled') return receivers.length === 0 ? 'it had not been handed over' : null;
  if (state === 'cancelled') return 'the handoff was called off';
  const receiver = receivers.find(({ name }) => name === data.receiver);
  const names = namesWentTo(data);
  const recipients = receivers.filter(({ name }) => names.includes(name));
  if (GOING.includes(type) && recipients.every((each) => each.state !== 'waiting'))
    return 'it has been accepted or returned';
  if (type === 'handoff.accepted' && receiver?.state !== 'accepted') return 'its receiver has already continued';
  if (type === 'handoff.returned' && receiver?.state !== 'returned') return 'it was handed over again';
  const isBlocked = blockers.some(({ id, resolvedAt }) => id === data.blockerId && resolvedAt === null);
  return type === 'handoff.blocked' && !isBlocked ? 'it is held up no longer' : null;
}

/** Events by which a handoff goes to receivers. */
const GOING: readonly string[] = ['handoff.started', 'handoff.stageReached', 'handoff.resent'];

/** Whether an event concerns a receiver. One that names none concerns all. */
export function concernsReceiver(data: LedgerRow['data'], name: string): boolean {
  if (data.receiver !== undefined) return name === data.receiver;
  return !Array.isArray(data.receivers) || namesWentTo(data).includes(name);
}
