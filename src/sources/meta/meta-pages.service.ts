import { Injectable } from '@nestjs/common';
import { REQUEST_MS } from '../../platform/outbound/outbound.js';
import { Complaints } from '../../platform/running/complaints.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { chance } from '../../platform/values/chance.js';
import { type Instant, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { ArrivalStore } from '../arrivals/arrival.store.js';
import { Arrivals } from '../arrivals/arrivals.service.js';
import { isFetched } from '../products/meta.js';
import { idOf, listOf, recordOf } from '../products/product.js';
import { type GraphFailure, LEAD_FIELDS_ASKED, pauseAfter } from './graph.js';
import { type AskedConnection, Graph } from './graph.service.js';
import { MetaPageStore, POLLED_EVERY_MS, type PolledPage, type TakenPage } from './meta-page.store.js';

const AT_ONCE = 8;
/** Longer than a request takes. */
const TAKEN_FOR_MS = REQUEST_MS + 10 * MS_PER_SECOND;
/** Leads may be listed some time after they were made. What is found twice is stored once. */
const OVERLAP_MS = MS_PER_HOUR;
const POLLED_AGAIN_AFTER_MS = 10 * MS_PER_MINUTE;
const FORMS_AT_ONCE = '100';
/** An answer with more could exceed what is read of it. */
const LEADS_AT_ONCE = '50';

/** Asks Meta for a page what nobody waits for: to tell of new leads, and for leads of which it did not. */
@Injectable()
export class MetaPages {
  private readonly complaints = new Complaints('connections');

  constructor(
    private readonly graph: Graph,
    private readonly pages: MetaPageStore,
    private readonly store: ArrivalStore,
    private readonly arrivals: Arrivals,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async look(goOn: () => boolean = () => true): Promise<void> {
    await this.subscribe();
    while (goOn()) {
      const now = this.time.now();
      const until = now + TAKEN_FOR_MS;
      const page = await this.pages.takeUnpolled(this.database.engine, now, until);
      if (page === undefined) return;
      await this.poll(page, { now, until, goOn });
    }
  }

  private async subscribe(): Promise<void> {
    const now = this.time.now();
    const taken = await this.pages.takeUnsubscribed(this.database.engine, now, now + TAKEN_FOR_MS, AT_ONCE);
    if (taken.length === 0) return;
    const asked = await this.graph.accessOf(taken.map(({ inboundId }) => inboundId));
    await Promise.all(taken.map((page) => this.subscribeOne(page, asked.get(page.inboundId))));
  }

  private async subscribeOne(page: TakenPage, asking: AskedConnection | undefined): Promise<void> {
    if (asking === undefined) return;
    const path = `${asking.connection.settings!.pageId}/subscribed_apps`;
    const outcome = await this.graph.ask('POST', asking, path, { subscribed_fields: 'leadgen' });
    const now = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      if (outcome.is === 'done') return this.pages.noteSubscribed(tx, page, now);
      const pauseMs = 'restMs' in outcome ? outcome.restMs : pauseAfter(page.subscribeAttempts, chance());
      await this.pages.noteUnsubscribed(tx, page, { problem: outcome.why, now, nextAt: now + pauseMs });
      if ('restMs' in outcome) await this.pages.rest(tx, page.inboundId, outcome, now);
    });
  }

  /** Looks for leads of which Meta did not tell, such as while the program could not be reached. */
  private async poll(
    { inboundId, polledUntil }: PolledPage,
    { now, until, goOn }: { readonly now: Instant; readonly until: Instant; readonly goOn: () => boolean },
  ): Promise<void> {
    const asking = (await this.graph.accessOf([inboundId])).get(inboundId);
    if (asking === undefined) return;
    const lease = new Lease(this.pages, this.database, this.time, inboundId, until);
    const found = await this.findLeads(asking, polledUntil - OVERLAP_MS, async () => goOn() && lease.extend());
    const at = this.time.now();
    if (found.is === 'done')
      return this.pages.endPolling(this.database.engine, inboundId, {
        from: lease.until,
        nextAt: at + POLLED_EVERY_MS,
        polledUntil: now,
      });
    if (found.is === 'stopped') return;
    this.complaints.warn(`Leads of "${asking.connection.name}" could not be looked for: ${found.why}`);
    const nextAt = at + ('restMs' in found ? found.restMs : POLLED_AGAIN_AFTER_MS);
    await this.database.engine.transaction(async (tx) => {
      await this.pages.endPolling(tx, inboundId, { from: lease.until, nextAt, polledUntil: null });
      if ('restMs' in found) await this.pages.rest(tx, inboundId, found, at);
    });
  }

  private async findLeads(asking: AskedConnection, since: Instant, goOn: () => Promise<boolean>): Promise<Read> {
    const forms: string[] = [];
    const { pageId } = asking.connection.settings!;
    const listed = await this.readPages(
      asking,
      `${pageId}/leadgen_forms`,
      { fields: 'id', limit: FORMS_AT_ONCE },
      goOn,
      async (data) => {
        forms.push(...data.flatMap((each) => idOf(each.id) ?? []));
      },
    );
    if (listed.is !== 'done') return listed;
    const filtering = JSON.stringify([
      { field: 'time_created', operator: 'GREATER_THAN', value: Math.floor(since / MS_PER_SECOND) },
    ]);
    const query = { fields: LEAD_FIELDS_ASKED, filtering, limit: LEADS_AT_ONCE };
    let failure: GraphFailure | null = null;
    for (const form of forms) {
      const read = await this.readPages(asking, `${form}/leads`, query, goOn, (data) => this.keep(asking, data));
      if (read.is === 'stopped' || 'restMs' in read) return read;
      // The leads of one form must not wait for another that fails.
      if (read.is === 'later') failure ??= read;
    }
    return failure ?? { is: 'done' };
  }

  /** Reads a list page by page. The address of the next page is not followed, as it holds the token. */
  private async readPages(
    asking: AskedConnection,
    path: string,
    query: Readonly<Record<string, string>>,
    goOn: () => Promise<boolean>,
    take: (data: readonly Readonly<Record<string, unknown>>[]) => Promise<void>,
  ): Promise<Read> {
    let after: string | null = null;
    for (;;) {
      if (!(await goOn())) return { is: 'stopped' };
      const outcome = await this.graph.ask('GET', asking, path, after === null ? query : { ...query, after });
      if (outcome.is !== 'done') return outcome;
      await take(listOf(outcome.body.data).map(recordOf));
      const paging = recordOf(outcome.body.paging);
      const next: string | null = paging.next === undefined ? null : idOf(recordOf(paging.cursors).after);
      // A list that leads back to itself would never end.
      if (next === null || next === after) return { is: 'done' };
      after = next;
    }
  }

  /** Those that Meta has told of are there already. */
  private async keep(
    { connection }: AskedConnection,
    data: readonly Readonly<Record<string, unknown>>[],
  ): Promise<void> {
    const now = this.time.now();
    const leads = data.flatMap((payload) => {
      const ref = idOf(payload.id);
      return ref !== null && isFetched(payload) ? [{ id: newId(now), connection, ref, payload }] : [];
    });
    if (leads.length > 0)
      await this.arrivals.keepFetched(leads, (rows) => this.store.insert(this.database.engine, rows));
  }
}

/** `stopped`: the node stops, or another one has taken the page up. */
type Read = { readonly is: 'done' } | { readonly is: 'stopped' } | GraphFailure;

/** The time for which a node has a page to itself. */
class Lease {
  constructor(
    private readonly pages: MetaPageStore,
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly inboundId: string,
    public until: Instant,
  ) {}

  /** @returns false if another node has taken the page up meanwhile */
  async extend(): Promise<boolean> {
    const next = Math.max(this.time.now() + TAKEN_FOR_MS, this.until + 1);
    if (!(await this.pages.keepPolling(this.database.engine, this.inboundId, this.until, next))) return false;
    this.until = next;
    return true;
  }
}
