import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database.js';

/** A contract that a deal names. */
export interface NamedContract {
  readonly accountId: string;
}

/** What is known of the contracts that deals name: there are none, unless a satellite has contracts. */
@Injectable()
export class DealContracts {
  private reader: ((sql: Sql, id: string) => Promise<NamedContract | undefined>) | undefined;

  readWith(reader: (sql: Sql, id: string) => Promise<NamedContract | undefined>): void {
    this.reader = reader;
  }

  async read(sql: Sql, id: string): Promise<NamedContract | undefined> {
    return this.reader?.(sql, id);
  }
}
