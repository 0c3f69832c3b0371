import type { Tx } from '../../platform/sql/database.js';
import type { CallerType } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import type { FileImport } from '../import.store.js';

/** A row that could be read. */
export interface RowToTake {
  /** As in a spreadsheet. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** Something that an import has made, which an undo takes back. */
export interface Made {
  readonly kind: 'suppression' | 'account' | 'rep' | 'deal' | 'touch' | 'contract';
  readonly id: string;
}

/** What became of a row, or would. */
export type RowOutcome = (
  | {
      /** `joined`: what was there has become more, or other. */
      readonly status: 'created' | 'joined' | 'unchanged';
      readonly made?: readonly Made[];
    }
  | { readonly why: string }
) & {
  /** When it happened, as far as the row says so. */
  readonly at?: Instant | null;
};

/** Rows that are taken in together, or would be if it is a rehearsal. */
export interface Batch {
  readonly of: FileImport;
  readonly rows: readonly RowToTake[];
  /** Returns the id of the first thing that a row makes: the same if it is taken in again. @param place in `rows` */
  idOf(place: number): string;
  readonly now: Instant;
  /** In which no person is erased. What is written in another one is stored before this one ends. */
  readonly tx: Tx;
  /**
   * Stores what became of the rows, in their order. In the transaction that makes what they say, they are taken in once.
   * @throws if the import does not run here any more, so that the transaction is rolled back
   */
  settle(tx: Tx, outcomes: readonly RowOutcome[]): Promise<void>;
}

/** Who has asked for the undo of an import. */
export interface Undoer {
  readonly type: CallerType;
  readonly id: string;
}

/** How many of the things that an import has made were taken back, and how many are left. */
export interface TakenBackCounts {
  readonly undone: number;
  readonly kept: number;
}

/** How the rows of a subject are taken in, and what they have made is taken back. */
export interface SubjectTaking {
  /** Takes rows in, or finds out what would become of them, and settles them once. */
  take(batch: Batch): Promise<void>;
  /** Called in the transaction in which the undo is asked for. */
  beginUndo?(tx: Tx, importId: string, by: Undoer, at: Instant): Promise<void>;
  /**
   * Takes back some of what nobody has worked on, in an order that lets nothing depend on what is gone.
   * @param after what was returned last; null at first
   * @returns how far it is; null when it is done
   */
  takeBack(of: FileImport, after: string | null, by: Undoer): Promise<string | null>;
  /** Called in the transaction that ends the undo. */
  finishUndo(tx: Tx, importId: string, at: Instant): Promise<TakenBackCounts>;
}
