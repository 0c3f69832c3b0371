import type { Report } from '../parts/report.js';
import { titled } from '../parts/words.js';

/** What is asked of a report, as it stands in the address and is sent. */
export type Query = Readonly<Record<string, string>>;

/** What narrows a report or tells its rows apart. */
export type Filter =
  | { readonly name: string; readonly label: string; readonly kind: 'day' | 'instant' | 'currency' }
  | {
      readonly name: string;
      readonly label: string;
      readonly kind: 'choice';
      /** The first is asked where nothing is chosen; an empty one asks nothing. */
      readonly options: readonly { readonly id: string; readonly name: string }[];
    };

export interface RevenueReport extends Report<Query> {
  readonly filters: readonly Filter[];
  /** Whether it is asked for in the time zone of whoever reads it; else it is in that of the settings. */
  readonly isInZone?: true;
  /** What the rows are. @param query as it is asked */
  readonly rowsAre: (query: Query) => string;
  readonly empty: string;
}

/** Of the amounts; where all are in one currency, that one by default. */
export const CURRENCY: Filter = { name: 'currency', label: 'Currency', kind: 'currency' };
/** A row for each value of one of these. @param none in words, that rows are not told apart */
export const by = (names: readonly string[], none?: string): Filter => ({
  ...{ name: 'by', label: 'A row for each', kind: 'choice' },
  options: [
    ...(none === undefined ? [] : [{ id: '', name: none }]),
    ...names.map((id) => ({ id, name: `By ${titled(id.replace(',', ' and ')).toLowerCase()}` })),
  ],
});
export const rowsBy =
  (usual: string) =>
  ({ by: asked = usual }: Query) =>
    titled(asked.replace(',', ' and '));
/** For bars and shades. */
export const share = (text: string | null) => (text === null ? null : Number(text));
