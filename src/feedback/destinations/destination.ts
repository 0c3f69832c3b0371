import { elapsedMs, type Instant, parseDuration } from '../../platform/duration.js';
import { instantOf } from '../../platform/formats.js';
import { caseless } from '../../platform/text.js';
import type { Sources } from '../../routing/sources.js';
import type { Platform } from '../platform.js';
import type { DestinationRule, LeadCountedBy, SendingMode } from './destination.dto.js';
import type { DestinationRow } from './destination.table.js';

export const STOPPED_BECAUSE = ['person', 'account', 'retractions'] as const;
export type DestinationStoppedBecause = (typeof STOPPED_BECAUSE)[number];

/** That nothing is handed out. */
export interface Stopped {
  readonly at: Instant;
  readonly why: DestinationStoppedBecause;
  /** The words of whoever stopped it, or the code of the platform: its words may be about a person. */
  readonly note: string | null;
}

/** An account of a platform, and what it is told; it has been checked. */
export interface Destination {
  readonly id: string;
  /** Grows with each replacement. */
  readonly version: number;
  readonly name: string;
  readonly platform: Platform;
  readonly settings: object;
  /** Null: every lead that the platform can know. */
  readonly sources: readonly string[] | null;
  readonly startAt: Instant;
  readonly mode: SendingMode;
  readonly leadCountedBy: LeadCountedBy;
  readonly rules: readonly DestinationRule[];
  /** ISO 8601, in elapsed time. */
  readonly quarantine: string;
  readonly retractAfter: string;
  readonly retractionsPerDay: number;
  /** Whether the engine posts to it; else somebody fetches what it is told. */
  readonly push: boolean;
  /** Null: it has none. */
  readonly credentialsSetAt: Instant | null;
  readonly stopped: Stopped | null;
  /** When a person last let go what had been too much to take back. */
  readonly releasedAt: Instant | null;
}

/** Of settings that are not the destination's own. */
export interface House {
  readonly defaultCountry: string | null;
  readonly currency: string;
  readonly timeZone: string;
}

export function lengthMs(duration: string): number {
  const read = parseDuration(duration, { allowZero: true });
  if ('code' in read) throw new Error(`No duration: ${duration}`);
  return elapsedMs(read);
}

/** The same destination with all spellings of the sources that it names. */
export function inAllSpellings<Of extends Pick<Destination, 'sources'>>(destination: Of, known: Sources): Of {
  const { sources } = destination;
  return sources === null || known.all.length === 0
    ? destination
    : { ...destination, sources: sources.flatMap((each) => [each, ...(known.spellingsOf(each) ?? [])]) };
}

/** Whether it is meant to be told of leads from a source. */
export function takesFrom({ sources }: Pick<Destination, 'sources'>, source: string): boolean {
  return sources === null || sources.some((each) => caseless(each) === caseless(source));
}

/** As the place in the ledger is called up to which it has been planned. */
export function consumerOf(destinationId: string): string {
  return `feedback ${destinationId}`;
}

/** As the rules of telling take it. */
export function destinationOf(row: DestinationRow): Destination {
  const { stoppedAt, stoppedWhy, stoppedNote, ...rest } = row;
  return {
    ...rest,
    startAt: startOf(row),
    stopped: stoppedAt === null ? null : { at: stoppedAt, why: stoppedWhy!, note: stoppedNote },
  };
}

/** From when on it is told. */
export function startOf({ startAt, createdAt }: Pick<DestinationRow, 'startAt' | 'createdAt'>): Instant {
  return startAt === null ? createdAt : instantOf(startAt);
}
