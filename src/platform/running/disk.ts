import { statfsSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { defineRefusal } from '../input/refusal.js';
import { isDiskFull, isUnavailable } from '../sql/database.js';
import { MS_PER_MINUTE } from '../values/duration.js';
import { Environment } from './environment.js';

const MIB = 1024 * 1024;
/**
 * Size of a segment of Postgres's write-ahead log. With less free space, Postgres stops when it needs the next segment,
 * and cannot start.
 */
const NEEDED_BYTES = 16 * MIB;
/** How long the disk counts as full after a write failed for lack of space, if this node cannot see the disk. */
const FULL_FOR_MS = MS_PER_MINUTE;

/** The database cannot write for lack of space. */
export class DiskFullError extends defineRefusal('disk-full', 'noSpace', 'The disk is full') {
  override readonly facts: { readonly disk: 'dataFolder' | 'database'; readonly freeBytes?: number };

  /** The message for the log, which may name the folder. */
  readonly logged: string;

  /** @param seen null if this node cannot see the disk */
  constructor(seen: { readonly folder: string; readonly freeBytes: number } | null, cause: unknown) {
    const left = seen === null ? '' : `: ${inMib(seen.freeBytes)} are left`;
    super(
      `The disk of ${seen === null ? 'the database' : 'the data folder (DATA_DIR)'} is full${left}. Free some space and send it again, best with an Idempotency-Key or an external id: an answer that got lost may have been a yes.`,
      { cause },
    );
    this.logged = `The disk of ${seen === null ? 'the database' : seen.folder} is full${left}`;
    this.facts = seen === null ? { disk: 'database' } : { disk: 'dataFolder', freeBytes: seen.freeBytes };
  }
}

/** The disk that the database writes on, as far as this node can see it. */
@Injectable()
export class Disk {
  private refusedAtMs = Number.NEGATIVE_INFINITY;
  /** Null if the operator runs the database: its disk may be on another machine. */
  private readonly folder: string | null;

  constructor({ databaseUrl, dataDir }: Environment) {
    this.folder = databaseUrl === undefined ? dataDir : null;
  }

  /** Bytes that Postgres can still write, or null if this node cannot see its disk. */
  get freeBytes(): number | null {
    if (this.folder === null) return null;
    try {
      const { bavail, bsize } = statfsSync(this.folder);
      return bavail * bsize;
    } catch {
      return null;
    }
  }

  get isFull(): boolean {
    const { freeBytes } = this;
    return freeBytes === null ? performance.now() - this.refusedAtMs < FULL_FOR_MS : freeBytes < NEEDED_BYTES;
  }

  /**
   * Returns a DiskFullError instead of a failure that was caused by lack of space. That includes an unavailable
   * database on a full disk: Postgres exits when it cannot write its log.
   */
  explained(error: unknown): unknown {
    if (isDiskFull(error)) this.refusedAtMs = performance.now();
    else if (!isUnavailable(error) || this.folder === null || !this.isFull) return error;
    const { folder, freeBytes } = this;
    return new DiskFullError(folder === null || freeBytes === null ? null : { folder, freeBytes }, error);
  }
}

function inMib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
