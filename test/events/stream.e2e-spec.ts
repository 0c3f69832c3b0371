import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EventHub } from '../../src/deliveries/streams/event-hub.service.js';
import type { LedgerStretch } from '../../src/deliveries/streams/ledger-hub.service.js';
import { readFeedCursor } from '../../src/events/feed.js';
import { LedgerStore } from '../../src/events/ledger.store.js';
import { TestApplication } from '../support/application.js';
import { Listening } from '../support/listening.js';
import { aDesk, aLead, aLotHappens, aRep, aTouch, faults } from '../support/people.js';
import { until } from '../support/postgres-owner.js';
import { runs } from '../support/runs.js';

/** Longer than the stream waits for a client that does not read. */
const DEAF_MS = 16_000;

let app: TestApplication;
const open: Listening[] = [];

beforeAll(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann']);
});
afterAll(() => app.stop());
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function listen(query = '', options: Parameters<typeof Listening.to>[2] = {}): Promise<Listening> {
  const listening = await Listening.to(app.url, `/v1/events/stream${query}`, options);
  open.push(listening);
  return listening;
}

/** Can be paused before it sends events. */
class Waiting extends EventHub {
  private gate = Promise.resolve();
  private onTold = (): void => undefined;
  told = Promise.resolve();
  times = 0;

  /** @returns a function that ends the pause */
  waits(): () => void {
    let goOn = (): void => undefined;
    this.gate = new Promise((resolve) => (goOn = resolve));
    this.told = new Promise((resolve) => (this.onTold = resolve));
    return goOn;
  }

  protected override async render(stretch: LedgerStretch) {
    this.times += 1;
    this.onTold();
    await this.gate;
    return super.render(stretch);
  }
}

/** Records the most reads at once and the most rows of one. */
class Counting extends EventHub {
  private now = 0;
  most = 0;
  longest = 0;

  protected override async render(stretch: LedgerStretch) {
    this.now += 1;
    this.most = Math.max(this.most, this.now);
    this.longest = Math.max(this.longest, stretch.rows.length);
    await new Promise((resolve) => setImmediate(resolve));
    this.now -= 1;
    return super.render(stretch);
  }
}

/** Fails once, as if it had lost the database. */
class Failing extends EventHub {
  failures = 0;

  protected override async render(stretch: LedgerStretch) {
    if (this.failures === 0) {
      this.failures += 1;
      throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
    }
    return super.render(stretch);
  }
}

const ofKey = (keyId: string) => ({ keyId, credential: keyId });
const WELCOME = { of: ofKey('key'), mayStill: async () => true };

async function textOf(stream: Readable, end: string): Promise<string> {
  let heard = '';
  await until(`${end} was heard`, async () => {
    heard += stream.read() ?? '';
    return heard.includes(end);
  });
  return heard;
}

