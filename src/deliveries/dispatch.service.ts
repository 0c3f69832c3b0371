import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { MS_PER_SECOND } from '../platform/duration.js';
import { whereOf } from '../platform/failure.js';
import { groupBy } from '../platform/group.js';
import { TimeSource } from '../platform/time-source.js';
import { type Sender, Senders, type Sending } from './senders.service.js';

/** So much is under way at once from this node. */
const AT_ONCE = 512;
/** As long as something is under way it is looked so often whether more is due. */
const LOOK_MS = 50;
/** One request takes so long at most. What could end after another node has taken it is left to that one. */
const REQUEST_MS = 20 * MS_PER_SECOND;

/**
 * Delivers what waits, on any number of nodes: each takes some for a minute, sends it, and says what came of it. What it
 * has not said by then another one sends once more, under the same id (docs/adr/0035).
 */
@Injectable()
export class Dispatch {
  private readonly logger = new Logger('deliveries');
  private readonly atWork = new Map<Sender, Promise<void>>();

  constructor(
    private readonly senders: Senders,
    private readonly time: TimeSource,
  ) {}

  /** By each way until nothing is due and nothing is under way. */
  async look(): Promise<void> {
    await Promise.all(this.senders.all.map((sender) => this.empty(sender)));
  }

  /**
   * Until nothing is due by a way and nothing is under way. Each is by itself: a slow endpoint keeps no other way waiting.
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
        // What ends while it is looked may have made room for what it found no turn for.
        const wasIdle = underWay.size === 0;
        const taken = underWay.size < AT_ONCE ? await sender.take(busy) : [];
        if (taken.length === 0 && wasIdle) return;
        // Those to one target are waited for together: what is taken next is then not one by one.
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

  /** Side by side. @param done for each that has ended */
  private async sendAll(some: readonly Sending[], done: () => void): Promise<void> {
    await Promise.all(
      some.map((each) =>
        this.send(each)
          .catch((error: unknown) => this.logger.warn(`A delivery is left as it is: ${whereOf(error)}`))
          .finally(done),
      ),
    );
  }

  /** Where the machine stood still meanwhile, or the database was slow, others may be at it, and at what follows it. */
  private async send({ takenUntil, withinMs = REQUEST_MS, send }: Sending): Promise<void> {
    if (this.time.now() + withinMs > takenUntil) this.logger.warn('A delivery is left to whoever has it by now');
    else await send();
  }
}

function free(busy: Map<string, number>, target: string): void {
  const left = busy.get(target)! - 1;
  if (left === 0) busy.delete(target);
  else busy.set(target, left);
}
