import { Injectable } from '@nestjs/common';
import { DealStore } from '../../../deals/deal.store.js';
import { DirectoryService } from '../../../directory/directory.service.js';
import { UndoneLeads } from '../../../erasure/undone-leads.service.js';
import { BringingAlong, type PastOutcome } from '../../../lifecycle/arrivals/bringing-along.service.js';
import { type ForeseenOutcome, IntakeService } from '../../../lifecycle/arrivals/intake.service.js';
import { BROUGHT_ALONG, type PastLead } from '../../../lifecycle/arrivals/past-leads.js';
import type { Arrival } from '../../../lifecycle/arrivals/reading-arrivals.js';
import { isId } from '../../../platform/input/formats.js';
import { Turns } from '../../../platform/running/turns.js';
import type { Tx } from '../../../platform/sql/database.js';
import { elapsedMs, type Instant, parseDuration } from '../../../platform/values/duration.js';
import { idFrom } from '../../../platform/values/ids.js';
import { pastBefore } from '../../import.js';
import { type FileImport, starterOf } from '../../import.store.js';
import { MadeStore } from '../../made.store.js';
import { DealsTakenBack, FROM_ACCOUNTS } from '../deals-taken-back.service.js';
import type { Batch, RowOutcome, SubjectTaking, TakenBackCounts, Undoer } from '../subject.js';
import { faultOfColumn, leadOfRow, planRows, type RowPlan } from './row-lead.js';

/** Something to take in, with the place of its row. */
interface Placed<Each> {
  readonly place: number;
  readonly at: Instant | null;
  readonly each: Each;
}

type Settled = { readonly status: keyof typeof BECAME } | Extract<ForeseenOutcome, { status: 'invalid' }>;

const BECAME = { created: 'created', madeBefore: 'created', joined: 'joined', existing: 'unchanged' } as const;

/** Rows as leads: new ones as if a form had sent them, and old ones with their past. */
@Injectable()
export class LeadTaking implements SubjectTaking {
  constructor(
    private readonly intake: IntakeService,
    private readonly bringing: BringingAlong,
    private readonly undone: UndoneLeads,
    private readonly deals: DealStore,
    private readonly takenBack: DealsTakenBack,
    private readonly made: MadeStore,
    private readonly directories: DirectoryService,
  ) {}

  /** Leads gather with those that come in meanwhile, in transactions of their own: their ids say that they were taken in. */
  async take(batch: Batch): Promise<void> {
    const { of, rows, now } = batch;
    const plan = await this.planOf(of, now);
    const outcomes: RowOutcome[] = [];
    const arrivals: Placed<Arrival>[] = [];
    const pasts: Placed<PastLead>[] = [];
    const turns = new Turns();
    for (const [place, { number, cells }] of rows.entries()) {
      const lead = leadOfRow(cells, plan);
      if ('why' in lead) outcomes[place] = lead;
      else {
        const { body, past, submittedAt: at } = lead;
        const askedAt = at ?? plan.past.now;
        if (past !== null) pasts.push({ place, at, each: pastLead(of, number, askedAt, { body, ...past }) });
        else arrivals.push({ place, at, each: { body, at: now, ...senderOf(of), id: batch.idOf(place) } });
      }
      await turns.next();
    }
    note(outcomes, pasts, await this.bringAlong(of, pluckEach(pasts)), plan);
    note(outcomes, arrivals, await this.takeIn(of, pluckEach(arrivals)), plan);
    await batch.settle(batch.tx, outcomes);
  }

  async beginUndo(tx: Tx, importId: string, by: Undoer, at: Instant): Promise<void> {
    await this.undone.begin(tx, importId, by, at);
  }

  /** Leads with their deals, and then the accounts that only these deals had. */
  async takeBack(of: FileImport, after: string | null, by: Undoer): Promise<string | null> {
    if (after === null || isId(after)) {
      const last = await this.undone.takeBack(of.id, after, by, {
        lock: (tx) => this.deals.lockAll(tx),
        takeBack: (context, leadIds) => this.takenBack.takeBackOfLeads(context, of, leadIds),
      });
      return last ?? this.takenBack.takeBackSome(of, FROM_ACCOUNTS, by);
    }
    return this.takenBack.takeBackSome(of, after, by);
  }

  finishUndo(tx: Tx, importId: string, at: Instant): Promise<TakenBackCounts> {
    return this.undone.finish(tx, importId, at);
  }

  private async takeIn({ isRehearsal }: FileImport, arrivals: readonly Arrival[]): Promise<readonly Settled[]> {
    if (arrivals.length === 0) return [];
    return isRehearsal ? this.intake.foresee(arrivals) : this.intake.receive(arrivals);
  }

  private async bringAlong(
    { id, isRehearsal }: FileImport,
    pasts: readonly PastLead[],
  ): Promise<readonly PastOutcome[]> {
    if (pasts.length === 0) return [];
    return isRehearsal
      ? this.bringing.foresee(pasts)
      : this.bringing.bring(pasts, (tx, { dealIds, accountIds }) =>
          this.made.insertMany(tx, id, [
            ...dealIds.map((each) => ({ kind: 'deal', id: each }) as const),
            ...accountIds.map((each) => ({ kind: 'account', id: each }) as const),
          ]),
        );
  }

  private async planOf({ mapping, fileForm, source, name, mode, begunAt }: FileImport, now: Instant): Promise<RowPlan> {
    const { settings, reps, reasons } = (await this.directories.latestKnown()).content;
    const allowed = parseDuration(settings.backdating.integration, { allowZero: true });
    return planRows(fileForm!.columns, mapping!, {
      source: source ?? name,
      timeZone: settings.timeZone,
      settings,
      earliest: now - ('code' in allowed ? 0 : elapsedMs(allowed)),
      pastBefore: pastBefore(mode, begunAt!),
      past: { reps: [...reps.values()], reasons, currency: settings.currency, now: begunAt! },
    });
  }
}

function pluckEach<Each>(placed: readonly Placed<Each>[]): Each[] {
  return placed.map(({ each }) => each);
}

/** @param settled those of `placed`, in their order */
function note(
  outcomes: RowOutcome[],
  placed: readonly Placed<unknown>[],
  settled: readonly Settled[],
  plan: RowPlan,
): void {
  for (const [index, outcome] of settled.entries()) {
    const { place, at } = placed[index]!;
    outcomes[place] =
      outcome.status === 'invalid'
        ? { why: outcome.faults.map((each) => faultOfColumn(each, plan)).join(' '), at }
        : { status: BECAME[outcome.status], at };
  }
}

/** @param row its number, by which it has the same id when it is taken again */
function pastLead(
  of: FileImport,
  row: number,
  at: Instant,
  { body, ...past }: Omit<PastLead, 'arrival' | 'by'> & Pick<Arrival, 'body'>,
): PastLead {
  const id = idFrom(at, `${of.id} ${row}`);
  const arrival = { body, at, actor: BROUGHT_ALONG, keyId: of.keyId, importId: of.id, id };
  return { ...past, arrival, by: starterOf(of) };
}

function senderOf(of: FileImport): Omit<Arrival, 'body' | 'at'> {
  return { actor: starterOf(of), keyId: of.keyId, isOfMany: true, importId: of.id };
}
