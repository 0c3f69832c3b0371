import type { IdentifyingSettings } from '../../contact/identifying.js';
import { instantOf } from '../../platform/input/formats.js';
import { elapsedMs, type Instant, parseDuration } from '../../platform/values/duration.js';
import { caseless } from '../../platform/values/text.js';
import type { Sources } from '../../routing/sources/sources.js';
import type { DestinationRow } from './destination.table.js';

export const STOPPED_BECAUSE = ['person', 'account', 'retractions'] as const;
export type DestinationStoppedBecause = (typeof STOPPED_BECAUSE)[number];

export interface DestinationStop {
  readonly at: Instant;
  readonly why: DestinationStoppedBecause;
  /** The person's reason, or the platform's code; its message is left out because it may hold personal data. */
  readonly note: string | null;
}

/** An account at a platform, and the checked rules of what it is sent. */
export interface Destination
  extends Omit<
    DestinationRow,
    'startAt' | 'stoppedAt' | 'stoppedWhy' | 'stoppedNote' | 'warnedAt' | 'createdAt' | 'updatedAt'
  > {
  readonly startAt: Instant;
  readonly stopped: DestinationStop | null;
}

/** The company's settings that destinations need. */
export interface CompanySettings extends IdentifyingSettings {
  readonly currency: string;
  readonly timeZone: string;
}

export function lengthMs(duration: string): number {
  const read = parseDuration(duration, { allowZero: true });
  if ('code' in read) throw new Error(`No duration: ${duration}`);
  return elapsedMs(read);
}

export function inAllSpellings<Of extends Pick<Destination, 'sources'>>(destination: Of, known: Sources): Of {
  const { sources } = destination;
  return sources === null || known.all.length === 0
    ? destination
    : { ...destination, sources: sources.flatMap((each) => [each, ...(known.spellingsOf(each) ?? [])]) };
}

export function takesFrom({ sources }: Pick<Destination, 'sources'>, source: string): boolean {
  return sources === null || sources.some((each) => caseless(each) === caseless(source));
}

/** Returns the consumer name under which its planning position in the ledger is stored. */
export function consumerOf(destinationId: string): string {
  return `feedback ${destinationId}`;
}

export function destinationOf(row: DestinationRow): Destination {
  const { stoppedAt, stoppedWhy, stoppedNote, ...rest } = row;
  return {
    ...rest,
    startAt: startOf(row),
    stopped: stoppedAt === null ? null : { at: stoppedAt, why: stoppedWhy!, note: stoppedNote },
  };
}

export function startOf({ startAt, createdAt }: Pick<DestinationRow, 'startAt' | 'createdAt'>): Instant {
  return startAt === null ? createdAt : instantOf(startAt);
}
