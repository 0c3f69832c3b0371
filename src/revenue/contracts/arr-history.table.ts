import { bytea, code, day, table, uuid } from '../../platform/sql/table.js';

/** What is known now of the ARR of each line, in one row, for reports on all of them. It follows from the steps. */
export const ARR_HISTORY = table('arr_history', 'companies', {
  contractId: uuid().key(),
  accountId: uuid().key(),
  product: code().key(),
  currency: code(),
  /** The first day with ARR. */
  beginsOn: day(),
  /** The changes by day, as in `packedSteps`. */
  steps: bytea().harmless(),
});
