import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { TOTAL } from '../../figures/figure.js';
import { withoutOthers } from '../../figures/individuals.js';
import { tooManyRows } from '../../figures/report-request.js';
import { readRework } from '../../figures/rework.js';
import { namesOf } from '../../leads/lead.js';
import { fault } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import { FIRST_DAY } from '../../platform/input/schema.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { inTurns } from '../../platform/running/turns.js';
import { Database } from '../../platform/sql/database.js';
import { type Day, daysAfter, laterOf, monthsAfter, startOfDay } from '../../platform/values/day.js';
import { pluck } from '../../platform/values/group.js';
import { ChurnReasonStore } from '../churn-reasons/churn-reason.store.js';
import { FxRateStore } from '../fx-rates/fx-rate.store.js';
import { valuationOf } from '../report-currency.js';
import { currenciesOf, historyIn, reachOf } from '../windows/account-histories.js';
import { survivorOf } from './sales-debt.js';
import type { SalesDebtQuery } from './sales-debt.schema.js';
import { SalesDebtStore } from './sales-debt.store.js';
import { debtsByKey, totalOf } from './sales-debt-row.js';

const BEGINNING: Day = '1900-01-01';
const LATEST: Day = '9999-12-31';
const MONTHS_BY_DEFAULT = 12;
const DAYS_BY_DEFAULT = '30,90,180,365';

const RULES = {
  wonArr:
    'The ARR of contracts of deals that were won in the span, on the first day on which each has any: the `arr` of these deals.',
  liveArr:
    'For each contract, the least ARR that its own lines had from the first day through day N after it, whichever account has them by then. What is added later does not make up for what was lost, and what other deals have added is not counted.',
  share: 'liveArr / wonArr, of contracts for which day N is over.',
  unfinished: 'Contracts for which day N is today or later.',
  reasons: 'The churn reasons of the notices that were given for these contracts.',
  rework:
    'The handoffs that began with the wins of these contracts and were not called off: how many a receiver gave back, how often, how many began with an exception, and the questions of their parties.',
};

interface Span {
  readonly from: Day;
  readonly to: Day;
  readonly today: Day;
}

/** Reports how much of the ARR that was won is still live, by who or what won it. */
@Injectable()
export class SalesDebtService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly store: SalesDebtStore,
    private readonly reasons: ChurnReasonStore,
    private readonly rates: FxRateStore,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with all faults of the query */
  async read(query: SalesDebtQuery, caller: Caller) {
    const directory = await this.directories.now();
    const span = this.spanOf(query, directory);
    const by = query.by ?? 'rep';
    const days = [...new Set((query.days ?? DAYS_BY_DEFAULT).split(',').map(Number))].sort((one, other) => one - other);
    const { won, quotes, meanings, rework } = await this.readAll(by, span, caller, directory);
    // ARR that begins later is valued as well.
    const currencies = currenciesOf(
      won.flatMap(({ changes }) => changes),
      BEGINNING,
      LATEST,
    );
    const naming = { asked: query.currency, currencies, usual: directory.content.settings.currency };
    const window = { first: span.today, last: span.today };
    const { valuation, faults } = valuationOf(naming, window, { first: quotes, last: quotes });
    refuse(faults);
    const survivor = survivorOf({ graceDays: query.reactivationAfterDays, today: span.today, days });
    const reach = reachOf(BEGINNING, LATEST);
    const groups = await inTurns(
      debtsByKey(won, days.length, ({ dealId, key, reason, changes }) => {
        const left = survivor(historyIn({ changes, moves: [] }, reach, valuation.first).steps);
        return left && { left, key, reason, rework: rework.get(dealId) };
      }),
    );
    refuse(tooManyRows(groups.size, 'Ask by less.'));
    const names = namesOf(directory);
    const inWords = (key: string | null) => (by === 'rep' ? names.rep(key) : (key ?? `no ${by}`));
    const around = { days, valuation, meanings };
    const data = [...groups].map(([key, of]) => ({ key: { [by]: key }, label: inWords(key), ...of.row(around) }));
    const report = {
      wonFrom: span.from,
      wonTo: span.to,
      data: data.sort((one, other) => (one.label < other.label ? -1 : 1)),
      total: { key: {}, label: TOTAL, ...totalOf(groups.values(), days.length).row(around) },
      rules: RULES,
    };
    return withoutOthers(report, caller, directory.content.settings);
  }

  private spanOf({ wonFrom, wonTo }: SalesDebtQuery, directory: Directory): Span {
    const today = directory.companyDay(this.time.now());
    const to = wonTo ?? today;
    const from = wonFrom ?? laterOf(monthsAfter(to, -MONTHS_BY_DEFAULT), FIRST_DAY);
    const message = `Expected the last day, ${from} or later.`;
    refuse(to < from ? [fault('/wonTo', 'inverted', message)] : []);
    return { from, to, today };
  }

  private readAll(by: NonNullable<SalesDebtQuery['by']>, span: Span, caller: Caller, directory: Directory) {
    const zone = directory.timeZoneOf(null);
    const won = { from: startOfDay(span.from, zone), to: startOfDay(daysAfter(span.to, 1), zone) };
    const sight = dealSightOf(caller, directory);
    return this.database.reads.snapshot(async (tx) => {
      await this.store.prepare(tx);
      const found = await this.store.readWon(tx, by, won, sight);
      return {
        won: found,
        rework: await readRework(tx, [...new Set(pluck(found, 'dealId'))]),
        quotes: await this.rates.readLatest(tx, span.today),
        meanings: await this.reasons.readMeanings(tx),
      };
    });
  }
}
