import { Injectable } from '@nestjs/common';
import { mapPage, type Page, readPage } from '../../platform/http/page.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import type { FxRateListQuery, FxRatesBody, FxRatesTaken, FxRateView } from './fx-rate.schema.js';
import { FxRateStore } from './fx-rate.store.js';
import type { FxRate } from './fx-rate.table.js';

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

  async list(query: FxRateListQuery): Promise<Page<FxRateView>> {
    const { limit: _, cursor: __, ...filter } = query;
    const page = await readPage(
      query,
      ['text', 'text', 'date'],
      (after, limit) => this.store.readPage(this.database.reads, filter, after, limit),
      ({ base, currency, onDay }) => [base, currency, onDay],
    );
    return mapPage(page, ({ onDay, ...rate }) => ({ ...rate, on: onDay }));
  }
}

/** Validates rates: equal entries count once, and others for the same currency and day are faults. */
function readRates({ base, rates }: FxRatesBody): { rates: FxRate[]; faults: Fault[] } {
  const read = new Map<string, FxRate & { readonly place: number }>();
  const faults: Fault[] = [];
  for (const [place, { on, currency, rate }] of rates.entries()) {
    const at = `/rates${step(place)}`;
    const key = `${currency} ${on}`;
    const before = read.get(key);
    if (!/[1-9]/.test(rate)) faults.push(fault(`${at}/rate`, 'tooSmall', 'Expected a rate above zero.'));
    else if (currency === base)
      faults.push(fault(`${at}/currency`, 'contradiction', `Expected another currency than ${base}.`));
    else if (before !== undefined && before.rate !== rate)
      faults.push({
        pointer: at,
        code: 'duplicate',
        message: `Entry ${before.place} (counted from 0) has another rate of ${currency} on ${on}.`,
      });
    else if (before === undefined) read.set(key, { base, currency, onDay: on, rate, place });
  }
  return { rates: [...read.values()].map(({ place: _, ...rate }) => rate), faults };
}
