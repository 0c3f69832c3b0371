import type { Readable } from 'node:stream';
import type { LedgerRow } from '../../events/event.js';
import { type FeedPosition, type FeedSpan, feedCursor, isBefore } from '../../events/feed.js';
import type { LedgerStore } from '../../events/ledger.store.js';
import { serverSent } from '../../platform/http/page.js';
import { OverloadError } from '../../platform/input/refusal.js';
import { Complaints } from '../../platform/running/complaints.js';
import { whyOf } from '../../platform/running/failure.js';
import { Gate } from '../../platform/running/gate.js';
import type { TimeSource } from '../../platform/running/time-source.js';
import { isUnavailable } from '../../platform/sql/database.js';
import { MS_PER_SECOND, toIso } from '../../platform/values/duration.js';
import type { Listener } from './listener.js';
import { Places } from './watched.js';

const LOOK_MS = 250;
const BEAT_MS = 15 * MS_PER_SECOND;
const PAGE = 1_000;
/** For a listener that catches up: unread events stay in memory, and there may be thousands of listeners. */
const PAGE_OF_ONE = 200;
/** Limits the catching up that reads at once, so that other requests wait for no more than these. */
const READ_AT_ONCE = 2;
const OF_A_KEY_AT_ONCE = 1;
const CHECKED_AT_ONCE = 16;
/** Five minutes of beats. While the database is away no events are sent, so a key that ends meanwhile receives none. */
const UNCHECKED_MAX = 20;
const AGAIN_MS = MS_PER_SECOND;
/** In characters: how much may wait before the next text is pushed to a listener that catches up. */
const PIECE = 256 * 1024;
/** A listener that reads nothing for this long is disconnected. It resumes where it was when it reconnects. */
const DEAF_MS = 15 * MS_PER_SECOND;
const TAKEN_LOOK_MS = 5;

export interface LedgerStretch extends FeedSpan {
  readonly rows: readonly LedgerRow[];
}

/**
 * Reads the ledger once for all listeners of this node. A new or returning listener reads by itself until it has caught
 * up.
 */
