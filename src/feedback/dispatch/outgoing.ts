import type { Instant } from '../../platform/values/duration.js';
import type { Delivery } from '../delivery.js';
import type { IdentifierName } from '../person/identifiers.js';
import { csvText } from '../platforms/google-shared.js';
import { type JsonObject, writeJson } from '../platforms/json-text.js';

export interface OutgoingBatch<Settings extends object = object, Send extends object = object> {
  readonly settings: Settings;
  readonly deliveries: readonly Delivery<Send>[];
  readonly now: Instant;
  /** The company's time zone, in which times are written for Google. */
  readonly timeZone: string;
  /** From 1; Google's diagnostics list an upload under it. */
  readonly jobId?: number;
}

/** What the ledger stores of a delivery that is sent. */
export interface SentItem {
  readonly id: string;
  /** Quoted by later adjustments. */
  readonly eventTimeAsSent: string;
  readonly identifiers: readonly IdentifierName[];
  readonly clickInquiryId: string | null;
}

interface CarriedItems {
  /** In the order of the body. */
  readonly items: readonly SentItem[];
}

/** A complete request, except for credentials. */
export interface OutgoingRequest extends CarriedItems {
  readonly format: 'json';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

export interface OutgoingFile extends CarriedItems {
  readonly format: 'csv';
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  /** The number of rows before those of deliveries. */
  readonly headRows: number;
}

export type OutgoingMessage = OutgoingRequest | OutgoingFile;

/** Returns the exact text to send. Nothing may parse and write it again, because it has numbers of 17 digits. */
export function textOf(outgoing: OutgoingMessage): string {
  return outgoing.format === 'json' ? writeJson(outgoing.body) : csvText(outgoing.rows);
}

export function sentItem(
  { id, identifiers, clickInquiryId }: Pick<Delivery, 'id' | 'identifiers' | 'clickInquiryId'>,
  eventTimeAsSent: string,
  sent: readonly IdentifierName[] = Object.keys(identifiers) as IdentifierName[],
): SentItem {
  return { id, eventTimeAsSent, identifiers: sent, clickInquiryId };
}

/** A fault of a body; `index` is that of the delivery, null for the body as a whole. */
export interface Complaint {
  readonly index: number | null;
  readonly message: string;
}

/** A condition that a body must meet. It checks the formatter's output as if a third party had written it. */
export interface BodyRule<Settings extends object = object> {
  readonly id: string;
  readonly words: string;
  complaints(outgoing: OutgoingMessage, settings: Settings, now: Instant): readonly Complaint[];
}

/** Returns a complaint for each entry that fails the check. */
export function eachOf<Entry>(
  entries: readonly Entry[],
  isRight: (entry: Entry, index: number) => boolean,
  message: string,
): Complaint[] {
  return entries.flatMap((entry, index) => (isRight(entry, index) ? [] : [{ index, message }]));
}

/** Returns a complaint about the whole body if the check failed. */
export function whole(isRight: boolean, message: string): Complaint[] {
  return isRight ? [] : [{ index: null, message }];
}
