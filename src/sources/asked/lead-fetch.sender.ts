import { Injectable } from '@nestjs/common';
import { OutboxSender, type OutgoingRow } from '../../deliveries/outbox.sender.js';
import { Gatherer } from '../../platform/running/gatherer.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { chance } from '../../platform/values/chance.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { partition, pluck } from '../../platform/values/group.js';
import { ArrivalStore } from '../arrivals/arrival.store.js';
import { Arrivals } from '../arrivals/arrivals.service.js';
import { readJson } from '../arrivals/payload.js';
import { SealedRequests } from '../arrivals/sealed-requests.service.js';
import type { ReceivingConnection } from '../connections/inbound.store.js';
import { recordOf } from '../products/product.js';
import { AskedProductStore } from './asked-product.store.js';
import { Products } from './asking.service.js';
import { LEAD_FETCHES, LeadFetchStore, type TakenFetch, UNFETCHED_LEADS } from './lead-fetch.store.js';
import type { LEAD_FETCH } from './lead-fetch.table.js';
import { type Failure, nextFetchAt, type Outcome } from './outcome.js';

/** What came of a fetch. @property told what was known of the lead before */
interface Fetched {
  readonly taken: TakenFetch;
  readonly connection: ReceivingConnection;
  readonly ref: string | null;
  readonly told: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
}
type Failed = Fetched & { readonly outcome: Failure };

const BROKEN: Failure = { is: 'later', why: 'It could not be fetched: the fault is in Touchline.' };
const TOGETHER_MAX = 200;

/** Fetches the fields of leads of which products have told. */
@Injectable()
export class LeadFetchSender extends OutboxSender<typeof LEAD_FETCH, Fetched> {
  readonly channel = 'toldLead';
  readonly unwritten = { what: 'toldLeads', sql: UNFETCHED_LEADS };
  /** Few: products count requests. */
  protected readonly atOnce = 8;
  protected readonly takenForMs = MS_PER_MINUTE;
  private readonly settling = new Gatherer<Fetched, undefined>((all) => this.settleAll(all), TOGETHER_MAX);

  constructor(
    database: Database,
    time: TimeSource,
    private readonly products: Products,
    private readonly fetches: LeadFetchStore,
    private readonly asked: AskedProductStore,
    private readonly store: ArrivalStore,
    private readonly arrivals: Arrivals,
    private readonly requests: SealedRequests,
  ) {
    super(database, LEAD_FETCHES, time);
  }

  protected async read(taken: readonly TakenFetch[]): Promise<(each: TakenFetch) => OutgoingRow<Fetched>> {
    const asked = await this.products.askingFor(pluck(taken, 'inboundId'));
    const rows = await this.store.readMany(this.database, pluck(taken, 'arrivalId'));
    const arrivals = new Map(rows.map((row) => [row.id, row]));
    return (each) => ({
      send: async () => {
        const { ref = null, sealed = null } = arrivals.get(each.arrivalId) ?? {};
        const asking = asked.get(each.inboundId);
        if (ref === null || sealed === null || asking?.api.fetch == null) {
          await this.fetches.drop(this.database, each.arrivalId);
          return null;
        }
        const outcome = await asking.api.fetch(asking, ref);
        const told = this.toldOf(each.arrivalId, sealed);
        return { taken: each, connection: asking.connection, ref, told, outcome };
      },
      settle: (outcome) => this.settling.add(outcome),
    });
  }

  protected async fail(taken: TakenFetch): Promise<void> {
    const now = this.time.now();
    await this.database.engine.transaction((tx) => this.noteFailures(tx, [{ taken, outcome: BROKEN }], now));
  }

  protected nameOf({ arrivalId }: TakenFetch): string {
    return `for the lead ${arrivalId}`;
  }

  /** Nothing if it was sealed with another key. */
  private toldOf(id: string, sealed: Buffer): Fetched['told'] {
    const read = readJson(this.requests.open(id, sealed)?.body ?? '');
    return recordOf(read !== null && 'payload' in read ? read.payload : null);
  }

  private async settleAll(all: readonly Fetched[]): Promise<undefined[]> {
    const now = this.time.now();
    const [fetched, failed] = partition(all, ({ outcome }) => outcome.is === 'done');
    const leads = fetched.map(({ taken, connection, ref, told, outcome }) => ({
      id: taken.arrivalId,
      connection,
      ref,
      payload: { ...told, ...(outcome.is === 'done' && outcome.body) },
    }));
    await this.arrivals.keepFetched(leads, (rows) =>
      this.database.engine.transaction(async (tx) => {
        const ours = await this.fetches.end(tx, pluck(fetched, 'taken'));
        await this.asked.noteReached(tx, [...new Set(fetched.map(({ taken }) => taken.inboundId))], now);
        await this.noteFailures(tx, failed as Failed[], now);
        return this.store.fill(
          tx,
          rows.filter(({ id }) => ours.has(id)),
          now,
        );
      }),
    );
    return all.map(() => undefined);
  }

  private async noteFailures(
    tx: Tx,
    failed: readonly Pick<Failed, 'taken' | 'outcome'>[],
    now: Instant,
  ): Promise<void> {
    const noted = failed.map(({ taken, outcome }) => ({
      arrivalId: taken.arrivalId,
      attempts: taken.attempts,
      dueAt: nextFetchAt(taken, outcome, now, chance()),
      failure: outcome.why,
    }));
    const givenUp = await this.fetches.fail(tx, noted);
    await this.store.settle(
      tx,
      givenUp.map((id) => ({ id, state: 'rejected', reason: 'notFetched', leadId: null, issues: [] })),
      now,
    );
    const rests = new Map(
      failed.flatMap(({ taken, outcome }) => ('restMs' in outcome ? [[taken.inboundId, outcome] as const] : [])),
    );
    // One for each connection, of which there are few.
    for (const [inboundId, rest] of rests) await this.asked.rest(tx, inboundId, rest, now);
  }
}
