import { counted } from '../../platform/values/words.js';
import type { RoutingRequest } from '../deciding/request.js';
import type { QueueTarget } from '../rules/rules.js';
import { type Queues, queueNamed, REVIEW } from './queue.dto.js';

/** What sends a lead to a named queue: a rule, the limit of its source, or a person who undoes a move. */
export type SentBy = 'rule' | HeldInQueue['by'];

/**
 * `limit`: more leads of its source came within a minute than are routed. `putBack`: a person put it back. `imported`:
 * it was brought along without an owner who is there. `noContact`:
 * it has no address and no number that identifies anybody. `suppressedNumber`: its number is suppressed, and it has no
 * such address.
 */
export type HeldInQueue =
  | { readonly by: 'limit'; readonly source: string; readonly perMinute: number | null }
  | { readonly by: 'putBack' | 'imported' | NeedsReview };

export type NeedsReview = 'noContact' | 'suppressedNumber';

interface QueueReason {
  readonly kind: 'queued' | 'stays';
  /** Null for a lead that stays with its owner. */
  readonly queueId: string | null;
  readonly why: SentBy;
  readonly because: string;
}

/** Returns the same request, for a lead that waits in the queue for review whatever its rules say. */
export function toReview(request: RoutingRequest, queues: Queues, held: HeldInQueue): RoutingRequest {
  const review = queueNamed(queues, REVIEW)!;
  const target = { queueId: review.id, queue: review.name };
  return { ...request, target, rule: null, accountRole: null, asksCompany: false, skills: undefined, held };
}

/**
 * A move needs a new owner, and a queue has none: the owner keeps the lead until a person reassigns it.
 * @param before the beginning of the sentence
 */
export function sentToQueue(
  { kind, held }: Pick<RoutingRequest, 'kind' | 'held'>,
  { queueId, queue }: QueueTarget,
  before: string,
): QueueReason {
  if (held !== undefined)
    return {
      kind: 'queued',
      queueId,
      why: held.by,
      because: `${heldBecause(held)}, so it waits in the queue ${queue} for a person.`,
    };
  const sent = `${before}Its rule sends it to the queue ${queue}`;
  return kind === 'move'
    ? {
        kind: 'stays',
        queueId: null,
        why: 'rule',
        because: `${sent}, where it would have no owner, so it stays with its owner.`,
      }
    : { kind: 'queued', queueId, why: 'rule', because: `${sent}, where it waits for a person.` };
}

const HELD = {
  putBack: 'It was put back there',
  imported: 'It was brought along, without an owner who is there',
  noContact: 'It has no address and no number by which anybody can be reached',
  suppressedNumber: 'Its number is suppressed, and there is no other way to reach anybody',
} as const;

/** Reports whether an event says that a lead was held in a queue, whatever its rules say. */
export function isHeldBy(why: unknown): boolean {
  return why === 'limit' || Object.hasOwn(HELD, String(why));
}

function heldBecause(held: HeldInQueue): string {
  if (held.by !== 'limit') return HELD[held.by];
  const { source, perMinute } = held;
  if (perMinute === null) return `More leads came from ${source} within a minute than are routed`;
  return `More than ${counted(perMinute, 'lead')} came from ${source} within a minute`;
}
