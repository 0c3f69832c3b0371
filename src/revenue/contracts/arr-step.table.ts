import { code, day, instant, type Row, table, uuid, wholeNumber } from '../../platform/table.js';
import type { LineKind } from '../segment-arr.js';
import type { StepCause } from './contract.js';

/**
 * What the lines of contracts mean for ARR, by day. A row that is no longer so stays, with the instant at which it ceased
 * to be known: reports can ask what was known at an earlier one.
 */
export const ARR_STEP = table('arr_step', 'companies', {
  id: uuid().key(),
  contractId: uuid(),
  accountId: uuid(),
  product: code(),
  kind: code<LineKind>(),
  currency: code(),
  /** From this day on. */
  onDay: day(),
  /** Minor units of the currency. */
  arr: wholeNumber(),
  /** By how much that is more than the step before, or less: what accounts are worth is the sum of it. */
  change: wholeNumber(),
  /** Null where it ends and nothing follows. */
  cause: code<StepCause>().nullable(),
  knownAt: instant(),
  replacedAt: instant().nullable(),
});
export type KeptStep = Row<typeof ARR_STEP>;
