import { Injectable } from '@nestjs/common';
import { mapPage, type PageRequest, readPage } from '../platform/http/page.js';
import { Database } from '../platform/sql/database.js';
import { toIso } from '../platform/values/duration.js';
import { readUnknown } from './source-watch.store.js';

@Injectable()
export class UnknownSources {
  constructor(private readonly database: Database) {}

  async list(page: PageRequest) {
    const read = (after: [string] | null, limit: number) => readUnknown(this.database.reads, after?.[0] ?? null, limit);
    const found = await readPage(page, ['text'], read, ({ key }) => [key]);
    return mapPage(found, ({ source, firstAt, lastAt }) => ({
      source,
      firstLeadAt: toIso(firstAt),
      lastLeadAt: toIso(lastAt),
    }));
  }
}
