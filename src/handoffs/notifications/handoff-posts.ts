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

/** Of what channels are told: the checkpoints that both sides look for. */
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

/** After these what was posted may say what is no longer so. */
export const OUTDATING = ['handoff.amended', 'handoff.cancelled'] as const satisfies readonly EventType[];

/** How a handoff stands of which a channel is told. */
export interface PostedHandoff {
  readonly name: string;
  readonly kind: KindVersion;
  readonly state: HandoffState;
  readonly formVersion: number;
  readonly receivers: readonly Receiver[];
  readonly blockers: readonly Blocker[];
}

/** Nothing is done about it in a channel. What comes next is posted by itself; that the form was amended since it says itself. */
export function itemOfHandoff(event: LedgerRow, posted: PostedHandoff, directory: Directory): PostItem {
  const { name, kind, state } = posted;
  const { ownerRepId } = event.data;
  const zone = directory.timeZoneOf(typeof ownerRepId === 'string' ? ownerRepId : null);
  const names = {
    ...namesOf(directory, zone),
    piece: (pointer: string) => pieceAt(kind.form, pointer),
    // What people wrote is told in no channel.
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
  return isAmended ? `Amended since: the form is at version ${formVersion} by now` : null;
}

/** Why a channel need not be told any more of what it has not been told yet. */
export function obsoletePost({ type, data }: LedgerRow, { state, receivers, blockers }: PostedHandoff): string | null {
  if (type === 'handoff.cancelled') return receivers.length === 0 ? 'it had not been handed over' : null;
  if (state === 'cancelled') return 'the handoff was called off';
  const receiver = receivers.find(({ name }) => name === data.receiver);
  const names = namesWentTo(data);
  const asked = receivers.filter(({ name }) => names.includes(name));
  if (GOING.includes(type) && asked.every((each) => each.state !== 'waiting'))
    return 'it was accepted or returned by now';
  if (type === 'handoff.accepted' && receiver?.state !== 'accepted') return 'its receiver has gone on';
  if (type === 'handoff.returned' && receiver?.state !== 'returned') return 'it was handed over again';
  const isBlocked = blockers.some(({ id, resolvedAt }) => id === data.blockerId && resolvedAt === null);
  return type === 'handoff.blocked' && !isBlocked ? 'it is held up no longer' : null;
}

/** By these it goes to receivers. */
const GOING: readonly string[] = ['handoff.started', 'handoff.stageReached', 'handoff.resent'];

/** Whether it is about a receiver: about all of them where none is named. */
export function isAsked(data: LedgerRow['data'], name: string): boolean {
  if (data.receiver !== undefined) return name === data.receiver;
  return !Array.isArray(data.receivers) || namesWentTo(data).includes(name);
}
