import { Injectable } from '@nestjs/common';
import type { ErasedKind, ErasedPerson } from '../leads/personal-data.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { PersonInRows } from './erased-rows.js';
import { type Head, textsOfHead } from './head.js';
import { ImportStore } from './import.store.js';
import { ImportRowsStore, type PlaceOfRows } from './import-rows.store.js';
import { type Sealed, SealedRows } from './sealed-rows.service.js';
import { type RefusedRow, type StoredRow, textsOfRefused, textsOfStored } from './stored-rows.js';

/** More rows of one person are not listed. */
const LISTED_MAX = 1_000;

/** Finds a person in the files that are still stored, and takes them out. */
@Injectable()
export class PersonsInFiles {
  constructor(
    private readonly store: ImportStore,
    private readonly rows: ImportRowsStore,
    private readonly sealed: SealedRows,
  ) {}

  /** Waits for the rows that are being taken in: they would become a lead after its erasure. */
  async eraseOrigins(tx: Tx, person: ErasedPerson) {
    await this.rows.lockAgainstTaking(tx);
    return this.erase(tx, person);
  }

  async erase(tx: Tx, person: ErasedPerson): Promise<Readonly<Partial<Record<ErasedKind, number>>>> {
    const found = new PersonInRows(person);
    if (found.marks.length === 0) return {};
    for (const { id, head } of await this.store.lockHeadsWith(tx, found.marks)) {
      const { rows, erased } = found.takenFromHead((await this.sealed.openOrNull<Head[]>(id, head)) ?? []);
      if (erased > 0) await this.store.saveHead(tx, id, await this.sealed.seal(id, rows, textsOfHead));
    }
    let imports = 0;
    // One by one: each is large, and few hold the person.
    for (const place of await this.rows.findWith(tx, found.marks)) {
      const known = await this.rows.lockSealed(tx, place);
      const { erased, without } = known === undefined ? NOBODY : await this.takenOutOf(place, known.sealed, found);
      if (without !== null) await this.rows.saveErased(tx, place, without);
      imports += erased;
    }
    return imports === 0 ? {} : { imports };
  }

  /** Returns the rows of a person. Refused rows are among them: what refused them is not about the person. */
  async read(sql: Sql, person: Omit<ErasedPerson, 'leadIds'>): Promise<HeldRow[]> {
    const found = new PersonInRows(person);
    const held: HeldRow[] = [];
    if (found.marks.length === 0) return held;
    for (const place of await this.rows.findWith(sql, found.marks)) {
      if (place.of === 'refused' || held.length >= LISTED_MAX) continue;
      const { importId } = place;
      const known = await this.rows.readSealed(sql, place);
      const rows = known && (await this.sealed.openOrNull<StoredRow[]>(importId, known.sealed));
      for (const row of rows ?? [])
        if (found.isIn(textsOfStored(row))) held.push({ importId, row: row[0], cells: textsOfStored(row) });
    }
    return held.slice(0, LISTED_MAX);
  }

  private async takenOutOf({ of, importId }: PlaceOfRows, sealed: Buffer, found: PersonInRows): Promise<TakenOut> {
    if (of === 'part') {
      const rows = (await this.sealed.openOrNull<StoredRow[]>(importId, sealed)) ?? [];
      const { rows: left, erased } = found.takenFromRows(rows);
      return erased === 0 ? NOBODY : { erased, without: await this.sealed.seal(importId, left, textsOfStored) };
    }
    const rows = (await this.sealed.openOrNull<RefusedRow[]>(importId, sealed)) ?? [];
    const { rows: left, erased } = found.takenFromRefused(rows);
    return erased === 0 ? NOBODY : { erased, without: await this.sealed.seal(importId, left, textsOfRefused) };
  }
}

interface TakenOut {
  readonly erased: number;
  /** Null if the person was not in it. */
  readonly without: Sealed | null;
}

const NOBODY: TakenOut = { erased: 0, without: null };

/** A row of a file that names a person. */
interface HeldRow {
  readonly importId: string;
  readonly row: number;
  readonly cells: readonly string[];
}
