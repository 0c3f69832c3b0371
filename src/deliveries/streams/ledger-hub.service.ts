import type { Readable } from 'node:stream';
import type { LedgerRow } from '../../events/event.js';
import { type Between, type FeedPosition, feedCursor, isBefore } from '../../events/feed.js';
import type { LedgerStore } from '../../events/ledger.store.js';
import { Complaints } from '../../platform/complaints.js';
import { isUnavailable } from '../../platform/database.js';
import { MS_PER_SECOND, toIso } from '../../platform/duration.js';
import { whyOf } from '../../platform/failure.js';
import { Gate } from '../../platform/gate.js';
import { serverSent } from '../../platform/page.js';
import { OverloadError } from '../../platform/refusal.js';
import type { TimeSource } from '../../platform/time-source.js';
import type { Listener } from './listener.js';
import { Places } from './watched.js';

const LOOK_MS = 250;
const BEAT_MS = 15 * MS_PER_SECOND;
const PAGE = 1_000;
/** Of who catches up: it holds what has not been taken yet of it, and there may be thousands of them. */
const PAGE_OF_ONE = 200;
/** So many of those who catch up read at once; who only asks something waits for no more than these. */
const READ_AT_ONCE = 2;
const CHECKED_AT_ONCE = 16;
/** Five minutes. While the database is away nothing is told: a key that has ended meanwhile hears nothing by it. */
const UNCHECKED_MAX = 20;
const AGAIN_MS = MS_PER_SECOND;
/** In characters: so much is sent at once to who is waited for. */
const PIECE = 256 * 1024;
/** Who takes nothing for so long is cut off: they go on where they were when they ask again. */
const DEAF_MS = 15 * MS_PER_SECOND;
const TAKEN_LOOK_MS = 5;

/** Some of the ledger: all events of a stretch of it. */
export interface LedgerStretch extends Between {
  readonly rows: readonly LedgerRow[];
}

/**
 * Sends what happens to whoever listens on this node. The ledger is read once for all of them, however many there are;
 * who comes later, or comes back, reads what it has missed by itself until it has caught up with the others.
 */
