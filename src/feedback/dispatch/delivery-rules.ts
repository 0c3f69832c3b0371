import type { Instant } from '../../platform/values/duration.js';
import { type Delivery, isAdjustment, type WithheldReason } from '../delivery.js';
import { isMoney } from '../money.js';
import { isContactHash } from '../person/contact-hash.js';
import { isDedupKey, isKeyToQuote } from '../planning/new-row.js';
import type { Transport } from '../platform.js';
import { wholeSecond } from '../platforms/time-text.js';
import { isOpen, windowOf } from './window.js';

/** A delivery about to be sent, with what the rules check it against. */
interface JudgedDelivery {
  readonly delivery: Delivery;
  readonly transport: Transport;
  /** Where it counts: the `place` of its platform. */
  readonly place: string;
  readonly now: Instant;
  readonly isKeyTaken: boolean;
}

/** Why a delivery is not sent: a reason of the ledger, too early, or a fault of the delivery itself. */
export interface Objection {
  readonly why: WithheldReason | 'tooEarly' | 'invalid';
  readonly message: string;
}

interface DeliveryRule {
  readonly id: string;
  readonly words: string;
  objection(judged: JudgedDelivery): Objection | null;
}

const invalid = (message: string): Objection => ({ why: 'invalid', message });

const C1: DeliveryRule = {
  id: 'C1',
  words: 'a key of the right form, once in a batch; an adjustment names a key that the platform already has',
  objection({ delivery, isKeyTaken }) {
    const { dedupKey } = delivery;
    if (isAdjustment(delivery) ? !isKeyToQuote(dedupKey) : !isDedupKey(dedupKey))
      return invalid(`No key for platforms: ${JSON.stringify(dedupKey)}.`);
    return isKeyTaken ? invalid(`The key ${dedupKey} is in the batch already.`) : null;
  },
};

const C2: DeliveryRule = {
  id: 'C2',
  words: 'something by which the person is known, unless an adjustment is known by its key; nothing without consent',
  objection({ delivery, transport }) {
    if (delivery.consent.adUserData === 'denied' && hasPerson(delivery))
      return { why: 'consentDenied', message: 'The person does not allow that their data is sent.' };
    const isByKey = isAdjustment(delivery) && transport.abilities.adjustsByKey && delivery.original?.key != null;
    if (isByKey || Object.keys(delivery.identifiers).length > 0) return null;
    const isDenied = delivery.consent.adUserData === 'denied';
    return {
      why: isDenied ? 'consentDenied' : 'noIdentifier',
      message: 'There is nothing by which it would be known.',
    };
  },
};

const C3: DeliveryRule = {
  id: 'C3',
  words: 'hashes of 64 hex digits in lower case, and none of nothing',
  objection({ delivery: { identifiers } }) {
    const { email, phone } = identifiers;
    const isHash = (text: string | undefined) => text === undefined || isContactHash(text);
    return isHash(email) && isHash(phone) ? null : invalid('An address or a number is not hashed as it should be.');
  },
};

const C4: DeliveryRule = {
  id: 'C4',
  words: 'a value from zero up with its currency; one where it is restated, none where it is taken back',
  objection({ delivery: { kind, value } }) {
    if (kind === 'restate' && value === null) return { why: 'valueMissing', message: 'There is no value to send.' };
    if (kind === 'retract' && value !== null) return invalid('A retraction has no value.');
    return value === null || isMoney(value)
      ? null
      : invalid('Expected a decimal amount from zero up and its currency.');
  },
};

const C5: DeliveryRule = {
  id: 'C5',
  words: 'not before the lead, not in the future, inside the window at the moment of sending',
  objection({ delivery, transport, now }) {
    const { eventAt, leadCreatedAt } = delivery;
    if (wholeSecond(eventAt) < wholeSecond(leadCreatedAt)) return invalid('It happened before the lead was there.');
    if (eventAt > now) return { why: 'tooEarly', message: 'It lies in the future.' };
    const window = windowOf(transport.windows, delivery);
    if (isOpen(window, now)) return null;
    return now < window.from
      ? { why: 'tooEarly', message: 'The platform does not take it yet.' }
      : { why: 'windowClosed', message: 'The platform no longer takes it.' };
  },
};

const C6: DeliveryRule = {
  id: 'C6',
  words:
    'adjusts an item that was accepted at the same place and not taken back, later than the item and its last adjustment',
  objection({ delivery, transport, place }) {
    if (!isAdjustment(delivery)) return null;
    const { kind, original, eventAt } = delivery;
    const { retract, restate } = transport.abilities;
    if (kind === 'retract' && !retract) return { why: 'platformCannotRetract', message: 'Nothing can be taken back.' };
    if (kind === 'restate' && !restate) return { why: 'platformCannotRestate', message: 'No value can be changed.' };
    if (original === null) return invalid('An adjustment has to say what it adjusts.');
    if (original.isRetracted) return { why: 'alreadyRetracted', message: 'It has been taken back already.' };
    if (original.state !== 'accepted')
      return { why: 'originalNotAccepted', message: 'What it adjusts has not been accepted yet.' };
    if (original.place !== place) return invalid('It was counted somewhere else.');
    const former = Math.max(wholeSecond(original.eventAt), wholeSecond(original.lastAdjustedAt ?? 0));
    return wholeSecond(eventAt) > former ? null : invalid('It has to be later than what it adjusts, by a second.');
  },
};

/** The rules that every delivery is checked against before it is sent, whatever the platform. */
export const DELIVERY_RULES: readonly DeliveryRule[] = [C1, C2, C3, C4, C5, C6];

function hasPerson({ identifiers, names, pageUrl }: Delivery): boolean {
  return Object.keys(identifiers).length > 0 || names !== null || pageUrl !== null;
}
