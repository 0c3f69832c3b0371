import type { LineKind, StepCause } from '../../forms/contract-lines.dto.js';
import { code, day, instant, type Row, table, uuid, wholeNumber } from '../../platform/sql/table.js';

/**
 * The ARR of the lines of contracts, by day. An obsolete row stays, with the instant at which it was replaced, so that
 * reports can be as of an earlier instant.
 */
export const ARR_STEP = table('arr_step', 'companies', {
  id: uuid().key(),
  contractId: uuid(),
  accountId: uuid(),
  product: code(),
  kind: code<LineKind>(),
  currency: code(),
  onDay: day(),
  /** Minor units of the currency. */
  arr: wholeNumber(),
  /** The difference from the step before. The sum of it is the ARR of an account. */
  change: wholeNumber(),
  /** Null if the line ends and nothing follows it. */
  cause: code<StepCause>().nullable(),
  knownAt: instant(),
  replacedAt: instant().nullable(),
});
export type KeptStep = Row<typeof ARR_STEP>;
