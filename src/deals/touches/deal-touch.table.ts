import { boolean, code, instant, int, table, text, uuid } from '../../platform/table.js';

/** A contact attempt about a deal, as somebody reported it. */
export const DEAL_TOUCH = table('deal_touch', 'leads', {
  id: uuid().key(),
  dealId: uuid(),
  repId: uuid().nullable(),
  kind: code(),
  direction: code(),
  outcome: code(),
  occurredAt: instant(),
  durationSeconds: int().nullable(),
  automated: boolean(),
  note: text().nullable().personal(),
  externalId: text().nullable().personal(),
  recordedAt: instant(),
  actorType: code<'key' | 'rep'>(),
  actorId: uuid(),
  voidedAt: instant().nullable(),
  voidReason: text().nullable().personal(),
  voidedByType: code<'key' | 'rep'>().nullable(),
  voidedBy: uuid().nullable(),
});
