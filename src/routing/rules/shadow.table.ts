import { code, float8, instant, json, table, text, uuid } from '../../platform/sql/table.js';

/** What the rules would have done with a lead that came in while they were in shadow, and who was given it. */
export const SHADOW_DECISION = table('shadow_decision', 'leads', {
  leadId: uuid().key(),
  at: instant(),
  kind: code<'assigned' | 'offered' | 'queued' | 'closed'>(),
  /** The owner whom its sender named, or their cover; null for none. */
  givenRepId: uuid().nullable(),
  /** The rep who would have got it. */
  repId: uuid().nullable(),
  poolId: uuid().nullable(),
  queueId: uuid().nullable(),
  rule: text().nullable().harmless(),
  snapshotId: uuid().nullable(),
  trace: json<object>().nullable().personal(),
});

/** The standings of pool members by such decisions alone. */
export const SHADOW_STANDING = table('shadow_standing', 'staff', {
  poolId: uuid().key(),
  repId: uuid().key(),
  credit: float8(),
  lastAssignedAt: instant().nullable(),
});
