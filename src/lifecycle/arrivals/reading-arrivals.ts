import type { Directory } from '../../directory/directory.js';
import { type ExternalKey, externalKey } from '../../leads/external-key.js';
import type { LeadBody } from '../../leads/lead.dto.js';
import type { LeadDocument } from '../../leads/lead.js';
import { faultsOfLead, INACTIVE_OWNER, OWNER_OF_TEST, ownerGiven, readLead } from '../../leads/reading.js';
import type { PersonToFind } from '../../leads/same-person.store.js';
import { LATE_AFTER_MS } from '../../notifications/news-of-acts.js';
import type { Fault } from '../../platform/input/fault.js';
import type { Actor } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { type HeldInQueue, toReview } from '../../routing/queues/sent-to-queue.js';
import type { Duplicates } from '../../routing/sources/source.dto.js';
import type { Sources } from '../../routing/sources/sources.js';
import { pinPolicy } from '../clocks/lead-clocks.js';
import { LeadCase } from '../lead-case.js';
import { duplicatesOf } from '../routing/further-leads.js';
import { requestByRules, requestInShadow } from '../routing/routing-requests.js';
import { newLeadState } from '../tenures.js';

/** A lead as it arrived, checked by the schema. */
export interface Arrival {
  readonly body: LeadBody;
  /** When its request arrived. */
  readonly at: Instant;
  readonly actor: Actor;
  /** The key of the sender. */
  readonly keyId: string | null;
  /** The id that it gets; a new one if the request has no Idempotency-Key. */
  readonly id?: string;
  /** Whether a person typed it in. They may have overlooked who has its person already. */
  readonly isByHand?: boolean;
  /** Whether its request brought more leads than anybody is told one by one. */
  readonly isOfMany?: boolean;
  /** What could not be read of it, beyond what its document says. */
  readonly issues?: readonly string[];
  /** Why it waits in the queue for review, whatever its rules say. */
  readonly held?: HeldInQueue;
  /** The import in whose file it is. */
  readonly importId?: string;
}

/** An arrival, as far as it can be judged without looking at other leads. */
interface ArrivalKeys {
  /** Source and external id in all spellings of the source, the lead's own first; empty without an external id. */
  readonly externalKeys: readonly ExternalKey[];
  /** These keys in the form in which they are compared. */
  readonly keys: readonly string[];
  /** The id that its request gives it. */
  readonly givenId: string | undefined;
}

/** An arrival without faults: a lead that may be taken in. */
export type ValidArrival = ArrivalKeys & {
  readonly leadCase: LeadCase;
  readonly duplicates: Duplicates;
  /** The request that the rules would make, while they are in shadow. */
  shadow?: RoutingRequest | undefined;
} & (
    | { request: RoutingRequest }
    /** The owner that its sender names. */
    | { readonly ownerId: string }
  );

export type ReadArrival = ValidArrival | (ArrivalKeys & { readonly faults: readonly Fault[] });

/** Reads and checks an arrival by the configuration alone. @param newId for a lead to which its request gives no id */
export function readArrival(directory: Directory, arrival: Arrival, newId: (at: Instant) => string): ReadArrival {
  const { body, issues = NO_ISSUES, held } = arrival;
  const { sources, settings, queues } = directory.content;
  const { at, keyId: by, importId } = arrival;
  const received = { at, by, importId, channel: sources.of(body.source)?.channel };
  const read = readLead(body, received, settings);
  const externalKeys = externalKeysOf(read, sources);
  const arrived = { externalKeys, keys: externalKeys.map(externalKey), givenId: arrival.id };
  const faults = faultsOfLead(body, directory, arrival.at);
  if (faults.length > 0) return { ...arrived, faults };
  const ownerId = read.test ? null : ownerGiven(body, directory);
  const isPassedOver = body.owner !== undefined && ownerId === null;
  const issue = read.test ? OWNER_OF_TEST : INACTIVE_OWNER;
  const more = isPassedOver ? [...issues, issue] : issues;
  const document = more.length > 0 ? { ...read, issues: [...read.issues, ...more] } : read;
  const leadCase = newCase(document, arrival.id ?? newId(document.receivedAt), arrival);
  pinPolicy(directory, leadCase);
  // A program that names the owner knows whose lead it is.
  const isKnown = ownerId !== null && arrival.isByHand !== true;
  const duplicates = isKnown ? 'separate' : duplicatesOf(directory, document);
  const shadow = directory.isShadow && !document.test ? requestInShadow(directory, leadCase) : undefined;
  const known = { externalKeys, keys: arrived.keys, givenId: arrived.givenId, leadCase, duplicates, shadow };
  if (ownerId !== null) return { ...known, ownerId };
  const request = requestByRules(directory, leadCase, 'intake');
  return { ...known, request: held === undefined || document.test ? request : toReview(request, queues, held) };
}

const NO_ISSUES: readonly string[] = [];

function externalKeysOf({ source: own, externalId, test }: LeadDocument, sources: Sources): ExternalKey[] {
  if (externalId === null) return [];
  const itself = { source: own, externalId, test };
  const spellings = sources.spellingsOf(own);
  return spellings === undefined ? [itself] : [itself, ...spellings.map((source) => ({ source, externalId, test }))];
}

function newCase(document: LeadDocument, id: string, { actor, isOfMany = false }: Arrival): LeadCase {
  const { submittedAt, receivedAt, test } = document;
  const isLate = submittedAt !== null && receivedAt - submittedAt >= LATE_AFTER_MS;
  const arrival = isLate ? 'late' : submittedAt === null && isOfMany ? 'withMany' : 'live';
  return new LeadCase({ lead: newLeadState(id, receivedAt, test), before: null, document, actor, arrival });
}

/** Reports whether an existing lead of the same person is looked for. */
export function looksForPerson(each: ReadArrival): boolean {
  return !('faults' in each) && each.duplicates !== 'separate';
}

export function personOf(each: ReadArrival): PersonToFind[] {
  if ('faults' in each || each.duplicates === 'separate') return [];
  const { lead, document } = each.leadCase;
  return [{ key: lead.id, person: document! }];
}

export function isSpeltOtherwise({ keys }: ArrivalKeys): boolean {
  return keys.length > 1 && new Set(keys).size > 1;
}
