import { Injectable, Logger } from '@nestjs/common';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { DirectoryService } from '../directory/directory.service.js';
import { UndoneLeads } from '../erasure/undone-leads.service.js';
import { BringingAlong } from '../lifecycle/arrivals/bringing-along.service.js';
import { type ForeseenOutcome, IntakeService } from '../lifecycle/arrivals/intake.service.js';
import { BROUGHT_ALONG, type PastLead } from '../lifecycle/arrivals/past-leads.js';
import type { Arrival } from '../lifecycle/arrivals/reading-arrivals.js';
import { OverloadError } from '../platform/input/refusal.js';
import { UnreadableSecretError } from '../platform/outbound/secrets.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database, isUnavailable, type Tx } from '../platform/sql/database.js';
import { elapsedMs, type Instant, parseDuration } from '../platform/values/duration.js';
import { idFrom, newId, nthId } from '../platform/values/ids.js';
import { ATTEMPTS_MAX, type ImportState, NO_ROWS, oldBefore, pastBefore, type RowCounts } from './import.js';
import { type FileImport, ImportStore } from './import.store.js';
import { ImportRowsStore } from './import-rows.store.js';
import { leadOfRow, planRows, type RowPlan } from './mapping/row-lead.js';
import { SealedRows } from './sealed-rows.service.js';
import { type RefusedRow, type StoredRow, textsOfRefused } from './stored-rows.js';

/** Rows that share a transaction: single leads that come in meanwhile wait for one. */
const ROWS_AT_ONCE = 250;
const GIVEN_UP = `It was started ${ATTEMPTS_MAX} times without progress, so it was given up.`;
const FAULT = 'It failed because of an error in the program, which is in the log.';
const LOCKED = 'Its file cannot be opened with the present SECRETS_KEY.';

/** A part of a file that was opened. */
interface OpenPart {
  readonly fromRow: number;
  readonly rows: readonly StoredRow[];
  /** From which its leads get their ids. */
  readonly idsFrom: string;
  /** How often a person had been taken out. */
  readonly erasures: number;
}

interface Taken {
  readonly counts: RowCounts;
  readonly refused: readonly RefusedRow[];
}

/** Runs imports, one at a time on all nodes together. Another node goes on where one has died. */
@Injectable()
export class ImportRunning {
  private readonly logger = new Logger('imports');
  private readonly nodeId: string;

