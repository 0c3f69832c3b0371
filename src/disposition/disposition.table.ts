import type { Actor } from '../platform/actor.js';
import { bigint, code, Field, instant, int, jsonb, list, numeric, table, text, uuid } from '../platform/table.js';

/** Where a row stands in the feed. */
const place = {
  epoch: int(),
  xid: Field.of<string>('xid8').default('pg_current_xact_id()'),
  seq: bigint().default('generated'),
};

/** What became of a lead, with the reason: never changed, only superseded. */
export const DISPOSITION = table('disposition', 'leads', {
  id: uuid().key(),
  kind: code<'disposed' | 'corrected' | 'reversed'>(),
  supersedes: uuid().nullable(),
  leadId: uuid(),
  cycle: int(),
  category: code(),
  reason: code(),
  label: text().harmless(),
  intent: code(),
  note: text().nullable().personal(),
  fields: jsonb<Readonly<Record<string, string>>>().personal(),
  attempts: int(),
  /** The touches that prove it, by their ids; null where somebody says so. */
  restsOn: list(uuid()).nullable(),
  /** By which it was closed as it came in; null where it was closed later. */
  suppressionId: uuid().nullable(),
  /** The closing of many at once that it is one of. */
  bulkId: uuid().nullable(),
  decidedAt: instant(),
  actorType: code<Actor['type']>(),
  actorId: uuid().nullable(),
  ...place,
});

/** What is told of a milestone, once and for all. */
export const MILESTONE_ENTRY = table('milestone_entry', 'leads', {
  id: uuid().key(),
  kind: code<'milestone' | 'revalued' | 'milestoneReversed'>(),
  supersedes: uuid().nullable(),
  milestoneId: uuid(),
  leadId: uuid(),
  amount: numeric().nullable(),
  currency: code().nullable(),
  note: text().nullable().personal(),
  /** Outbound touches by people until then. */
  attempts: int(),
  decidedAt: instant(),
  actorType: code<Actor['type']>(),
  actorId: uuid().nullable(),
  ...place,
});
