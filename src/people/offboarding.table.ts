import { code, instant, jsonb, type Row, table, uuid } from '../platform/sql/table.js';
import type { CallerType } from '../platform/values/actor.js';
import type { OffboardBody } from './offboarding.js';

export const OFFBOARDING = table('offboarding', 'staff', {
  repId: uuid().key(),
  at: instant(),
  body: jsonb<OffboardBody>(),
  actorType: code<CallerType>(),
  actorId: uuid(),
  madeAt: instant(),
});
export type Offboarding = Row<typeof OFFBOARDING>;