  constructor(
    private readonly store: ImportStore,
    private readonly rows: ImportRowsStore,
    private readonly sealed: SealedRows,
    private readonly intake: IntakeService,
    private readonly bringing: BringingAlong,
    private readonly undone: UndoneLeads,
    private readonly directories: DirectoryService,
    private readonly configuration: ConfigurationService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {
    this.nodeId = newId(time.now());
  }

  /** Works until no import is left that this node can run. @param goOn false once the node stops */
  async settle(goOn: () => boolean = () => true): Promise<void> {
    while (goOn()) {
      const taken = await this.store.takeNext(this.database.engine, this.nodeId, this.time.now());
      if (taken === undefined) return;
      await this.workOn(taken, goOn);
    }
  }

  private async workOn(taken: FileImport, goOn: () => boolean): Promise<void> {
    if (taken.attempts > ATTEMPTS_MAX) return this.end(taken, 'failed', GIVEN_UP);
    try {
      if (taken.isUndoing) return await this.takeBack(taken, goOn);
      const isOver = await this.goThrough(taken, goOn);
      if (isOver) await this.end(taken, taken.isRehearsal ? 'rehearsed' : 'done', null);
      else await this.store.releaseIfTaken(this.database.engine, taken.id, this.nodeId);
    } catch (error) {
      if (isUnavailable(error) || error instanceof OverloadError) throw error;
      if (error instanceof UnreadableSecretError) return this.end(taken, 'failed', LOCKED);
      this.logger.error(`The import ${taken.id} has failed: ${whyOf(error)}`);
      await this.end(taken, 'failed', FAULT);
    }
  }

  /** Takes back what an import has made, from the beginning if a node has died over it: what is undone stays so. */
  private async takeBack(taken: FileImport, goOn: () => boolean): Promise<void> {
    // Rows that were being taken in when it was cancelled are leads by then.
    await this.database.engine.transaction((tx) => this.rows.lockAgainstTaking(tx));
    const by = await this.undone.whoUndoes(taken.id);
    for (let last = await this.undone.takeBack(taken.id, null, by); last !== null; ) {
      if (!goOn()) return this.store.releaseIfTaken(this.database.engine, taken.id, this.nodeId);
      if (!(await this.store.renewIfTaken(this.database.engine, taken.id, this.nodeId, this.time.now()))) return;
      last = await this.undone.takeBack(taken.id, last, by);
    }
    const at = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      const counts = await this.undone.finish(tx, taken.id, at);
      if (!(await this.store.endUndoingIfTaken(tx, taken.id, this.nodeId, counts))) return;
      await this.configuration.record(tx, {
        type: 'import.undone',
        kind: 'import',
        id: taken.id,
        at,
        actor: by,
        data: counts,
      });
    });
  }

  /** @returns whether all rows are done; false if the node stops, or the import was cancelled */
  private async goThrough(taken: FileImport, goOn: () => boolean): Promise<boolean> {
    let part: OpenPart | null = null;
    for (let done = taken.done; done < taken.rows; ) {
      if (!goOn()) return false;
      if (part === null || done >= part.fromRow + part.rows.length) part = await this.open(taken, done);
      const rows = await this.step(taken, part, done);
      if (rows === null) return false;
      // Opened again, as a person was taken out of it.
      if (rows === 0) part = null;
      done += rows;
    }
    return true;
  }

  /**
   * Takes in the next rows of a part. No person is erased meanwhile: their lead would come to life after its erasure.
   * @returns how many rows; 0 if a person was taken out of the part since it was opened, null if the import ends here
   */
  private step(taken: FileImport, part: OpenPart, done: number): Promise<number | null> {
    return this.database.engine.transaction(async (tx) => {
      if ((await this.rows.holdUnerased(tx, taken.id, part.fromRow)) !== part.erasures) return 0;
      const from = done - part.fromRow;
      const rows = part.rows.slice(from, from + ROWS_AT_ONCE);
      const result = await this.take(taken, rows, { idsFrom: part.idsFrom, from });
      return (await this.save(tx, taken, done, result)) ? rows.length : null;
    });
  }

  private async open({ id }: FileImport, row: number): Promise<OpenPart> {
    const part = await this.rows.takePart(this.database.engine, id, row, newId(this.time.now()));
    if (part === undefined) throw new Error(`The import ${id} has no part with row ${row}`);
    const { fromRow, idsFrom, erasures, sealed } = part;
    return { fromRow, idsFrom, erasures, rows: await this.sealed.open<StoredRow[]>(id, sealed) };
  }

  /** @param place of the rows in their part, by which their leads get the same ids when they are taken again */
  private async take(
    taken: FileImport,
    rows: readonly StoredRow[],
    place: { readonly idsFrom: string; readonly from: number },
  ): Promise<Taken> {
    const now = this.time.now();
    const plan = await this.planOf(taken, now);
    const tally = new Tally(oldBefore(now));
    const arrivals: Arrival[] = [];
    const pasts: PastLead[] = [];
    const [ofArrivals, ofPasts]: [StoredRow[], StoredRow[]] = [[], []];
    const turns = new Turns();
    for (const [index, row] of rows.entries()) {
      const lead = row[1] === null ? { why: row[2] } : leadOfRow(row[1], plan);
      if ('why' in lead) tally.refuse(row, lead.why);
      else {
        tally.note(lead.submittedAt);
        const { body, past } = lead;
        if (past === null) {
          arrivals.push({ body, at: now, ...senderOf(taken), id: nthId(place.idsFrom, place.from + index) });
          ofArrivals.push(row);
        } else {
          pasts.push(pastLead(taken, row[0], lead.submittedAt ?? plan.past.now, { body, ...past }));
          ofPasts.push(row);
        }
      }
      await turns.next();
    }
    tally.settle(ofPasts, await this.bringAlong(taken, pasts));
    tally.settle(ofArrivals, await this.takeIn(taken, arrivals));
    tally.refused.sort((a, b) => a.row - b.row);
    return tally;
  }

  private async takeIn({ isRehearsal }: FileImport, arrivals: readonly Arrival[]) {
    if (arrivals.length === 0) return [];
    return isRehearsal ? this.intake.foresee(arrivals) : this.intake.receive(arrivals);
  }

  private async bringAlong({ isRehearsal }: FileImport, pasts: readonly PastLead[]) {
    if (pasts.length === 0) return [];
    return isRehearsal ? this.bringing.foresee(pasts) : this.bringing.bring(pasts);
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

  /** @returns whether the import goes on here */
  private async save(tx: Tx, { id }: FileImport, from: number, { counts, refused }: Taken): Promise<boolean> {
    const sealed = refused.length === 0 ? null : await this.sealed.seal(id, refused, textsOfRefused);
    const added = { id, nodeId: this.nodeId, from, counts, now: this.time.now() };
    const after = await this.store.addIfTaken(tx, added);
    if (after !== undefined && sealed !== null)
      await this.rows.insertRefused(tx, id, { fromRow: from, rows: refused.length, ...sealed });
    return after?.state === 'running';
  }

  private async end(
    { id, isRehearsal, isUndoing }: FileImport,
    state: ImportState,
    error: string | null,
  ): Promise<void> {
    const now = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      const ended = await this.store.finishIfTaken(tx, id, this.nodeId, { state, error, now });
      if (ended !== undefined && !isRehearsal && !isUndoing) await this.recordEnd(tx, ended, now);
    });
  }

  /** Records that an import is over. */
  recordEnd(
    tx: Tx,
    { id, state, rows, created, joined, unchanged, rejected, ...by }: FileImport,
    at: Instant,
  ): Promise<void> {
    const data = { state, rows, created, joined, unchanged, rejected };
    return this.configuration.record(tx, { type: 'import.done', kind: 'import', id, at, actor: starterOf(by), data });
  }
}

