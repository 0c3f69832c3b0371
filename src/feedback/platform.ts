import type { TObject } from '@sinclair/typebox';
import type { Fault } from '../platform/input/fault.js';
import type { Delivery, DeliveryKind } from './delivery.js';
import type { BodyRule, OutgoingBatch, OutgoingMessage } from './dispatch/outgoing.js';
import type { Windows } from './dispatch/window.js';
import type { IdentifierRules } from './person/identifiers.js';
import type { JsonObject } from './platforms/json-text.js';
import type { AnsweredRequest, Diagnosis, FailureVerdict, RequestJudgement } from './posting/answer.js';
import type { Posting } from './posting/posting.js';

export const PLATFORM_NAMES = ['googleAds', 'meta', 'linkedin', 'microsoft', 'tiktok', 'generic'] as const;
export type Platform = (typeof PLATFORM_NAMES)[number];

export interface Abilities {
  /** Removing from the count what was counted. */
  readonly retract: boolean;
  /** Changing the value of what was counted. */
  readonly restate: boolean;
  /** Events of any name, including those that are no conversion. */
  readonly freeStages: boolean;
  /** Every end of a lead, including those of suppressed leads. */
  readonly allEnds: boolean;
  /** A stage is sent after all earlier ones. */
  readonly earlierStagesFirst: boolean;
  /** An adjustment identifies its original by our key, without personal data. */
  readonly adjustsByKey: boolean;
}

const NONE: Abilities = {
  retract: false,
  restate: false,
  freeStages: false,
  allEnds: false,
  earlierStagesFirst: false,
  adjustsByKey: false,
};

export function abilitiesTo(...can: readonly (keyof Abilities)[]): Abilities {
  return { ...NONE, ...Object.fromEntries(can.map((ability) => [ability, true])) };
}

/** How a platform is queried for the result of a request that it has accepted. */
interface Diagnostics<Settings extends object = object> {
  /** Returns the id of the request at the platform; null if it has none. */
  idOf(body: JsonObject, requestId: string | null): string | null;
  /** @param id of the request. @returns a POST if it has a `body`, otherwise a GET */
  question(
    id: string,
    settings: Settings,
  ): { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body?: JsonObject };
  /** @param deliveries in the request */
  read(body: unknown, id: string, deliveries: number): Diagnosis;
}

export interface Transport<Settings extends object = object, Send extends object = object> {
  readonly format: 'json' | 'csv';
  readonly abilities: Abilities;
  readonly windows: Windows;
  /** How long it recognises a key and does not count it twice; null: forever. */
  readonly knowsKeysForMs: number | null;
  readonly batchMax: number;
  /** The state of deliveries after a successful request. */
  readonly success: (kind: DeliveryKind) => 'sent' | 'accepted';
  /** Only deliveries of the same lane may share a body. */
  lane(delivery: Delivery<Send>, settings: Settings): string;
  /** Writes the body of deliveries of one lane, at most `batchMax`. */
  write(batch: OutgoingBatch<Settings, Send>): OutgoingMessage;
  /** Conditions that each body must meet before it is sent. */
  readonly rules: readonly BodyRule<Settings>[];
  /** Judges the deliveries of an answered request, by their index in the body. */
  judge(answer: AnsweredRequest): RequestJudgement;
  /** Queries for results later, if a successful request only makes deliveries `sent`. */
  readonly diagnostics?: Diagnostics<Settings>;
  /** Originals are found by the person's identifiers, not by a key of ours, so adjustments send the same again. */
  readonly quotesPerson?: true;
  /** Returns the meaning of an error code that a client reports for one delivery. */
  verdict(code: string): FailureVerdict;
}

export interface PlatformDefinition<Settings extends object = object, Send extends object = object> {
  /** Its name, for people. */
  readonly words: string;
  /** How it deletes what it was sent about a person, in plain English. */
  readonly deleting: string;
  readonly settings: TObject;
  readonly posting: Posting<Settings>;
  readonly send: TObject;
  /** Returns contradictions between the settings and the `send` of a rule; pointers are into the `send`. */
  faultsOfSend?(settings: Settings, send: Send): Fault[];
  readonly identifiers: IdentifierRules<Settings>;
  readonly transports: Readonly<Record<string, Transport<Settings, Send>>>;
  transport(settings: Settings, kind: DeliveryKind): Transport<Settings, Send>;
  /** Whether a place counts only one conversion of a click, so that each stage needs a place of its own. */
  readonly countsOnceAtAPlace?: true;
  /** Whether conversions of one click in one second are the same, so that a retracted one cannot count again. */
  readonly isKnownByItsSecond?: true;
  /** Whether it is told by which disposition a lead was closed. */
  readonly tellsClosings?: true;
  /** Returns what counts there, which is the same for a conversion and its adjustments. */
  place(settings: Settings, send: Send): string;
}
