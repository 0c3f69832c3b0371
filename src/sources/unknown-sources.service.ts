import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { toIso } from '../platform/duration.js';
import { type PageRequest, readCursor, toPage } from '../platform/page.js';
import { readUnknown } from './source-watch.store.js';

@Injectable()
export class UnknownSources {
  constructor(private readonly database: Database) {}

  async list({ limit = 100, cursor }: PageRequest) {
    const after = readCursor(cursor, ['text'])?.[0] ?? null;
    const rows = await readUnknown(this.database.reads, after, limit + 1);
    const { data, nextCursor } = toPage(rows, limit, ({ key }) => [key]);
    return {
      data: data.map(({ source, firstAt, lastAt }) => ({
        source,
        firstLeadAt: toIso(firstAt),
        lastLeadAt: toIso(lastAt),
      })),
      nextCursor,
    };
  }
}
