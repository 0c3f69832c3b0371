import { Injectable } from '@nestjs/common';
import type { ErasedKind, ErasedPerson } from '../leads/personal-data.js';
import type { Tx } from '../platform/sql/database.js';
import { PersonInRows } from './erased-rows.js';
import type { Head } from './head.js';
import { ImportStore } from './import.store.js';
import { ImportRowsStore } from './import-rows.store.js';
import { SealedRows } from './sealed-rows.service.js';
import type { RefusedRow, StoredRow } from './stored-rows.js';

/** Takes a person out of the files that are still kept. */
@Injectable()
export class ImportErasing {
  constructor(
    private readonly store: ImportStore,
    private readonly rows: ImportRowsStore,
    private readonly sealed: SealedRows,
  ) {}

  async erase(tx: Tx, person: ErasedPerson): Promise<Readonly<Partial<Record<ErasedKind, number>>>> {
    if (person.emailKeys.length === 0 && person.phoneKeys.length === 0) return {};
    const found = new PersonInRows(person);
    let imports = 0;
    for (const { id, head } of await this.store.lockWithFiles(tx)) {
      if (head !== null) {
        const { rows, erased } = found.takenFromHead((await this.sealed.openOrNull<Head[]>(id, head)) ?? []);
        if (erased > 0) await this.store.saveHead(tx, id, await this.sealed.seal(id, rows));
      }
      imports += await this.eraseIn(tx, id, found);
    }
    return imports === 0 ? {} : { imports };
  }

  /** A file is read part by part, as it may be larger than the memory. */
  private async eraseIn(tx: Tx, id: string, found: PersonInRows): Promise<number> {
    let count = 0;
    for (let after = -1; ; ) {
      const [part] = await this.rows.readParts(tx, id, after, 1);
      if (part === undefined) break;
      const { rows, erased } = found.takenFromRows((await this.sealed.openOrNull<StoredRow[]>(id, part.sealed)) ?? []);
      if (erased > 0) await this.rows.savePart(tx, id, part.fromRow, await this.sealed.seal(id, rows));
      count += erased;
      after = part.fromRow;
    }
    for (let after = -1; ; ) {
      const [set] = await this.rows.readRefused(tx, id, after, 1);
      if (set === undefined) return count;
      const { rows, erased } = found.takenFromRefused(
        (await this.sealed.openOrNull<RefusedRow[]>(id, set.sealed)) ?? [],
      );
      if (erased > 0) await this.rows.saveRefused(tx, id, set.fromRow, await this.sealed.seal(id, rows));
      count += erased;
      after = set.fromRow;
    }
  }
}