/** Who started an import. */
export function starterOf({ actorType, actorId }: Pick<FileImport, 'actorType' | 'actorId'>): PastLead['by'] {
  return { type: actorType as 'key' | 'rep' | 'user', id: actorId! };
}

/** @param row its number, by which it has the same id when it is taken again */
function pastLead(
  taken: FileImport,
  row: number,
  at: Instant,
  { body, ...past }: Omit<PastLead, 'arrival' | 'by'> & Pick<Arrival, 'body'>,
): PastLead {
  const { type, id: actorId } = starterOf(taken);
  const id = idFrom(at, `${taken.id} ${row}`);
  const arrival = { body, at, actor: BROUGHT_ALONG, keyId: taken.keyId, importId: taken.id, id };
  return { ...past, arrival, by: { type, id: actorId } };
}

function senderOf(taken: FileImport): Omit<Arrival, 'body' | 'at'> {
  return { actor: starterOf(taken), keyId: taken.keyId, isOfMany: true, importId: taken.id };
}

const COUNTED = { created: 'created', madeBefore: 'created', joined: 'joined', existing: 'unchanged' } as const;

type Settled = { readonly status: keyof typeof COUNTED } | Extract<ForeseenOutcome, { status: 'invalid' }>;

class Tally implements Taken {
  readonly counts: { -readonly [Name in keyof RowCounts]: number } = { ...NO_ROWS };
  readonly refused: RefusedRow[] = [];

  /** @param oldBefore what was submitted before is old */
  constructor(private readonly oldBefore: Instant) {}

  note(submittedAt: Instant | null): void {
    if (submittedAt !== null) this.counts[submittedAt < this.oldBefore ? 'older' : 'newer'] += 1;
  }

  /** @param rows those of the outcomes, in their order */
  settle(rows: readonly StoredRow[], outcomes: readonly Settled[]): void {
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'invalid')
        this.refuse(rows[index]!, outcome.faults.map(({ message }) => message).join(' '));
      else this.counts[COUNTED[outcome.status]] += 1;
    }
  }

  refuse([row, cells]: StoredRow, why: string): void {
    this.counts.rejected += 1;
    this.refused.push({ row, why, cells: cells ?? [] });
  }
}
