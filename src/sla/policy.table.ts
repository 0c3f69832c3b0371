import { resource } from '../configuration/resource.table.js';
import { entityTable } from '../platform/sql/entity-table.js';
import { boolean, code, int, jsonb, type Row, text } from '../platform/sql/table.js';
import type {
  DatedDealsBody,
  DecideWithinBody,
  FollowUpBody,
  PauseLimitsBody,
  RenewalBody,
  UnreachableBody,
} from './chain.dto.js';
import type { FirstTouchBody } from './policy.dto.js';
import type { Basis, OnInquiry, PolicyMode } from './policy.js';

export const POLICIES = entityTable('sla_policy', 'configuration', {
  ...resource,
  name: text(),
  /** A lead is under the first matching policy in this order. */
  position: int(),
  mode: code<PolicyMode>(),
  when: jsonb<unknown>(),
  time: code<Basis>(),
  calendar: jsonb<'owner' | 'pool' | { calendarId: string }>(),
  grace: text(),
  firstTouch: jsonb<FirstTouchBody>(),
  followUp: jsonb<FollowUpBody>().nullable(),
  decideWithin: jsonb<DecideWithinBody>().nullable(),
  unreachable: jsonb<UnreachableBody>().nullable(),
  renewal: jsonb<RenewalBody>().nullable(),
  deals: jsonb<DatedDealsBody>().nullable(),
  pauseWhile: jsonb<unknown>().nullable(),
  pauses: jsonb<PauseLimitsBody>().nullable(),
  leadHours: boolean(),
  maxRecycles: int(),
  onInquiry: code<OnInquiry>(),
});
export type PolicyRow = Row<typeof POLICIES>;
