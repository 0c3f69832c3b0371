import { boolean, code, instant, int, numeric, table, text, uuid } from '../platform/sql/table.js';
import type { CallerType } from '../platform/values/actor.js';
import type { MilestoneName } from './touch.js';

/** The columns of a reported contact attempt, whatever it is about. */
export const REPORTED_TOUCH = {
  repId: uuid().nullable(),
  kind: code<string>(),
  direction: code<'outbound' | 'inbound'>(),
  outcome: code<string>(),
  occurredAt: instant(),
  durationSeconds: int().nullable(),
  automated: boolean(),
  note: text().nullable().personal(),
  externalId: text().nullable().personal(),
  recordedAt: instant(),
  /** `system`: a connection reported it. */
  actorType: code<CallerType | 'system'>(),
  actorId: uuid(),
  voidedAt: instant().nullable(),
  voidReason: text().nullable().personal(),
  voidedByType: code<CallerType>().nullable(),
  voidedBy: uuid().nullable(),
};

export const TOUCH = table('touch', 'leads', {
  id: uuid().key(),
  leadId: uuid(),
  cycle: int(),
  ...REPORTED_TOUCH,
  /** Whether the person only said goodbye. */
  goodbye: boolean().default('false'),
  /** When the meeting that was booked is to take place; null if that is not known, and for other touches. */
  meetingAt: instant().nullable(),
  /** Whether it counts as contact by the policy of its cycle. */
  counts: boolean(),
});

export const MILESTONE = table('milestone', 'leads', {
  id: uuid().key(),
  leadId: uuid(),
  cycle: int(),
  name: code<MilestoneName>(),
  occurredAt: instant(),
  /** Its current value. */
  amount: numeric().nullable(),
  currency: code().nullable(),
  recordedAt: instant(),
  reversedAt: instant().nullable(),
});
