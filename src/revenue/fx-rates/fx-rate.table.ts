import { code, day, numeric, type Row, table } from '../../platform/sql/table.js';

/** What a unit of one currency was worth in another, by day. */
export const FX_RATE = table('fx_rate', 'configuration', {
  base: code().key(),
  currency: code().key(),
  onDay: day().key(),
  /** What one unit of the base is worth in the currency. */
  rate: numeric(),
});
export type FxRate = Row<typeof FX_RATE>;
