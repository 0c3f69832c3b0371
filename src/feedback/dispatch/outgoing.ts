import type { Instant } from '../../platform/duration.js';
import type { Delivery } from '../delivery.js';
import type { IdentifierName } from '../person/identifiers.js';
import { csvText } from '../platforms/google-shared.js';
import { type JsonObject, writeJson } from '../platforms/json-text.js';

/** Deliveries to one destination, at the moment at which they leave. */
export interface OutgoingBatch<Settings extends object = object, Send extends object = object> {
  readonly settings: Settings;
  readonly deliveries: readonly Delivery<Send>[];
  readonly now: Instant;
  /** Of the settings, in which Google writes times. */
  readonly timeZone: string;
  /** A number by which Google's diagnostics find an upload again, from 1. */
  readonly jobId?: number;
}

/** What the ledger keeps of a delivery that leaves. */
export interface SentItem {
  readonly id: string;
  /** To be quoted by whatever adjusts it. */
  readonly eventTimeAsSent: string;
  readonly identifiers: readonly IdentifierName[];
}

interface Carried {
  /** In the order in which the body has them. */
  readonly items: readonly SentItem[];
}

/** A request, ready to be posted by whoever has the credentials. */
export interface OutgoingRequest extends Carried {
  readonly format: 'json';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** A file, ready to be uploaded. */
export interface OutgoingFile extends Carried {
  readonly format: 'csv';
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  /** How many rows stand before those of deliveries. */
  readonly headRows: number;
}

export type Outgoing = OutgoingRequest | OutgoingFile;

/** The very text that leaves. A number of 17 digits is in it as it was given, so nothing may parse and write it again. */
export function textOf(outgoing: Outgoing): string {
  return outgoing.format === 'json' ? writeJson(outgoing.body) : csvText(outgoing.rows);
}

export function sentItem(
  { id, identifiers }: Pick<Delivery, 'id' | 'identifiers'>,
  eventTimeAsSent: string,
  sent: readonly IdentifierName[] = Object.keys(identifiers) as IdentifierName[],
): SentItem {
  return { id, eventTimeAsSent, identifiers: sent };
}

/** What is wrong with a body; `index` is that of the delivery, null where it is the body as a whole. */
export interface Complaint {
  readonly index: number | null;
  readonly message: string;
}

/** What must hold of a body before it leaves. It is asked of what the formatter made, as if somebody else had made it. */
export interface BodyRule<Settings extends object = object> {
  readonly id: string;
  readonly words: string;
  complaints(outgoing: Outgoing, settings: Settings, now: Instant): readonly Complaint[];
}

/** A complaint for each entry that is not as it should be. */
export function eachOf<Entry>(
  entries: readonly Entry[],
  isRight: (entry: Entry, index: number) => boolean,
  message: string,
): Complaint[] {
  return entries.flatMap((entry, index) => (isRight(entry, index) ? [] : [{ index, message }]));
}

/** A complaint about the whole where something is not so. */
export function whole(isRight: boolean, message: string): Complaint[] {
  return isRight ? [] : [{ index: null, message }];
}
