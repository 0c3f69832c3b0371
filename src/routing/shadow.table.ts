import { code, float8, instant, json, table, text, uuid } from '../platform/table.js';

/** What the rules would have done with a lead that came in while they were in shadow, beside who was given. */
export const SHADOW_DECISION = table('shadow_decision', 'leads', {
  leadId: uuid().key(),
  at: instant(),
  kind: code<'assigned' | 'offered' | 'queued' | 'closed'>(),
  /** The owner whom its sender named, or whoever stands in for them; null for none. */
  givenRepId: uuid().nullable(),
  /** Who would have got it. */
  repId: uuid().nullable(),
  poolId: uuid().nullable(),
  queueId: uuid().nullable(),
  rule: text().nullable().harmless(),
  snapshotId: uuid().nullable(),
  trace: json<object>().nullable().personal(),
});

/** How members of pools stand by such decisions alone. */
export const SHADOW_STANDING = table('shadow_standing', 'staff', {
  poolId: uuid().key(),
  repId: uuid().key(),
  credit: float8(),
  lastAssignedAt: instant().nullable(),
});