export abstract class LedgerHub<L extends Listener> {
  private readonly complaints = new Complaints('streams');
  private readonly places = new Places();
  /** Takes turns between keys, so that a key with a thousand streams does not stop others from catching up. */
  private readonly readers = new Gate(READ_AT_ONCE, Number.POSITIVE_INFINITY, OF_A_KEY_AT_ONCE);
  /** All listeners, each with the check of its key. */
  private readonly open = new Map<L, () => Promise<boolean>>();
  private readonly live = new Set<L>();
  /** The position up to which all live listeners are. */
  private position: FeedPosition | null = null;
  private timers: readonly NodeJS.Timeout[] = [];
  private looking: Promise<void> | null = null;
  private checking: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    protected readonly ledger: LedgerStore,
    private readonly time: TimeSource,
  ) {}

  /** Returns what each listener receives of a stretch, without what it has received before. */
  protected abstract render(
    stretch: LedgerStretch,
    listeners: ReadonlySet<L>,
  ): Promise<(listener: L) => readonly string[]>;

  get listeners(): number {
    return this.open.size;
  }

  /** The keys and sessions of all listeners. */
  get credentials(): readonly string[] {
    return [...this.open.keys()].map(({ of }) => of.credential);
  }

  /** Ends the streams of keys and sessions. */
  endOf(credentials: ReadonlySet<string>): void {
    for (const listener of this.open.keys()) if (credentials.has(listener.of.credential)) listener.end();
  }

  /** @throws OverloadError if there are too many listeners on this node, or of this key */
  protected async admit(keyId: string, make: () => Promise<L>): Promise<L> {
    this.places.take(keyId);
    try {
      const listener = await make();
      if (this.isStopping)
        throw new OverloadError('This node is stopping. Ask another node, or try again in a moment.');
      listener.stream.once('close', () => this.places.free(keyId));
      return listener;
    } catch (error) {
      this.places.free(keyId);
      throw error;
    }
  }

  /**
   * @param mayStill checked at every beat: a stream ends with its key; @param begin sends what comes before the events
   */
  protected add(listener: L, mayStill: () => Promise<boolean>, begin?: () => Promise<void>): void {
    this.open.set(listener, mayStill);
    listener.stream.once('close', () => {
      this.open.delete(listener);
      this.live.delete(listener);
      if (this.open.size === 0) this.rest();
    });
    if (this.timers.length === 0)
      this.timers = [setInterval(() => void this.look(), LOOK_MS), setInterval(() => void this.beatAll(), BEAT_MS)];
    listener.sendAll([this.beat()]);
    this.bring(listener, begin);
  }

  /** Lets a listener catch up by itself before it joins the others. @param begin sends what must come first */
  protected bring(listener: L, begin: () => Promise<void> = async () => undefined): void {
    this.live.delete(listener);
    const turn = ++listener.turn;
    void this.patiently(listener, turn, begin)
      .then(() => this.patiently(listener, turn, () => this.catchUp(listener, turn)))
      .catch((error: unknown) => this.giveUp(listener, error));
  }

  /** Reads for a listener when it is its turn. @returns null if it has disconnected by then */
  protected inTurn<Read>(listener: L, read: () => Promise<Read>): Promise<Read | null> {
    return this.readers.inTurn(listener.of.keyId, async () => (listener.isGone ? null : read()));
  }

  /** Retries after a passing fault. Disconnecting would make all listeners reconnect at once. */
  private async patiently(listener: L, turn: number, work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.complain(error);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
        if (listener.isGone || listener.turn !== turn) return;
      }
    }
  }

  /** Sends only as fast as the listener reads. */
  protected async sendPatiently(listener: L, texts: readonly string[]): Promise<void> {
    const { stream } = listener;
    for (const text of texts) {
      if (stream.readableLength > PIECE) await taken(stream);
      if (listener.isGone) return;
      listener.push(text);
    }
    await taken(stream);
  }

  /** Listeners reconnect to another node. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const listener of this.open.keys()) listener.end();
    this.rest();
    await this.looking;
  }

  private rest(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    this.position = null;
  }

  /** Sends what the listener has missed, page by page, until it can join the others. */
  private async catchUp(listener: L, turn: number): Promise<void> {
    const isOurs = () => !listener.isGone && listener.turn === turn;
    while (isOurs()) {
      const next = await this.inTurn(listener, () => this.readNext(listener));
      if (next === null || !isOurs()) return;
      const { horizon, stretch, textsFor } = next;
      await this.sendPatiently(listener, textsFor(listener));
      if (!isOurs()) return;
      listener.at = stretch.horizon;
      if (stretch.rows.length === PAGE_OF_ONE) continue;
      // A listener must not join in the middle of a round.
      await this.looking;
      if (!isOurs()) return;
      // Without live listeners the position may be stale: the last one may have left during a round.
      if (this.live.size === 0) this.position = horizon;
      // The others are further by now, so read on. If they are behind, `listener.at` prevents repeats.
      else if (isBefore(horizon, this.position!)) continue;
      this.live.add(listener);
      return;
    }
  }

  private async readNext(listener: L) {
    const horizon = await this.ledger.readHorizon();
    const stretch = await this.read({ after: listener.at, horizon }, PAGE_OF_ONE);
    return { horizon, stretch, textsFor: await this.render(stretch, new Set([listener])) };
  }

  private async look(): Promise<void> {
    if (this.looking !== null || this.live.size === 0 || this.position === null) return;
    this.looking = this.broadcast(this.position).then(
      () => this.complaints.end(),
      (error: unknown) => this.complain(error),
    );
    await this.looking;
    this.looking = null;
  }

  private async broadcast(after: FeedPosition): Promise<void> {
    const horizon = await this.ledger.readHorizon();
    for (let at = after; isBefore(at, horizon) && this.live.size > 0; ) {
      const stretch = await this.read({ after: at, horizon }, PAGE);
      const textsFor = await this.render(stretch, this.live);
      at = stretch.horizon;
      for (const listener of this.live) {
        // A slow reader catches up by itself, so that it does not delay the others.
        if (!listener.sendAll(textsFor(listener))) this.bring(listener);
        // A listener that joined from further ahead stays there, or it would receive the rest of the stretch twice.
        else if (isBefore(listener.at, at)) listener.at = at;
      }
      this.position = at;
    }
  }

  private async read(between: FeedSpan, most: number): Promise<LedgerStretch> {
    const rows = await this.ledger.readNews(between, [], most);
    return { rows, after: between.after, horizon: rows.length === most ? rows.at(-1)! : between.horizon };
  }

  /** Sends a beat to each listener, then checks the keys. A slow check delays no beat. */
  async beatAll(): Promise<void> {
    for (const listener of this.open.keys()) {
      if (listener.takesNothing()) listener.stream.destroy();
      else listener.sendAll([this.beat(this.live.has(listener) ? listener.at : null)]);
    }
    this.checking ??= this.checkAll().finally(() => {
      this.checking = null;
    });
    await this.checking;
  }

  private async checkAll(): Promise<void> {
    const left = [...this.open].values();
    const checkNext = async () => {
      for (const [listener, mayStill] of left) await this.check(listener, mayStill);
    };
    await Promise.all(Array.from({ length: CHECKED_AT_ONCE }, checkNext));
  }

  private async check(listener: L, mayStill: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await mayStill())) listener.end();
      listener.unchecked = 0;
    } catch (error) {
      listener.unchecked += 1;
      if (listener.unchecked < UNCHECKED_MAX) this.complain(error);
      else this.giveUp(listener, error);
    }
  }

  /** @param at the position up to which the listener is, from which it can resume even after days without events */
  protected beat(at: FeedPosition | null = null): string {
    return serverSent({
      ...(at !== null && { id: feedCursor(at) }),
      event: 'beat',
      data: JSON.stringify({ serverTime: toIso(this.time.now()) }),
    });
  }

  /** Disconnects a listener, which resumes where it was when it reconnects. */
  private giveUp(listener: L, error: unknown): void {
    this.complain(error);
    listener.stream.destroy();
  }

  private complain(error: unknown): void {
    // Logs once for all listeners, as they fail for the same reason.
    this.complaints.warn(`Streams fall behind: ${whyOf(error)}`);
  }
}

function isPassing(error: unknown): boolean {
  return isUnavailable(error) || error instanceof OverloadError;
}

async function taken(stream: Readable): Promise<void> {
  let [least, since] = [stream.readableLength, performance.now()];
  while (!stream.destroyed && stream.readableLength > 0) {
    await new Promise((resolve) => setTimeout(resolve, TAKEN_LOOK_MS));
    // Beats are added meanwhile, so only a new minimum proves that the listener has read something.
    if (stream.readableLength < least) [least, since] = [stream.readableLength, performance.now()];
    else if (performance.now() - since > DEAF_MS) stream.destroy();
  }
}
