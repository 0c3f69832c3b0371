import { Injectable } from '@nestjs/common';
import { SEALED_PLACES } from '../configuration/sealed-field.service.js';
import type { Sql } from '../platform/sql/database.js';

export interface SealedSecret {
  readonly kind: string;
  /** The name of the kind for people. */
  readonly words: string;
  readonly id: string;
  readonly name: string;
  readonly sealed: Buffer;
}

@Injectable()
export class SealedStore {
  async readAll(sql: Sql): Promise<SealedSecret[]> {
    if (SEALED_PLACES.all.length === 0) return [];
    const places = SEALED_PLACES.all.map(
      ({ kind, words, select }) =>
        `select '${kind}' as kind, '${words}' as words, place.* from (select ${select}) as place (id, name, sealed)`,
    );
    return sql.rows(`${places.join(' union all ')} order by kind, name`);
  }
}
