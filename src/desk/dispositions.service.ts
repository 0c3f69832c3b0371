import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DispositionStore, type ExportedRow, type ExportFilter } from '../disposition/disposition.store.js';
import {
  type FeedPosition,
  type FeedSpan,
  feedCursor,
  isBefore,
  readFeedCursor,
  readSlices,
  SCAN_MS,
  SLICE,
} from '../events/feed.js';
import { readEndOfSlice } from '../events/feed-consumer.store.js';
import { LedgerStore } from '../events/ledger.store.js';
import { type ExportedMilestone, MilestoneStore } from '../leads/milestone.store.js';
import { fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { OverloadError, refuse } from '../platform/input/refusal.js';
import { Gate } from '../platform/running/gate.js';
import { Database } from '../platform/sql/database.js';
import { toCsv } from '../platform/values/csv.js';
import { csvCells, csvHeader, type ExportView, exportView, milestoneExportView } from './disposition-export.js';
import type { DispositionQuery } from './disposition-export.schema.js';

type Outcome = ExportedRow | ExportedMilestone;

/** Rows per statement: memory use does not depend on the length of the export, and no transaction stays open for it. */
const BATCH_MAX = 1_000;
/** Exports that read at once, so that lists wait for no more than these, and how many of them are of one key. */
const READING_MAX = 2;
const READING_OF_A_KEY = 1;
/** Exports of one key that may wait for each other. */
const QUEUED_MAX = 100;

@Injectable()
export class DispositionsService {
  private readonly readers = new Gate(READING_MAX, QUEUED_MAX, READING_OF_A_KEY);

  constructor(
    private readonly database: Database,
    private readonly store: DispositionStore,
    private readonly milestones: MilestoneStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** Returns a page that always has a cursor: a client that polls with it gets every row exactly once. */
  async page(query: DispositionQuery) {
    const { limit = 100 } = query;
    const between = { after: readFeedCursor(query.after), horizon: await this.ledger.readHorizon() };
    const { rows, next, atEnd } = await this.read(query, between, limit);
    return { data: rows.map(viewOf), nextCursor: feedCursor(next), atEnd };
  }

  /** @param keyId exports of a key wait for each other @throws OverloadError if it has too many */
  csv(query: DispositionQuery, keyId: string): Promise<Readable> {
    const withMilestones = query.include === 'milestones';
    return this.stream(query, keyId, toCsv([csvHeader(withMilestones)]), (rows) =>
      toCsv(rows.map((row) => csvCells(viewOf(row), withMilestones))),
    );
  }

  ndjson(query: DispositionQuery, keyId: string): Promise<Readable> {
    return this.stream(query, keyId, '', (rows) => rows.map((row) => `${JSON.stringify(viewOf(row))}\n`).join(''));
  }

  /** Streams everything that is final by now, as fast as the client reads; ends when the client disconnects. */
  private async stream(
    query: DispositionQuery,
    keyId: string,
    head: string,
    write: (rows: Outcome[]) => string,
  ): Promise<Readable> {
    const horizon = await this.ledger.readHorizon();
    const read = (after: FeedPosition, left: number) =>
      this.readers.inTurn(keyId, () => this.read(query, { after, horizon }, Math.min(left, BATCH_MAX)), tooMany);
    let left = query.limit ?? Number.POSITIVE_INFINITY;
    // Reads the first batch before the first byte is sent, so that a faulty request still gets an error response.
    let batch = await read(readFeedCursor(query.after), left);
    async function* lines() {
      yield head;
      for (;;) {
        if (batch.rows.length > 0) yield write(batch.rows);
        left -= batch.rows.length;
        if (left === 0 || !isBefore(batch.next, horizon)) return;
        batch = await read(batch.next, left);
      }
    }
    return Readable.from(lines(), { objectMode: false });
  }

  private read(query: DispositionQuery, between: FeedSpan, limit: number) {
    const { reads } = this.database;
    const filter = filterOf(query);
    const isWhole = Object.values(filter).every((wanted) => wanted === null);
    const withMilestones = query.include === 'milestones';
    const endsMs = performance.now() + SCAN_MS;
    return readSlices<Outcome>(between, limit, {
      mayGoOn: () => performance.now() < endsMs,
      endOfSlice: async (left) => {
        if (isWhole) return left.horizon;
        const end = await readEndOfSlice(reads, 'disposition', left, SLICE);
        return withMilestones
          ? readEndOfSlice(reads, 'milestone_entry', { after: left.after, horizon: end }, SLICE)
          : end;
      },
      read: async (slice, most) => {
        const dispositions = await this.store.readExport(reads, filter, slice, most);
        if (!withMilestones) return dispositions;
        const milestones = await this.milestones.readExport(reads, filter, slice, most);
        return [...dispositions, ...milestones].sort(byPlace).slice(0, most);
      },
    });
  }
}

function tooMany(): Error {
  return new OverloadError('Too many exports of this key are open. End one first.');
}

function viewOf(row: Outcome): ExportView {
  return 'milestoneId' in row ? milestoneExportView(row) : exportView(row);
}

function byPlace(one: FeedPosition, other: FeedPosition): number {
  return isBefore(one, other) ? -1 : 1;
}

/** @throws InvalidRequestError if the filter contradicts itself */
function filterOf({ category, source, from, to }: DispositionQuery): ExportFilter {
  const filter = {
    category: category ?? null,
    source: source ?? null,
    from: from === undefined ? null : instantOf(from),
    to: to === undefined ? null : instantOf(to),
  };
  if (filter.from !== null && filter.to !== null && filter.to < filter.from) {
    refuse(fault('/to', 'contradiction', 'Expected an instant after "from".'));
  }
  return filter;
}
