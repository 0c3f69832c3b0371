import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../auth/scope.js';
import type { DispositionRow } from '../disposition/disposition.store.js';
import type { Warning } from '../documents/version.schema.js';
import type { DealsChoice } from '../leads/activity.dto.js';
import { OpenDealsError } from '../leads/lead.errors.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { InvalidRequestError } from '../platform/input/refusal.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { Interval } from '../platform/values/duration.js';
import type { LeadCase } from './lead-case.js';
import type { RequestedAction, TimeAndDirectory } from './lifecycle.service.js';

/** The open deal of a lead, which has one at most. */
export interface OpenDeal {
  readonly id: string;
  readonly name: string;
  readonly ownerRepId: string | null;
}

/** The open deals of leads, by lead. */
export type DealsByLead = ReadonlyMap<string, OpenDeal>;

/** The times in which leads had an open deal, by lead. The last of a deal that is still open has no end. */
export type TimesByLead = ReadonlyMap<string, readonly Interval[]>;

/** A lead that was closed, with its disposition. Its deal is lost for the same reason. */
export interface ClosedWithDeal {
  readonly leadCase: LeadCase;
  readonly row: DispositionRow;
}

/** The store of deals, which a satellite provides. */
export interface DealSource {
  /** Takes the lock that comes before those of leads, if deals are to be lost. */
  lock(tx: Tx): Promise<void>;
  /** Finds them in one statement for any number of leads. The caller has locked the leads, so that no deal opens since. */
  find(sql: Sql, leadIds: readonly string[]): Promise<DealsByLead>;
  /** Returns when each of these leads had an open deal, so far. */
  findTimes(sql: Sql, leadIds: readonly string[]): Promise<TimesByLead>;
  mayLose(deal: OpenDeal, caller: Caller, at: TimeAndDirectory): boolean;
  lose(acting: RequestedAction, closed: readonly ClosedWithDeal[]): Promise<void>;
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** The open deals of leads that are closed or opened. Without the satellite of deals no lead has one. */
@Injectable()
export class OpenDeals {
  private source: DealSource | null = null;

  provide(source: DealSource): void {
    this.source = source;
  }

  /** Takes the lock for deals, which comes before those of leads, if one of the closings loses them. */
  async lockFor(tx: Tx, closings: readonly { readonly deals?: DealsChoice | undefined }[]): Promise<void> {
    if (closings.some(({ deals }) => deals === 'lose')) await this.source?.lock(tx);
  }

  async find(sql: Sql, leadIds: readonly string[]): Promise<DealsByLead> {
    return this.source === null || leadIds.length === 0 ? NONE : this.source.find(sql, leadIds);
  }

  async findTimes(sql: Sql, leadIds: readonly string[]): Promise<TimesByLead> {
    return this.source === null ? NONE : this.source.findTimes(sql, leadIds);
  }

  /** Returns why a caller does not close a lead with this open deal, as long as they have not chosen what it becomes. */
  refusalOf(
    deal: OpenDeal | undefined,
    { deals }: { readonly deals?: DealsChoice | undefined },
    caller: Caller,
    at: TimeAndDirectory,
  ): OpenDealsError | InvalidRequestError | undefined {
    if (deal === undefined || deals === 'keep') return undefined;
    if (deals === undefined) return mustChoose(caller) ? new OpenDealsError([deal]) : undefined;
    return this.source!.mayLose(deal, caller, at) ? undefined : new InvalidRequestError([notTheirs(deal)]);
  }

  /** Returns the warnings of a closing again, for a request whose first answer was lost. */
  async warningsAgain(
    sql: Sql,
    { lead }: LeadCase,
    { deals }: { readonly deals?: DealsChoice | undefined },
  ): Promise<Warning[]> {
    if (lead.status === 'open' || deals !== undefined) return [];
    return warningsOfKept((await this.find(sql, [lead.id])).get(lead.id), deals);
  }

  async lose(acting: RequestedAction, closed: readonly ClosedWithDeal[]): Promise<void> {
    if (closed.length > 0) await this.source!.lose(acting, closed);
  }
}

/** Reports whether a caller is a person, or acts for one, who decides about the deal too. */
function mustChoose(caller: Caller): boolean {
  return caller.session !== undefined || !may(caller, 'integration');
}

/** Warns a program, which reports what has happened already, that it has left the deal open. */
export function warningsOfKept(deal: OpenDeal | undefined, deals: DealsChoice | undefined): Warning[] {
  if (deal === undefined || deals !== undefined) return [];
  const message = `The deal "${deal.name}" (${deal.id}) of this lead is still open: lose it (POST /v1/deals/${deal.id}/lose), or send \`"deals": "keep"\`.`;
  return [{ pointer: '/deals', message }];
}

function notTheirs({ id, name }: OpenDeal): Fault {
  const message = `The deal "${name}" (${id}) belongs to another rep: ask them to lose it, or keep it open.`;
  return fault('/deals', 'otherOwner', message);
}
