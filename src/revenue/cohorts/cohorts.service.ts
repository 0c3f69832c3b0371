import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { TOTAL } from '../../figures/figure.js';
import { withoutOthers } from '../../figures/individuals.js';
import { tooManyRows } from '../../figures/report-request.js';
import { namesOf } from '../../leads/lead.js';
import { fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { inTurns } from '../../platform/running/turns.js';
import { Database } from '../../platform/sql/database.js';
import { type Day, daysAfter } from '../../platform/values/day.js';
import { amountIn, round, roundedTo } from '../../platform/values/money.js';
import { FxRateStore } from '../fx-rates/fx-rate.store.js';
import { valuationOf } from '../report-currency.js';
import { SHARE_PLACES, type Valuation } from '../valuation.js';
import { accountsOf, currenciesOf, historyIn, reachOf } from '../windows/account-histories.js';
import { ArrHistoryStore } from '../windows/arr-history.store.js';
import { CohortTally, cohortAccountOf, cohortGroups } from './cohort.js';
import type { CohortQuery } from './cohort.schema.js';
import { CohortStore } from './cohort.store.js';

/** Before any contract. */
const BEGINNING: Day = '1900-01-01';

const RULES = {
  month:
    'The month in which an account first had ARR that was sold to it. ARR that later moves to another account still counts for the account to which it was sold.',
  firstArr: 'The ARR of the accounts, each on its first day with any.',
  cells:
    'ARR at the end of the month / firstArr. Month 0 is that of the first ARR. Only accounts for which the month is over count; while it is over for none, there is no figure. All amounts are at the exchange rates of today.',
  by: 'The product that an account bought first, or the channel, source, campaign or rep of the deal with which it did. Later changes do not count.',
};

/** Reports how the ARR of the accounts that a key sees developed, by when they became customers. */
@Injectable()
export class CohortsService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly histories: ArrHistoryStore,
    private readonly cohorts: CohortStore,
    private readonly rates: FxRateStore,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with all faults of the query */
  async read(query: CohortQuery, caller: Caller) {
    const directory = await this.directories.now();
    const now = this.time.now();
    const at = query.at === undefined ? null : instantOf(query.at);
    if (at !== null && at > now) refuse(fault('/at', 'future', 'Expected an instant that is not in the future.'));
    const today = directory.companyDay(at ?? now);
    const sight = dealSightOf(caller, directory);
    const end = daysAfter(today, query.reactivationAfterDays);
    const { accounts, currencies, quotes, first } = await this.database.reads.snapshot(async (tx) => {
      await this.histories.prepare(tx, { at });
      const recorded = await this.histories.readChanges(tx, {
        begin: BEGINNING,
        first: today,
        end,
        at,
        sight,
        accountId: null,
        by: null,
      });
      const changes = [...recorded, ...(await this.cohorts.readTakenBack(tx, end, at, sight))];
      return {
        accounts: accountsOf(changes, [], { first: today, last: today }),
        currencies: currenciesOf(changes, BEGINNING, today),
        quotes: await this.rates.readLatest(tx, today),
        first: query.by === undefined ? new Map() : await this.cohorts.readFirst(tx, query.by, at),
      };
    });
    const naming = { asked: query.currency, currencies, usual: directory.content.settings.currency };
    const day = { first: today, last: today };
    const { valuation, faults } = valuationOf(naming, day, { first: quotes, last: quotes });
    refuse(faults);
    const terms = { graceDays: query.reactivationAfterDays, today, months: query.months };
    const reach = reachOf(BEGINNING, end);
    const groups = await inTurns(
      cohortGroups(accounts, query.months, (account) => {
        const { steps } = historyIn(account, reach, valuation.first);
        return cohortAccountOf(steps, first.get(account.accountId) ?? null, terms);
      }),
    );
    refuse(tooManyRows(groups.length, 'Ask by less.'));
    const names = namesOf(directory);
    const inWords = (key: string | null) => (key === null ? 'none' : query.by === 'rep' ? names.rep(key) : key);
    const data = groups.map(({ month, key, tally }) => {
      if (query.by === undefined) return { key: { month }, label: month, ...figures(tally, valuation) };
      const named = { key: { month, [query.by]: key }, label: `${month}, ${inWords(key)}` };
      return { ...named, ...figures(tally, valuation) };
    });
    const total = new CohortTally(query.months);
    for (const { tally } of groups) total.addAll(tally);
    const report = {
      data: data.sort((one, other) => (one.label < other.label ? -1 : 1)),
      total: { key: {}, label: TOTAL, ...figures(total, valuation) },
      rules: RULES,
    };
    return withoutOthers(report, caller, directory.content.settings);
  }
}

function figures(tally: CohortTally, { in: currency, first: { under } }: Valuation) {
  const cohort = tally.cohort();
  return {
    currency,
    accounts: cohort.accounts,
    firstArr: amountIn(round({ over: cohort.first, under }), currency),
    cells: cohort.cells.map((cell) => cell && roundedTo(SHARE_PLACES, cell)),
    cellAccounts: cohort.cellAccounts,
  };
}
