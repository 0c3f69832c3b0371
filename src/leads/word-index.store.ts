import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';

@Injectable()
export class WordIndexStore {
  constructor(private readonly database: Database) {}

  /** Lets the next words into the index, oldest lead first. Found they are without it, too. */
  async indexMany(limit: number): Promise<void> {
    await this.database.engine.query(
      `update lead_words set indexed = true
         from (select lead_id from lead_words where not indexed
                order by lead_id limit $1
                  for no key update skip locked) as next
        where lead_words.lead_id = next.lead_id`,
      [limit],
      'word-index',
    );
  }
}
