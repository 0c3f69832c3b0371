import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { REQUEST_MS } from '../platform/outbound/outbound.js';
import { whereOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { groupBy } from '../platform/values/group.js';
import { type Sender, Senders, type SendTask } from './senders.service.js';

/** Deliveries that this node may be sending at once, for each sender. */
const AT_ONCE = 512;
/** How often to look for more that is due while deliveries are under way. */
const LOOK_MS = 50;

/**
 * Sends waiting deliveries, on any number of nodes. A node takes some for a minute, sends them and stores the outcome.
 * Another node sends again, under the same id, what was not settled by then (docs/adr/0035).
 */
@Injectable()
export class Dispatch {
  private readonly logger = new Logger('deliveries');
  private readonly atWork = new Map<Sender, Promise<void>>();

  constructor(
    private readonly senders: Senders,
    private readonly time: TimeSource,
  ) {}

  async look(): Promise<void> {
    await Promise.all(this.senders.all.map((sender) => this.empty(sender)));
  }

  /**
   * Sends by one way until nothing is due and nothing is under way. A slow endpoint does not delay other ways.
   * @param goOn whether to take more
   */
  empty(sender: Sender, goOn: () => boolean = () => true): Promise<void> {
    const work = this.atWork.get(sender) ?? this.work(sender, goOn).finally(() => this.atWork.delete(sender));
    this.atWork.set(sender, work);
    return work;
  }

  private async work(sender: Sender, goOn: () => boolean): Promise<void> {
    const busy = new Map<string, number>();
    const underWay = new Set<Promise<void>>();
    try {
      while (goOn()) {
        // A delivery that ends while the sender looks for more may have freed room, so one more look is needed.
        const wasIdle = underWay.size === 0;
        const taken = underWay.size < AT_ONCE ? await sender.take(busy) : [];
        if (taken.length === 0 && wasIdle) return;
        // Groups by target, so that the next take fills several places at once instead of one by one.
        for (const [target, some] of groupBy(taken, (each) => each.target)) {
          busy.set(target, (busy.get(target) ?? 0) + some.length);
          const sending = this.sendAll(some, () => free(busy, target)).finally(() => underWay.delete(sending));
          underWay.add(sending);
        }
        if (underWay.size > 0) await Promise.race([...underWay, setTimeout(LOOK_MS, undefined, { ref: false })]);
      }
    } finally {
      await Promise.all(underWay);
    }
  }

  /** Sends them concurrently. @param done called for each one that has ended */
  private async sendAll(some: readonly SendTask[], done: () => void): Promise<void> {
    await Promise.all(
      some.map((each) =>
        this.send(each)
          .catch((error: unknown) => this.logger.warn(`A delivery is left as it is: ${whereOf(error)}`))
          .finally(done),
      ),
    );
  }

  /** Skips a delivery that may outlast its time: after a stall, another node may be sending it, or the one after it. */
  private async send({ takenUntil, withinMs = REQUEST_MS, send }: SendTask): Promise<void> {
    if (this.time.now() + withinMs > takenUntil)
      this.logger.warn('A delivery was skipped: its time ran out, so another node may have taken it');
    else await send();
  }
}

function free(busy: Map<string, number>, target: string): void {
  const left = busy.get(target)! - 1;
  if (left === 0) busy.delete(target);
  else busy.set(target, left);
}
