import { groupBy } from '../../platform/group.js';
import type { Delivery } from '../delivery.js';
import type { Platform, Transport } from '../platform.js';
import { platformOf } from '../platforms.js';
import { DELIVERY_RULES, type Objection } from './delivery-rules.js';
import type { Outgoing, OutgoingBatch } from './outgoing.js';
import { minuteOfLease } from './window.js';

/** A delivery that does not leave, and the rule that it would break. */
export interface WithheldDelivery extends Objection {
  readonly id: string;
  readonly rule: string;
}

export interface Prepared {
  readonly outgoing: readonly Outgoing[];
  readonly refused: readonly WithheldDelivery[];
}

/**
 * Makes of deliveries to a destination what can be sent: bodies within the limits of the platform, each held against
 * every rule. A delivery that would break one stays behind, because one bad event often has all others refused.
 */
export function prepare(platform: Platform, batch: OutgoingBatch): Prepared {
  const definition = platformOf(platform);
  const refused: WithheldDelivery[] = [];
  const leaving: Delivery[] = [];
  const keys = new Set<string>();
  for (const given of batch.deliveries) {
    const delivery = allowed(given);
    const refusal = tried(given.id, () => refusalOf(delivery, platform, batch, keys));
    if (refusal !== null) refused.push(refusal);
    else {
      keys.add(keyOf(delivery, platform, batch));
      leaving.push(delivery);
    }
  }
  const byTransport = groupBy(leaving, ({ kind }) => definition.transport(batch.settings, kind));
  const parts = [...byTransport].flatMap(([transport, deliveries]) =>
    partsOf(deliveries, transport, batch).map((part) => ({ transport, part })),
  );
  const outgoing = parts.flatMap(({ transport, part }, index) => {
    // Each is a job of its own: what becomes of it is counted by its number.
    const job = batch.jobId === undefined ? {} : { jobId: batch.jobId + index };
    const written = writeRightly({ ...batch, ...job, deliveries: part }, transport);
    refused.push(...written.refused);
    return written.outgoing;
  });
  return { outgoing, refused };
}

/** Of whoever denies it nothing leaves, whatever was queued before they did. */
function allowed(delivery: Delivery): Delivery {
  if (delivery.consent.adUserData !== 'denied') return delivery;
  return { ...delivery, identifiers: {}, names: null, pageUrl: null };
}

function refusalOf(
  delivery: Delivery,
  platform: Platform,
  { settings, now }: OutgoingBatch,
  keys: ReadonlySet<string>,
): WithheldDelivery | null {
  const definition = platformOf(platform);
  const leaving = {
    delivery,
    transport: definition.transport(settings, delivery.kind),
    place: definition.place(settings, delivery.send),
    now,
    isKeyTaken: keys.has(keyOf(delivery, platform, { settings })),
  };
  for (const rule of DELIVERY_RULES) {
    const objection = rule.objection(leaving);
    if (objection !== null) return { id: delivery.id, rule: rule.id, ...objection };
  }
  return null;
}

/** One that cannot even be judged holds up no other. */
function tried(id: string, judge: () => WithheldDelivery | null): WithheldDelivery | null {
  try {
    return judge();
  } catch {
    return cannotBeWritten(id);
  }
}

/** Without the words of the error, which may hold something of the person. */
export function cannotBeWritten(id: string): WithheldDelivery {
  return { id, rule: 'cannotBeWritten', why: 'invalid', message: 'It cannot be written in the form of the platform.' };
}

/** A key is one thing where it counts: a stage may count in two places. */
function keyOf(
  { send, dedupKey }: Delivery,
  platform: Platform,
  { settings }: Pick<OutgoingBatch, 'settings'>,
): string {
  return `${platformOf(platform).place(settings, send)} ${dedupKey}`;
}

/** Those that can stand in one body, cut by the limit. */
function partsOf(
  deliveries: readonly Delivery[],
  transport: Transport,
  { settings, now }: OutgoingBatch,
): Delivery[][] {
  const lanes = groupBy(deliveries, (delivery) => transport.lane(delivery, settings));
  return [...lanes.values()].flatMap(apart).flatMap((lane) => {
    const count = Math.ceil(lane.length / transport.batchMax);
    return Array.from({ length: count }, (_, index) =>
      lane.slice(index * transport.batchMax, (index + 1) * transport.batchMax),
    );
  });

  /** Too late by the time it is posted, one would have all others of its body refused. The first to be late goes first. */
  function apart(lane: readonly Delivery[]): Delivery[][] {
    if (transport.format === 'csv') return [[...lane]];
    const byEnd = groupBy(lane, (delivery) => minuteOfLease(transport.windows, delivery, now) ?? Infinity);
    return [...byEnd].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, deliveries]) => deliveries);
  }
}

/** Writes a body until no rule complains: each time without those that it complained of, so that it ends. */
function writeRightly(
  batch: OutgoingBatch,
  transport: Transport,
): { outgoing: Outgoing[]; refused: WithheldDelivery[] } {
  const refused: WithheldDelivery[] = [];
  let { deliveries } = batch;
  while (deliveries.length > 0) {
    const outgoing = written({ ...batch, deliveries }, transport);
    if (outgoing === null) return inHalves({ ...batch, deliveries }, transport, refused);
    const found = new Map<string, WithheldDelivery>();
    for (const rule of transport.rules)
      for (const { index, message } of rule.complaints(outgoing, batch.settings, batch.now))
        for (const { id } of index === null ? outgoing.items : [outgoing.items[index]!])
          if (!found.has(id)) found.set(id, { id, rule: rule.id, why: 'invalid', message });
    if (found.size === 0) return { outgoing: [outgoing], refused };
    refused.push(...found.values());
    deliveries = deliveries.filter(({ id }) => !found.has(id));
  }
  return { outgoing: [], refused };
}

/** Null where one of them cannot be written. */
function written(batch: OutgoingBatch, transport: Transport): Outgoing | null {
  try {
    return transport.write(batch);
  } catch {
    return null;
  }
}

/** Until the one that cannot be written is alone. */
function inHalves(
  batch: OutgoingBatch,
  transport: Transport,
  refused: readonly WithheldDelivery[],
): { outgoing: Outgoing[]; refused: WithheldDelivery[] } {
  const { deliveries } = batch;
  if (deliveries.length === 1) return { outgoing: [], refused: [...refused, cannotBeWritten(deliveries[0]!.id)] };
  const middle = deliveries.length >> 1;
  const halves = [deliveries.slice(0, middle), deliveries.slice(middle)].map((half) =>
    writeRightly({ ...batch, deliveries: half }, transport),
  );
  return {
    outgoing: halves.flatMap(({ outgoing }) => outgoing),
    refused: [...refused, ...halves.flatMap((half) => half.refused)],
  };
}
