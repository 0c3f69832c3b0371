import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database.js';
import { type Page, readCursor, toPage } from '../../platform/page.js';
import { refuse } from '../../platform/refusal.js';
import type { FxRateListQuery, FxRatesBody, FxRatesTaken, FxRateView } from './fx-rate.schema.js';
import { FxRateStore } from './fx-rate.store.js';
import { readRates } from './reading-rates.js';

@Injectable()
export class FxRatesService {
  constructor(
    private readonly database: Database,
    private readonly store: FxRateStore,
  ) {}

  /** Repeating a rate changes nothing; a corrected one replaces the former. */
  async put(body: FxRatesBody): Promise<FxRatesTaken> {
    const { rates, faults } = readRates(body);
    refuse(faults);
    const written = await this.database.transaction((tx) => this.store.put(tx, rates));
    const created = written.filter((isNew) => isNew).length;
    return { created, updated: written.length - created, unchanged: body.rates.length - written.length };
  }

  async list({ limit = 100, cursor, ...filter }: FxRateListQuery): Promise<Page<FxRateView>> {
    const after = readCursor(cursor, ['text', 'text', 'date']);
    const rows = await this.store.readPage(this.database.reads, filter, after, limit + 1);
    const page = toPage(rows, limit, ({ base, currency, onDay }) => [base, currency, onDay]);
    return { ...page, data: page.data.map(({ onDay, ...rate }) => ({ ...rate, on: onDay })) };
  }
}
