import { Injectable, Logger } from '@nestjs/common';
import { NotFoundError } from '../../platform/input/refusal.js';
import { Complaints } from '../../platform/running/complaints.js';
import { whyOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_HOUR } from '../../platform/values/duration.js';
import { Deletions } from '../asked/deletions.service.js';
import { ToldLeads } from '../asked/told-leads.service.js';
import { InboundStore, type ReceivingConnection } from '../connections/inbound.store.js';
import { deletedIn, isFetched, isTeller, toldIn } from '../products/told.js';
import { ContactReports } from '../touches/contact-reports.service.js';
import { KEPT_FOR_MS } from './arrival.js';
import { ArrivalStore, type Settled } from './arrival.store.js';
import { AlreadyTakenError, ErasedArrivalError } from './arrivals.errors.js';
import { Arrivals } from './arrivals.service.js';
import { arrivalView } from './arrivals-reading.service.js';
import type { KeptRequest } from './kept-request.js';
import { readPayload } from './payload.js';
import { SealedRequests } from './sealed-requests.service.js';

const AT_ONCE = 200;
const FORGOTTEN_AT_ONCE = 5_000;
/** What has been taken up so often has probably crashed its nodes. */
const ATTEMPTS_MAX = 5;
/** What cannot be taken in for so long fails for a reason of its own. */
const GIVEN_UP_AFTER_MS = MS_PER_HOUR;

/** Takes in what has not become a lead yet: because a person says so, or because a node died over it. */
@Injectable()
export class Replaying {
  private readonly logger = new Logger('connections');
  private readonly complaints = new Complaints('connections');

  constructor(
    private readonly store: ArrivalStore,
    private readonly connections: InboundStore,
    private readonly arrivals: Arrivals,
    private readonly told: ToldLeads,
    private readonly contacts: ContactReports,
    private readonly deletions: Deletions,
    private readonly requests: SealedRequests,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws NotFoundError, AlreadyTakenError, ErasedArrivalError */
  async replay(id: string) {
    const row = await this.store.find(this.database, id);
    if (row === undefined) throw new NotFoundError('arrival', id);
    if (row.leadId !== null) throw new AlreadyTakenError(row.leadId);
    const kept = this.requests.open(id, row.sealed);
    if (kept === null) throw new ErasedArrivalError();
    const [connection] = await this.connections.readByIds([row.inboundId]);
    if (isTeller(connection!.kind) && (await this.isToldAgain(connection!, id, kept)))
      return arrivalView((await this.store.find(this.database, id))!);
    if (connection!.kind === 'touches') {
      const settled = await this.contacts.take(id, row.receivedAt, connection!, kept);
      return arrivalView({ ...row, ...settled });
    }
    // Its lead has its id, so two people who replay it at once make one.
    const settled = await this.arrivals.replay(id, connection!, kept);
    return arrivalView({ ...row, ...settled });
  }

  /** What only tells of leads has no fields: they are fetched. @returns whether it is so */
  private async isToldAgain(connection: ReceivingConnection, id: string, kept: KeptRequest): Promise<boolean> {
    const read = await readPayload(kept.contentType, Buffer.from(kept.body, kept.encoding));
    if (!('payload' in read) || isFetched(connection.kind, read.payload)) return false;
    if (!tellsIn(connection, read.payload)) await this.told.fetchAgain(connection, id);
    else {
      await this.told.keep(connection, read.payload);
      const told = { id, state: 'accepted', reason: 'told', leadId: null, issues: [] } as const;
      await this.store.settle(this.database, [told], this.time.now());
    }
    return true;
  }

  /** Takes in what was stored and not settled. */
  async takeDue(): Promise<void> {
    for (;;) {
      const now = this.time.now();
      const due = await this.store.takeDue(this.database, now, AT_ONCE);
      const ids = [...new Set(due.map(({ inboundId }) => inboundId))];
      const connections = new Map((await this.connections.readByIds(ids)).map((each) => [each.id, each]));
      await Promise.all(
        due.map(async ({ id, inboundId, receivedAt, sealed, attempts }) => {
          const kept = attempts > ATTEMPTS_MAX ? null : this.requests.open(id, sealed);
          const connection = connections.get(inboundId);
          if (connection === undefined) return;
          if (kept === null) return this.giveUp(id);
          // What was fetched came later than it was told.
          const cameAt = Math.max(receivedAt, kept.at);
          try {
            if (connection.kind === 'touches') await this.contacts.take(id, receivedAt, connection, kept);
            else if (!(await this.deletions.isDone(id, connection, kept)))
              await this.arrivals.takeAgain(id, cameAt, connection, kept);
          } catch (error) {
            this.complaints.warn(`What arrived at "${connection.name}" cannot be taken in: ${whyOf(error)}`);
            if (now - cameAt > GIVEN_UP_AFTER_MS) await this.giveUp(id);
          }
        }),
      );
      if (due.length < AT_ONCE) return;
    }
  }

  /** Forgets what came more than 30 days ago. */
  async forget(goOn: () => boolean): Promise<void> {
    const before = this.time.now() - KEPT_FOR_MS;
    while (goOn() && (await this.store.forgetBefore(this.database, before, FORGOTTEN_AT_ONCE)));
  }

  private async giveUp(id: string): Promise<void> {
    this.logger.error(`What arrived as ${id} is given up: it can be replayed once its fault is mended`);
    const failed: Settled = { id, state: 'rejected', reason: 'failed', leadId: null, issues: [] };
    await this.store.settle(this.database, [failed], this.time.now());
  }
}

/** Whether a request tells of leads, and is not what was told of one. */
function tellsIn({ kind }: ReceivingConnection, payload: unknown): boolean {
  return toldIn(kind, payload).length > 0 || deletedIn(kind, payload).length > 0;
}
