import { bigint, code, Field, instant, int, json, table, text, uuid } from '../platform/sql/table.js';
import type { Actor } from '../platform/values/actor.js';
import type { EventData, EventType } from './event.js';

/**
 * The column of a subject's row for the `xid` of its latest event. Null only if it has had no event since there is this
 * column. SQL alone keeps it (`advancePlace`).
 */
export const latestXid = () => Field.of<string>('xid8').nullable().default('pg_current_xact_id()');

/** The ledger. Its rows never change. */
export const EVENT = table('event', 'work', {
  id: uuid(),
  epoch: int(),
  /**
   * Its place in the feed: the id of its transaction, or a greater one that its subject's former event has (`placeAfter`).
   * Text, because a 64-bit transaction id may not fit a JavaScript number.
   */
  xid: Field.of<string>('xid8').default('pg_current_xact_id()'),
  seq: bigint().default('generated'),
  type: code<EventType>(),
  occurredAt: instant().key(),
  subjectType: code(),
  subjectId: uuid().key(),
  subjectSeq: int().key(),
  actorType: code<Actor['type']>(),
  actorId: uuid().nullable(),
  actorRule: text().nullable(),
  data: json<EventData>(),
});
