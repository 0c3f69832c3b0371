import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { TOTAL } from '../../figures/figure.js';
import { withoutOthers } from '../../figures/individuals.js';
import { tooManyRows } from '../../figures/report-request.js';
import { namesOf } from '../../leads/lead.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { inTurns } from '../../platform/running/turns.js';
import { Database } from '../../platform/sql/database.js';
import { daysAfter, monthsAfter } from '../../platform/values/day.js';
import { FxRateStore } from '../fx-rates/fx-rate.store.js';
import { valuationOf } from '../report-currency.js';
import type { RevenueWindow } from '../retention.js';
import type { ValuedTally } from '../valuation.js';
import { type AccountChanges, accountsOf, currenciesOf } from './account-histories.js';
import { ArrHistoryStore, type HistoryScope } from './arr-history.store.js';
import { type Tallies, tallied } from './tallies.js';
import type { WindowDimension, WindowReportQuery } from './window-report.schema.js';
import { movementRules, RETENTION_RULES } from './window-rules.js';

interface WindowRequest extends HistoryScope {
  readonly window: RevenueWindow;
  readonly graceDays: number;
}

const MONTHS_BY_DEFAULT = 12;
const UNLABELLED: Readonly<Record<WindowDimension, string>> = {
  account: 'no account',
  product: 'no product',
  channel: 'no channel',
  rep: 'nobody',
};

/** Reports what moved the ARR of the accounts that a key sees, and how much of it was kept. */
@Injectable()
export class WindowReportService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly accounts: AccountStore,
    private readonly histories: ArrHistoryStore,
    private readonly rates: FxRateStore,
    private readonly time: TimeSource,
  ) {}

  async movements(query: WindowReportQuery, caller: Caller) {
    const rows = await this.read(query, caller, (tally) => {
      const { opening, closing, movements, netNewArr } = tally.view();
      const { fx, ...moved } = movements;
      const all = { ...moved, transfer: tally.transferred(), ...(fx !== undefined && { fx }) };
      return { opening, closing, movements: all, netNewArr };
    });
    return { ...rows, rules: movementRules(query.reactivationAfterDays) };
  }

  async retention(query: WindowReportQuery, caller: Caller) {
    const rows = await this.read(query, caller, (tally) => {
      const { opening, closing, nrr, grr, logoChurn } = tally.view();
      return { opening, closing, ...tally.cohort(), nrr, grr, logoChurn };
    });
    return { ...rows, rules: RETENTION_RULES };
  }

  /** @throws InvalidRequestError with all faults of the query */
  private async read<Figures>(query: WindowReportQuery, caller: Caller, figures: (tally: ValuedTally) => Figures) {
    const directory = await this.directories.now();
    const request = this.readRequest(query, caller, directory);
    const { accounts, currencies, quotes } = await this.readAll(request);
    const naming = { asked: query.currency, currencies, usual: directory.content.settings.currency };
    const { valuation, faults } = valuationOf(naming, request.window, quotes);
    refuse(faults);
    const tallies = await inTurns(tallied(accounts, { ...request, valuation }));
    refuse(tooManyRows(tallies.by.size, 'Ask by product, channel or rep.'));
    const row = (key: object, label: string, tally: ValuedTally) => ({
      key,
      label,
      currency: valuation.in,
      ...figures(tally),
    });
    const total = row({}, TOTAL, tallies.all);
    const { by, window } = request;
    const days = { from: window.first, to: window.last };
    if (by === null) return { ...days, data: [total], total };
    const labels = await this.labelsOf(by, tallies, directory);
    const data = [...tallies.by].map(([key, tally]) => row({ [by]: key }, labels(key), tally));
    const report = { ...days, data: data.sort((one, other) => (one.label < other.label ? -1 : 1)), total };
    return withoutOthers(report, caller, directory.content.settings);
  }

  private readRequest(query: WindowReportQuery, caller: Caller, directory: Directory): WindowRequest {
    const now = this.time.now();
    const last = query.to ?? directory.companyDay(now);
    const first = query.from ?? monthsAfter(last, -MONTHS_BY_DEFAULT);
    const at = query.at === undefined ? null : instantOf(query.at);
    const faults: Fault[] = [];
    if (last < first) faults.push(fault('/to', 'inverted', `Expected the last day, ${first} or later.`));
    if (at !== null && at > now) faults.push(fault('/at', 'future', 'Expected an instant that is not in the future.'));
    refuse(faults);
    const graceDays = query.reactivationAfterDays;
    // Reads beyond the window by the grace: what follows a gap decides whether it is a lapse.
    return {
      window: { first, last },
      first,
      graceDays,
      at,
      by: query.by ?? null,
      begin: daysAfter(first, -graceDays - 1),
      end: daysAfter(last, graceDays),
      sight: dealSightOf(caller, directory),
      accountId: query.accountId ?? null,
    };
  }

  private readAll(request: WindowRequest) {
    const { first, last } = request.window;
    return this.database.reads.snapshot(async (tx) => {
      await this.histories.prepare(tx, request);
      const changes = await this.histories.readChanges(tx, request);
      const transfers = await this.histories.readTransfers(tx, request);
      const quotes = { first: await this.rates.readLatest(tx, first), last: await this.rates.readLatest(tx, last) };
      const accounts: AccountChanges[] = accountsOf(changes, transfers, request.window);
      return { accounts, currencies: currenciesOf(changes, request.begin, request.window.last), quotes };
    });
  }

  private async labelsOf(by: WindowDimension, tallies: Tallies, directory: Directory) {
    const names = namesOf(directory);
    const ids = by === 'account' ? [...tallies.by.keys()].filter((id) => id !== null) : [];
    const accounts = ids.length === 0 ? [] : await this.accounts.readMany(this.database.reads, ids);
    const named = new Map(accounts.map(({ id, name }) => [id, name]));
    return (key: string | null): string => {
      if (key === null) return UNLABELLED[by];
      if (by === 'account') return named.get(key) ?? key;
      return by === 'rep' ? names.rep(key) : key;
    };
  }
}