export abstract class LedgerHub<L extends Listener> {
  private readonly complaints = new Complaints('streams');
  private readonly places = new Places();
  /** Between keys, turns: who opens a thousand streams keeps nobody else from catching up. */
  private readonly readers = new Gate(READ_AT_ONCE, Number.POSITIVE_INFINITY);
  /** With whether each still may listen. */
  private readonly open = new Map<L, () => Promise<boolean>>();
  /** Those that have caught up. */
  private readonly live = new Set<L>();
  /** Up to where all of them were told. */
  private position: FeedPosition | null = null;
  private timers: readonly NodeJS.Timeout[] = [];
  private looking: Promise<void> | null = null;
  private checking: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    protected readonly ledger: LedgerStore,
    private readonly time: TimeSource,
  ) {}

  /** What each of them is sent of a stretch of the ledger, but for what it has been sent before. */
  protected abstract tell(
    stretch: LedgerStretch,
    listeners: ReadonlySet<L>,
  ): Promise<(listener: L) => readonly string[]>;

  /** How many there are on this node. */
  get listeners(): number {
    return this.open.size;
  }

  /**
   * Makes a listener where there is room for one more.
   * @throws OverloadError when there are too many on this node, or by this key
   */
  protected async admit(keyId: string, make: () => Promise<L>): Promise<L> {
    this.places.take(keyId);
    try {
      const listener = await make();
      if (this.isStopping) throw new OverloadError('This node stops. Ask another, or again in a moment.');
      listener.stream.once('close', () => this.places.free(keyId));
      return listener;
    } catch (error) {
      this.places.free(keyId);
      throw error;
    }
  }

  /**
   * @param mayStill is asked at every beat: a stream ends with the key that opened it
   * @param begin what it is sent before what happens
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

  /** Brings it to where the others are; until then it is told by itself. @param begin what it is sent before */
  protected bring(listener: L, begin: () => Promise<void> = async () => undefined): void {
    this.live.delete(listener);
    const turn = ++listener.turn;
    void this.patiently(listener, turn, begin)
      .then(() => this.patiently(listener, turn, () => this.catchUp(listener, turn)))
      .catch((error: unknown) => this.giveUp(listener, error));
  }

  /** Reads for one of them, when it is its turn. @returns null where it has hung up by then */
  protected async inTurn<Read>(listener: L, read: () => Promise<Read>): Promise<Read | null> {
    await new Promise<void>((resolve) => this.readers.enter(listener.keyId, resolve));
    try {
      return listener.isGone ? null : await read();
    } finally {
      this.readers.leave();
    }
  }

  /** A fault that passes cuts nobody off: they would all come back at once. */
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

  /** As fast as it is taken. */
  protected async sendPatiently(listener: L, texts: readonly string[]): Promise<void> {
    const { stream } = listener;
    for (const text of texts) {
      if (stream.readableLength > PIECE) await taken(stream);
      if (listener.isGone) return;
      listener.push(text);
    }
    await taken(stream);
  }

  /** Whoever listens goes on at another node. */
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

  /** What it has missed, page by page, as fast as it is taken, until it is where the others are. */
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
      // Nobody joins the others while they are being told something.
      await this.looking;
      if (!isOurs()) return;
      // Where nobody is told anything, the position may be an old one: the last may have left while they were told.
      if (this.live.size === 0) this.position = horizon;
      // They may have been told more meanwhile; where they have been told less, it is told nothing twice.
      else if (isBefore(horizon, this.position!)) continue;
      this.live.add(listener);
      return;
    }
  }

  private async readNext(listener: L) {
    const horizon = await this.ledger.readHorizon();
    const stretch = await this.read({ after: listener.at, horizon }, PAGE_OF_ONE);
    return { horizon, stretch, textsFor: await this.tell(stretch, new Set([listener])) };
  }

  private async look(): Promise<void> {
    if (this.looking !== null || this.live.size === 0 || this.position === null) return;
    this.looking = this.tellAll(this.position).then(
      () => this.complaints.end(),
      (error: unknown) => this.complain(error),
    );
    await this.looking;
    this.looking = null;
  }

  private async tellAll(after: FeedPosition): Promise<void> {
    const horizon = await this.ledger.readHorizon();
    for (let at = after; isBefore(at, horizon) && this.live.size > 0; ) {
      const stretch = await this.read({ after: at, horizon }, PAGE);
      const textsFor = await this.tell(stretch, this.live);
      at = stretch.horizon;
      for (const listener of this.live) {
        // It would hold up the others.
        if (!listener.sendAll(textsFor(listener))) this.bring(listener);
        // Who came from further on stays there, or it would be told the rest of that twice.
        else if (isBefore(listener.at, at)) listener.at = at;
      }
      this.position = at;
    }
  }

  private async read(between: Between, most: number): Promise<LedgerStretch> {
    const rows = await this.ledger.readFeed(between, [], most);
    return { rows, after: between.after, horizon: rows.length === most ? rows.at(-1)! : between.horizon };
  }

  /** Says to each that it is there, and asks whether it still may listen; nobody's beat waits for another's answer. */
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

  /** @param at up to where whoever hears it has been told everything: who hears nothing else for days comes back to there */
  protected beat(at: FeedPosition | null = null): string {
    return serverSent({
      ...(at !== null && { id: feedCursor(at) }),
      event: 'beat',
      data: JSON.stringify({ serverTime: toIso(this.time.now()) }),
    });
  }

  /** It goes on where it was when it asks again. */
  private giveUp(listener: L, error: unknown): void {
    this.complain(error);
    listener.stream.destroy();
  }

  private complain(error: unknown): void {
    // A thousand listeners have one reason.
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
    // Beats are added meanwhile: that there is less is what says that something was taken.
    if (stream.readableLength < least) [least, since] = [stream.readableLength, performance.now()];
    else if (performance.now() - since > DEAF_MS) stream.destroy();
  }
}
