import { groupBy } from '../../platform/values/group.js';
import type { Delivery } from '../delivery.js';
import type { Platform, Transport } from '../platform.js';
import { platformOf } from '../platforms.js';
import { DELIVERY_RULES, type Objection } from './delivery-rules.js';
import type { OutgoingBatch, OutgoingMessage } from './outgoing.js';
import { minuteOfLease } from './window.js';

/** A delivery that is not sent, and the rule that it would break. */
export interface WithheldDelivery extends Objection {
  readonly id: string;
  readonly rule: string;
}

export interface PreparedDispatch {
  readonly outgoing: readonly OutgoingMessage[];
  readonly refused: readonly WithheldDelivery[];
}

/**
 * Writes deliveries to a destination as bodies within the platform's limits, and checks each against every rule. A
 * delivery that breaks one is left out, because platforms often reject a whole body for one bad event.
 */
export function prepare(platform: Platform, batch: OutgoingBatch): PreparedDispatch {
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
    // Each body is a job with a number of its own, by which the platform counts its results.
    const job = batch.jobId === undefined ? {} : { jobId: batch.jobId + index };
    const written = writeRightly({ ...batch, ...job, deliveries: part }, transport);
    refused.push(...written.refused);
    return written.outgoing;
  });
  return { outgoing, refused };
}

/** Removes personal data if the person has denied consent, even if the delivery was queued before. */
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

/** A delivery that cannot be checked must not block the others. */
function tried(id: string, judge: () => WithheldDelivery | null): WithheldDelivery | null {
  try {
    return judge();
  } catch {
    return cannotBeWritten(id);
  }
}

/** Leaves out the error's message, which may contain personal data. */
export function cannotBeWritten(id: string): WithheldDelivery {
  return { id, rule: 'cannotBeWritten', why: 'invalid', message: 'It cannot be written in the form of the platform.' };
}

/** Keys are unique for each place, because a stage may count in two places. */
function keyOf(
  { send, dedupKey }: Delivery,
  platform: Platform,
  { settings }: Pick<OutgoingBatch, 'settings'>,
): string {
  return `${platformOf(platform).place(settings, send)} ${dedupKey}`;
}

/** Splits deliveries by what may share a body, and by the limit of a body. */
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

  /** Separates deliveries by the end of their windows: one that is late would have its whole body rejected. */
  function apart(lane: readonly Delivery[]): Delivery[][] {
    if (transport.format === 'csv') return [[...lane]];
    const byEnd = groupBy(lane, (delivery) => minuteOfLease(transport.windows, delivery, now) ?? Infinity);
    return [...byEnd].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, deliveries]) => deliveries);
  }
}

/** Writes a body, each time without the deliveries that rules complained of, until none complains. */
function writeRightly(
  batch: OutgoingBatch,
  transport: Transport,
): { outgoing: OutgoingMessage[]; refused: WithheldDelivery[] } {
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

/** @returns null if one of the deliveries cannot be written */
function written(batch: OutgoingBatch, transport: Transport): OutgoingMessage | null {
  try {
    return transport.write(batch);
  } catch {
    return null;
  }
}

/** Halves the batch until the delivery that cannot be written is alone. */
function inHalves(
  batch: OutgoingBatch,
  transport: Transport,
  refused: readonly WithheldDelivery[],
): { outgoing: OutgoingMessage[]; refused: WithheldDelivery[] } {
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
