import type { Fault } from '../../platform/input/fault.js';
import type { FieldType } from '../../vocabulary/lead-fields.js';
import type { ImportMode } from '../import.js';
import type { SampledColumn } from '../mapping/sampled-column.js';
import type { ColumnTarget, Mapping } from '../mapping/target.js';

/** What is known of a subject of imports without asking anything: how its rows are called, and where columns may go. */
export interface SubjectShape {
  /** As `of` names it. */
  readonly of: string;
  readonly modes: readonly ImportMode[];
  /** What an import may say of the source of its rows: with `named` it is the name of the import by default. */
  readonly source: 'named' | 'optional' | 'none';
  /** Whether only an admin imports it, whatever the mode. */
  readonly isForAdmins: boolean;
  readonly words: {
    /** Why the other modes make no sense. */
    readonly modes: string;
    noPast(field: string): string;
    unknownField(field: string): string;
  };
  /** The fields that are offered for columns. Others, such as `refs.hubspot`, may be taken too. */
  fields(hasPast: boolean): readonly string[];
  /** Returns the type of a field; null if no column may go there. */
  typeOf(path: string): FieldType | null;
  /** Reports whether only rows of history have a field. */
  isOfPast(path: string): boolean;
  /** Where a column goes that a mapping does not name. */
  otherwise(name: string): ColumnTarget;
  /** Returns what is wrong with a mapping whose columns are right one by one. */
  faultsOfAll?(columns: Mapping['columns'], names: readonly string[]): Fault[];
  /** Suggests where columns go. @param earlier the targets of columns in earlier imports */
  suggest(
    columns: readonly SampledColumn[],
    earlier: ReadonlyMap<string, ColumnTarget>,
    hasPast: boolean,
  ): ColumnTarget[];
}
