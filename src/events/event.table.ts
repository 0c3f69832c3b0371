import { bigint, code, Field, instant, int, json, table, text, uuid } from '../platform/sql/table.js';
import type { Actor } from '../platform/values/actor.js';
import type { EventData, EventType } from './event.js';

/** The ledger. Its rows never change. */
export const EVENT = table('event', 'work', {
  id: uuid(),
  epoch: int(),
  /** Text, because a 64-bit transaction id may not fit a JavaScript number. */
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
