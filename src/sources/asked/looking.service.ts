import { Injectable } from '@nestjs/common';
import { REQUEST_MS } from '../../platform/outbound/outbound.js';
import { Complaints } from '../../platform/running/complaints.js';
import { whyOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { chance } from '../../platform/values/chance.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { ArrivalStore } from '../arrivals/arrival.store.js';
import { Arrivals } from '../arrivals/arrivals.service.js';
import { AskedProductStore, type PolledProduct, type TakenProduct } from './asked-product.store.js';
import { type AskedConnection, Products } from './asking.service.js';
import { pauseAfter } from './outcome.js';
import type { FoundLead, Looked } from './product-api.js';

const AT_ONCE = 8;
/** Longer than a request takes. */
const TAKEN_FOR_MS = REQUEST_MS + 10 * MS_PER_SECOND;
const LOOKED_AGAIN_AFTER_MS = 10 * MS_PER_MINUTE;

const BROKEN: Looked = { is: 'later', why: 'The fault is in Touchline; the log says more.' };

/** Asks products what nobody waits for: to tell of new leads, and for leads of which they did not. */
@Injectable()
export class Looking {
  private readonly complaints = new Complaints('connections');

  constructor(
    private readonly products: Products,
    private readonly asked: AskedProductStore,
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
      const product = await this.asked.takeUnpolled(this.database.engine, now, until);
      if (product === undefined) return;
      await this.lookThrough(product, { now, until, goOn });
    }
  }

  private async subscribe(): Promise<void> {
    const now = this.time.now();
    const taken = await this.asked.takeUnsubscribed(this.database.engine, now, now + TAKEN_FOR_MS, AT_ONCE);
    if (taken.length === 0) return;
    const asking = await this.products.askingFor(taken.map(({ inboundId }) => inboundId));
    await Promise.all(taken.map((product) => this.subscribeOne(product, asking.get(product.inboundId))));
  }

  private async subscribeOne(product: TakenProduct, asking: AskedConnection | undefined): Promise<void> {
    if (asking?.api.subscribe == null) return;
    const outcome = await asking.api.subscribe(asking);
    const now = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      if (outcome.is === 'done') return this.asked.noteSubscribed(tx, product, now);
      const pauseMs = 'restMs' in outcome ? outcome.restMs : pauseAfter(product.subscribeAttempts, chance());
      await this.asked.noteUnsubscribed(tx, product, { problem: outcome.why, now, nextAt: now + pauseMs });
      if ('restMs' in outcome) await this.asked.rest(tx, product.inboundId, outcome, now);
    });
  }

  /** Looks for leads of which the product did not tell, such as while the program could not be reached. */
  private async lookThrough(
    { inboundId, polledUntil, pollPosition }: PolledProduct,
    { now, until, goOn }: { readonly now: Instant; readonly until: Instant; readonly goOn: () => boolean },
  ): Promise<void> {
    const asking = (await this.products.askingFor([inboundId])).get(inboundId);
    if (asking === undefined) return;
    const lease = new Lease(this.asked, this.database, this.time, inboundId, until);
    const found = await this.found(asking, {
      since: polledUntil,
      now,
      position: pollPosition,
      goOn: async (position?: unknown) => goOn() && lease.extend(position),
      untold: (refs) => this.store.findUntold(this.database, inboundId, refs),
      keep: (leads) => this.keep(asking, leads),
    });
    if (found.is === 'stopped') return;
    const at = this.time.now();
    if (found.is === 'done')
      return this.asked.endPolling(this.database.engine, inboundId, {
        from: lease.until,
        nextAt: at + found.nextInMs,
        polledUntil: found.until,
        problem: found.problem ?? null,
        now: at,
      });
    this.complaints.warn(`Leads of "${asking.connection.name}" could not be looked for: ${found.why}`);
    const nextAt = at + ('restMs' in found ? found.restMs : LOOKED_AGAIN_AFTER_MS);
    // Where leads come by looks alone, nobody else notices that they fail.
    const problem = asking.api.fetch === null && !('restMs' in found) ? found.why : null;
    await this.database.engine.transaction(async (tx) => {
      await this.asked.putOffPolling(tx, inboundId, { from: lease.until, nextAt, problem, now: at });
      if ('restMs' in found) await this.asked.rest(tx, inboundId, found, at);
    });
  }

  /** A payload that nobody has foreseen must not keep a product from being looked through. */
  private async found(asking: AskedConnection, look: Parameters<AskedConnection['api']['look']>[1]): Promise<Looked> {
    try {
      return await asking.api.look(asking, look);
    } catch (error) {
      this.complaints.warn(`${asking.api.name} could not be looked through: ${whyOf(error)}`);
      return BROKEN;
    }
  }

  /** Those that the product has told of are there already. */
  private async keep({ connection }: AskedConnection, found: readonly FoundLead[]): Promise<void> {
    if (found.length === 0) return;
    const now = this.time.now();
    const leads = found.map((lead) => ({ id: newId(now), connection, ...lead }));
    await this.arrivals.keepFetched(leads, (rows) => this.store.insert(this.database.engine, rows));
  }
}

/** The time for which a node has a product to itself. */
class Lease {
  constructor(
    private readonly asked: AskedProductStore,
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly inboundId: string,
    public until: Instant,
  ) {}

  /** @returns false if another node has taken it up meanwhile */
  async extend(position: unknown): Promise<boolean> {
    const next = Math.max(this.time.now() + TAKEN_FOR_MS, this.until + 1);
    if (!(await this.asked.keepPolling(this.database.engine, this.inboundId, this.until, next, position))) return false;
    this.until = next;
    return true;
  }
}
