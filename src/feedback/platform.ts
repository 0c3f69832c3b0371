import type { TObject } from '@sinclair/typebox';
import type { Fault } from '../platform/fault.js';
import type { Delivery, DeliveryKind } from './delivery.js';
import type { BodyRule, Outgoing, OutgoingBatch } from './dispatch/outgoing.js';
import type { Windows } from './dispatch/window.js';
import type { IdentifierRules } from './person/identifiers.js';
import type { JsonObject } from './platforms/json-text.js';
import type { AnsweredRequest, Diagnosis, FailureVerdict, RequestJudgement } from './posting/answer.js';
import type { Posting } from './posting/posting.js';

export const PLATFORM_NAMES = ['googleAds', 'meta', 'linkedin', 'microsoft', 'tiktok', 'generic'] as const;
export type Platform = (typeof PLATFORM_NAMES)[number];

/** What can be told by a transport. */
export interface Abilities {
  /** What was counted can be made to count no longer. */
  readonly retract: boolean;
  /** What was counted can get another value. */
  readonly restate: boolean;
  /** Takes events of any name, also such as are no conversion. */
  readonly freeStages: boolean;
  /** Is told of any end of a lead, also of such as should be heard of no more. */
  readonly allEnds: boolean;
  /** A stage is told after all those before it. */
  readonly earlierStagesFirst: boolean;
  /** An adjustment names what it adjusts by our key, without anything of the person. */
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

/** What a platform can be asked of a request that it has taken. */
export interface Diagnostics<Settings extends object = object> {
  /** By what it knows the request; null where nothing names it. */
  idOf(body: JsonObject, requestId: string | null): string | null;
  /** @param id of the request. @returns with a `body` it is posted */
  question(
    id: string,
    settings: Settings,
  ): { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body?: JsonObject };
  /** @param deliveries how many it had taken */
  read(body: unknown, id: string, deliveries: number): Diagnosis;
}

/** A way to a platform. */
export interface Transport<Settings extends object = object, Send extends object = object> {
  readonly format: 'json' | 'csv';
  readonly abilities: Abilities;
  readonly windows: Windows;
  /** How long it knows a key again, and does not count twice what comes under it; null: for ever. */
  readonly knowsKeysForMs: number | null;
  /** So many leave together at most. */
  readonly batchMax: number;
  /** What a success of the request makes of its deliveries. */
  readonly success: (kind: DeliveryKind) => 'sent' | 'accepted';
  /** Only deliveries of one lane can stand in one body. */
  lane(delivery: Delivery<Send>, settings: Settings): string;
  /** The body of deliveries that are of one lane and not too many. */
  write(batch: OutgoingBatch<Settings, Send>): Outgoing;
  /** What must hold of each body before it leaves. */
  readonly rules: readonly BodyRule<Settings>[];
  /** What an answer says of the deliveries, by their place in the body. */
  judge(answer: AnsweredRequest): RequestJudgement;
  /** How it is asked later what became of a request, where a success of it is no more than `sent`. */
  readonly diagnostics?: Diagnostics<Settings>;
  /** There is no key of ours: what is adjusted is found by what was told of the person, so the same is told again. */
  readonly quotesPerson?: true;
  /** What a code says that whoever posts reports for one delivery. */
  verdict(code: string): FailureVerdict;
}

/** All that the program knows of a platform. */
export interface PlatformDefinition<Settings extends object = object, Send extends object = object> {
  /** What it is called, for people. */
  readonly words: string;
  /** What it offers to delete what it was told of a person, in plain English. */
  readonly deleting: string;
  readonly settings: TObject;
  /** How the program posts to it itself. */
  readonly posting: Posting<Settings>;
  readonly send: TObject;
  /** What settings and the `send` of a rule cannot mean together; pointers into the `send`. */
  faultsOfSend?(settings: Settings, send: Send): Fault[];
  readonly identifiers: IdentifierRules<Settings>;
  /** Its ways, by their names. */
  readonly transports: Readonly<Record<string, Transport<Settings, Send>>>;
  /** The one by which a kind of delivery goes. */
  transport(settings: Settings, kind: DeliveryKind): Transport<Settings, Send>;
  /** Whether one place counts one thing of a click at a time, so that each stage needs a place of its own. */
  readonly countsOnceAtAPlace?: true;
  /** Whether what one click did in one second is one thing there, whatever it is called: what was taken back counts no more. */
  readonly isKnownByItsSecond?: true;
  /** What counts there: the same for a conversion and for what adjusts it. */
  place(settings: Settings, send: Send): string;
}
