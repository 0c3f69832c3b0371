import { type Static, Type } from '@sinclair/typebox';
import { type Fault, fault } from '../../platform/input/fault.js';
import { object, optionalId, text } from '../../platform/input/schema.js';
import { caseless } from '../../platform/values/text.js';
import type { QueueRow } from './queue.table.js';

/** The queue that exists from the start. */
export const REVIEW = 'review';

export const QueueBody = object({
  name: text(100, 'Its name, with which rules refer to it, unique and compared without case.'),
  ownerRepId: optionalId(
    'The rep who is notified when leads begin to wait in it, and who sees and moves them. Only `review` may have none; `fallback.queueOwnerId` of the routing rules then applies.',
  ),
  within: Type.Optional(
    Type.String({
      format: 'duration',
      maxLength: 100,
      examples: ['PT4H'],
      description:
        'How soon a lead has to be out of it again: dealt, claimed, moved, closed or merged. In working time of its owner, by their calendar and without regard to absences. When the time is over, the owner’s manager is notified, once per wave, and the lead stays where it is. By default the queue promises nothing.',
    }),
  ),
});
export type QueueBody = Static<typeof QueueBody>;

export function isReview({ name }: Pick<QueueBody, 'name'>): boolean {
  return caseless(name) === REVIEW;
}

export type Queues = ReadonlyMap<string, QueueRow>;

/** Finds a queue by its name, compared without case. */
export function queueNamed(queues: Queues, name: string): QueueRow | undefined {
  const key = caseless(name);
  return [...queues.values()].find((queue) => caseless(queue.name) === key);
}

export function unknownQueue(name: string | undefined, queues: Queues, pointer: string): Fault[] {
  if (name === undefined || queueNamed(queues, name) !== undefined) return [];
  const names = [...queues.values()].map((queue) => queue.name).join(', ');
  const message = `There is no queue ${JSON.stringify(name)}; known are ${names}. POST /v1/queues adds one.`;
  return [fault(pointer, 'unknownQueue', message)];
}

export function nameOfQueue(queues: Queues, id: string | null): string | null {
  return id === null ? null : (queues.get(id)?.name ?? null);
}

/** Ids are compared as text, so they are in lower case, as Postgres writes them. */
export function normalisedQueue({ ownerRepId, ...body }: QueueBody): QueueBody {
  return { ...body, ...(ownerRepId !== undefined && { ownerRepId: ownerRepId.toLowerCase() }) };
}