describe('a stream of events', () => {
  it('begins with a beat, then sends new events as the feed lists them', async () => {
    await aLead(app);
    // Transactions of other tests delay when these events become final; until then they would still be sent.
    await app.feedsCaughtUp();
    const listening = await listen();
    expect(listening.answer.headers['content-type']).toBe('text/event-stream');
    await until('it beats', async () => listening.messages.length > 0);
    expect(listening.messages[0]).toMatchObject({ event: 'beat', data: { serverTime: expect.any(String) } });
    const lead = await aLead(app);
    await aTouch(app, lead);
    const heard = await listening.heard(3);
    expect(heard.map(({ event }) => event)).toEqual(['lead.received', 'lead.assigned', 'lead.touched']);
    const feed = (await app.feed('/v1/events?type=lead.*&limit=1000')).data.slice(-3);
    expect(heard.map(({ data }) => data)).toEqual(feed);
    expect(heard.map(({ id }) => id)).toEqual(feed.map(({ cursor }: { cursor: string }) => cursor));
  });

  it('resumes from the last event id or a cursor, without gaps or repeats', async () => {
    const first = await listen();
    await aLead(app);
    const [received] = await first.heard(2);
    first.close();
    for (let count = 0; count < 5; count += 1) await aLead(app);
    await app.feedsCaughtUp();
    const feed = (await app.feed(`/v1/events?after=${received!.id}&limit=1000`)).data;
    for (const again of [
      await listen('', { headers: { 'last-event-id': received!.id! } }),
      await listen(`?after=${received!.id}`),
    ]) {
      await aLead(app);
      const heard = await again.heard(feed.length + 2);
      expect(heard.slice(0, feed.length).map(({ data }) => data)).toEqual(feed);
      expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
      again.close();
      feed.push(...heard.slice(feed.length).map(({ data }) => data));
    }
  });

  it('sends only the requested types', async () => {
    const listening = await listen('?type=lead.touched,rep.*');
    const lead = await aLead(app);
    await aTouch(app, lead);
    expect((await listening.heard(1)).map(({ event }) => event)).toEqual(['lead.touched']);
  });

  it('refuses a cursor or type that it cannot read, and keys that may not listen', async () => {
    expect((await app.get('/v1/events/stream?after=x')).body).toMatchObject({
      detail: '/after: Expected where to continue from: the `nextCursor` of a page, or an `id` of a stream.',
      errors: [{ pointer: '/after', code: 'cursor' }],
    });
    expect(faults(await app.get('/v1/events/stream?type=lead.gone'))).toEqual(['/type value']);
    const rep = await aRep(app, 'Bo');
    const key = await app.keyFor(['rep'], rep.id);
    expect((await app.get('/v1/events/stream', { key })).status).toBe(403);
  });

  it('ends when the key that opened it is deleted', async () => {
    const made = await app.must('POST', '/v1/api-keys', { name: 'Screen', scopes: ['read'] });
    const listening = await listen('', { key: made.key });
    await app.must('DELETE', `/v1/api-keys/${made.id}`);
    await until('it has ended', async () => {
      await app.application.app.get(EventHub).beatAll();
      return listening.hasEnded;
    });
  });

  it('survives failing permission checks for five minutes, counted anew after one that succeeds', async () => {
    const hub = new EventHub(app.application.app.get(LedgerStore), app.time);
    let isAway = true;
    const mayStill = async () => {
      if (isAway) throw new Error('The database is away');
      return true;
    };
    const stream = await hub.listen([], null, { ...WELCOME, mayStill });
    const beats = async (count: number) => {
      for (let beat = 0; beat < count; beat += 1) {
        stream.read();
        await hub.beatAll();
      }
    };
    await beats(19);
    isAway = false;
    await beats(1);
    isAway = true;
    await beats(19);
    expect(stream.destroyed).toBe(false);
    await beats(1);
    expect(stream.destroyed).toBe(true);
    await hub.beforeApplicationShutdown();
  });

  it('ends for a listener that reads none of its backlog from one beat to the next', async () => {
    const hub = new EventHub(app.application.app.get(LedgerStore), app.time);
    const [deaf, well] = [await hub.listen([], null, WELCOME), await hub.listen([], null, WELCOME)];
    const beat = async () => {
      well.read();
      await hub.beatAll();
      return [deaf.destroyed, well.destroyed];
    };
    expect(await beat()).toEqual([false, false]);
    expect(await beat()).toEqual([true, false]);
    await hub.beforeApplicationShutdown();
  });

  it('beats for the other listeners while the permission check of one is pending', async () => {
    const hub = new EventHub(app.application.app.get(LedgerStore), app.time);
    let said!: (may: boolean) => void;
    const unsaid = new Promise<boolean>((resolve) => {
      said = resolve;
    });
    const slow = await hub.listen([], null, { of: ofKey('slow'), mayStill: () => unsaid });
    const other = await hub.listen([], null, WELCOME);
    for (const stream of [slow, other]) await textOf(stream, 'event: beat');
    const beating = hub.beatAll();
    await textOf(other, 'event: beat');
    const again = hub.beatAll();
    await textOf(other, 'event: beat');
    said(false);
    await Promise.all([beating, again]);
    // A listener that may no longer listen gets its backlog, then the end.
    const ended = once(slow, 'end');
    while (slow.read() !== null);
    await ended;
    expect(other.destroyed).toBe(false);
    await hub.beforeApplicationShutdown();
  });

  it('can be opened a thousand times at once by one key, without limiting other keys', async () => {
    const hub = new EventHub(app.application.app.get(LedgerStore), app.time);
    const streams: Readable[] = [];
    // Each takes what it is sent: on a slow machine those who take nothing would be gone before the last has come.
    for (let count = 0; count < 1_000; count += 1) streams.push((await hub.listen([], null, WELCOME)).resume());
    await expect(hub.listen([], null, WELCOME)).rejects.toMatchObject({
      message:
        'This key listens 1,000 times on this node, as often as one may: end a stream first, or ask another node.',
      retryAfterSeconds: 1,
    });
    streams.push(await hub.listen([], null, { ...WELCOME, of: ofKey('other') }));
    streams[0]!.destroy();
    await until('there is a place', async () => hub.listeners === 1_000);
    streams.push(await hub.listen([], null, WELCOME));
    for (const stream of streams) stream.destroy();
    await until('nobody listens', async () => hub.listeners === 0);
  });

  it('reads missed events for two listeners at a time at most, in small portions', async () => {
    const from = (await app.must('GET', '/v1/events?limit=1')).data[0].cursor;
    await aLotHappens(app, 2_500);
    await app.feedsCaughtUp();
    const hub = new Counting(app.application.app.get(LedgerStore), app.time);
    const streams = await Promise.all(Array.from({ length: 20 }, () => hub.listen([], readFeedCursor(from), WELCOME)));
    const heard = streams.map(() => 0);
    const { length } = (await app.feed(`/v1/events?after=${from}&limit=1000`)).data;
    await until('all have caught up', async () => {
      for (const [index, stream] of streams.entries())
        heard[index]! +=
          stream
            .read()
            ?.toString()
            .match(/^id: .*\nevent: (?!beat)/gm)?.length ?? 0;
      return heard.every((count) => count >= length);
    });
    expect(hub.most).toBeLessThanOrEqual(2);
    expect(hub.longest).toBe(200);
    for (const stream of streams) stream.destroy();
    await until('nobody listens', async () => hub.listeners === 0);
  });

  it('reads nothing for listeners that hung up while they waited for their turn', async () => {
    await aLead(app);
    await app.feedsCaughtUp();
    const from = (await app.must('GET', '/v1/events?limit=1')).data[0].cursor;
    const hub = new Waiting(app.application.app.get(LedgerStore), app.time);
    const going = hub.waits();
    const streams: Readable[] = [];
    for (let count = 0; count < 20; count += 1) streams.push(await hub.listen([], readFeedCursor(from), WELCOME));
    await hub.told;
    for (const stream of streams) stream.destroy();
    await until('nobody listens', async () => hub.listeners === 0);
    const last = await hub.listen([], readFeedCursor(from), WELCOME);
    going();
    await textOf(last, 'event: lead.assigned');
    // The two reads under way, and those for the last listener.
    expect(hub.times).toBeLessThan(10);
    last.destroy();
    await until('nobody listens', async () => hub.listeners === 0);
  });

  it('resumes where it was if the database fails while it catches up', async () => {
    const from = (await app.must('GET', '/v1/events?limit=1')).data[0].cursor;
    const hub = new Failing(app.application.app.get(LedgerStore), app.time);
    const stream = await hub.listen([], readFeedCursor(from), WELCOME);
    await textOf(stream, 'event: lead.assigned');
    expect(hub.failures).toBe(1);
    stream.destroy();
    await until('nobody listens', async () => hub.listeners === 0);
  });

  it('begins with new events, even if the previous listener left while events were being sent', async () => {
    const program = app.application.app;
    const hub = new Waiting(program.get(LedgerStore), app.time);
    const last = await hub.listen(['lead.received'], null, WELCOME);
    await textOf(last, 'event: beat');
    await until('it has caught up', async () => {
      await aLead(app);
      return (last.read() as Buffer | null)?.includes('lead.received') ?? false;
    });
    const going = hub.waits();
    await aLead(app);
    await hub.told;
    last.destroy();
    await until('nobody listens', async () => hub.listeners === 0);
    going();
    await aLotHappens(app, 2_500);
    await app.feedsCaughtUp();
    const next = await hub.listen([], null, WELCOME);
    const lead = await aLead(app);
    const heard = await textOf(next, 'lead.assigned');
    // More than one beat arrives if transactions of other tests hold the feed back.
    expect(heard.match(/^event: (?!beat).*$/gm)).toEqual(['event: lead.received', 'event: lead.assigned']);
    expect(heard).toContain(lead.id);
    next.destroy();
    await until('nobody listens', async () => hub.listeners === 0);
  });

  it('is cut off if its client does not read, and holds up no other listener', async () => {
    const hub = app.application.app.get(EventHub);
    const deaf = await listen();
    const other = await listen();
    deaf.stopReading();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    try {
      // More than the socket buffers hold.
      await aLotHappens(app, 50_000);
      await other.heard(50_000);
      expect(hub.listeners).toBe(2);
      clock.mockReturnValue(performance.now() + DEAF_MS);
      await until('who does not read was cut off', () => hub.listeners === 1);
    } finally {
      clock.mockRestore();
    }
    expect(other.hasEnded).toBe(false);
  });

  it('delivers each event once to hundreds of listeners that arrive together', async () => {
    // Connects all of them before the first sends its request.
    const path = '/v1/events/stream?type=lead.received';
    const coming = await Promise.all(
      Array.from({ length: runs(250, 1_000) }, () => Listening.connected(app.url, path)),
    );
    const many = await Promise.all(coming.map((ask) => ask()));
    open.push(...many);
    expect(many.filter(({ answer }) => answer.statusCode !== 200)).toEqual([]);
    await until('all are there', async () => many.every(({ messages }) => messages.length > 0));
    const leads = [await aLead(app), await aLead(app)].map(({ id }) => id);
    await until('all have heard', async () => many.every(({ events }) => events.length >= 2));
    for (const { events } of many) expect(events.map(({ data }) => data.subject.id)).toEqual(leads);
  });
});
