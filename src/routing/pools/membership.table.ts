import { day, float8, instant, int, jsonb, table, uuid } from '../../platform/sql/table.js';
import type { PoolStanding } from '../deciding/roster.js';

/** The first configuration for which the figures count; they begin level with it. */
const since = {
  sinceRevision: int().default('0'),
  sinceAt: instant().nullable(),
};

const standing = {
  poolId: uuid().key(),
  repId: uuid().key(),
  credit: float8(),
  lastAssignedAt: instant().nullable(),
  shareDue: float8(),
  leadsGot: int(),
  missed: jsonb<PoolStanding['missed']>(),
};

/** The fairness ledger: what each member is owed, and why. */
export const POOL_MEMBER = table('pool_member', 'staff', {
  ...standing,
  ...since,
  credit: float8().default('0'),
  shareDue: float8().default('0'),
  leadsGot: int().default('0'),
  missed: jsonb<PoolStanding['missed']>().default("'{}'"),
  position: int(),
  /** The latest day at whose beginning their turns were recorded (`pool_standing`). */
  day: day().nullable(),
});

/** The turns of members when a day began, for reports by day. */
export const POOL_STANDING = table('pool_standing', 'staff', {
  poolId: uuid().key(),
  repId: uuid().key(),
  day: day().key(),
  shareDue: float8(),
  leadsGot: int(),
  missed: jsonb<PoolStanding['missed']>(),
});

/** The standings of former members, kept for a day in which they may come back. */
export const FORMER_POOL_MEMBER = table('former_pool_member', 'staff', { ...standing, ...since, leftAt: instant() });
