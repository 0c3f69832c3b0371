import type { CallerType } from '../platform/actor.js';
import { boolean, code, instant, int, numeric, table, text, uuid } from '../platform/table.js';
import type { MilestoneName } from './touch.js';

/** What is reported of a contact attempt, whatever it is about. */
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
  /** Who reported it. */
  actorType: code<CallerType>(),
  actorId: uuid(),
  voidedAt: instant().nullable(),
  voidReason: text().nullable().personal(),
  voidedByType: code<CallerType>().nullable(),
  voidedBy: uuid().nullable(),
};

/** That somebody has done something about a lead. */
export const TOUCH = table('touch', 'leads', {
  id: uuid().key(),
  leadId: uuid(),
  cycle: int(),
  ...REPORTED_TOUCH,
  /** Whether it is contact in the sense of its cycle's policy. */
  counts: boolean(),
});

/** How far a lead has come. */
export const MILESTONE = table('milestone', 'leads', {
  id: uuid().key(),
  leadId: uuid(),
  cycle: int(),
  name: code<MilestoneName>(),
  occurredAt: instant(),
  /** What it is worth by now. */
  amount: numeric().nullable(),
  currency: code().nullable(),
  recordedAt: instant(),
  /** That it was none, as it turned out; null while it stands. */
  reversedAt: instant().nullable(),
});
