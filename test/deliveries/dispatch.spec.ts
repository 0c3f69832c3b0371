import { describe, expect, it } from '@jest/globals';
import { Dispatch } from '../../src/deliveries/dispatch.service.js';
import type { Busy, Sender, Senders, SendTask } from '../../src/deliveries/senders.service.js';
import { SteppedTime } from '../../src/platform/running/time-source.js';
import { until } from '../support/postgres-owner.js';

const time = new SteppedTime(0);

/** A sender with one target: deliveries wait in it, and are answered when the test says so. */
class Way implements Sender {
  readonly channel = 'webhook';
  readonly waits = 'false';
  readonly due: string[] = [];
  readonly sent: string[] = [];
  most = 0;
  failed = 0;
  fault: Error | null = null;
  private answers: (() => void)[] = [];

  constructor(
    private readonly room: number,
    private readonly isSlow: boolean,
  ) {}

  async take(busy: Busy): Promise<readonly SendTask[]> {
    if (this.fault !== null) {
      this.failed += 1;
      throw this.fault;
    }
    const underWay = busy.get('target') ?? 0;
    const taken = this.due.splice(0, this.room - underWay);
    this.most = Math.max(this.most, underWay + taken.length);
    return taken.map((each) => ({ target: 'target', takenUntil: time.now() + 60_000, send: () => this.send(each) }));
  }

  answerAll(): void {
    for (const answer of this.answers.splice(0)) answer();
  }

  private async send(each: string): Promise<void> {
    this.sent.push(each);
    if (this.isSlow) await new Promise<void>((answer) => this.answers.push(answer));
  }
}

const dispatchBy = (all: readonly Sender[]) => new Dispatch({ all } as Pick<Senders, 'all'> as Senders, time);
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('deliveries by several senders', () => {
  it('go out at once, while another sender waits for an endpoint that hangs', async () => {
    const [slow, quick] = [new Way(4, true), new Way(4, false)];
    const dispatch = dispatchBy([slow, quick]);
    slow.due.push('hangs');
    const held = dispatch.empty(slow);
    await turn();
    quick.due.push('one');
    await dispatch.empty(quick);
    expect([slow.sent, quick.sent]).toEqual([['hangs'], ['one']]);
    slow.answerAll();
    await held;
  });

  it('never exceed the limit of a target, even after reading the due ones failed', async () => {
    const way = new Way(2, true);
    const dispatch = dispatchBy([way]);
    way.due.push('1', '2', '3', '4');
    const first = dispatch.empty(way);
    await turn();
    way.fault = new Error('The connection was lost');
    const failing = expect(first).rejects.toThrow('The connection was lost');
    // It goes on looking for due deliveries while one is under way, and the next look fails.
    await until('it fails', () => way.failed > 0);
    way.fault = null;
    dispatch.empty(way).catch(() => undefined);
    await turn();
    expect(way.sent).toEqual(['1', '2']);
    way.answerAll();
    await failing;
    const again = dispatch.empty(way);
    await turn();
    expect(way.sent).toEqual(['1', '2', '3', '4']);
    way.answerAll();
    await again;
    expect(way.most).toBe(2);
  });

  it('fail separately', async () => {
    const [broken, quick] = [new Way(4, false), new Way(4, false)];
    broken.fault = new Error('No database');
    quick.due.push('one');
    const dispatch = dispatchBy([broken, quick]);
    const look = dispatch.look();
    await expect(look).rejects.toThrow('No database');
    await turn();
    expect(quick.sent).toEqual(['one']);
  });
});
