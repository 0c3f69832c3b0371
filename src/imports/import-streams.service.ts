import { Readable } from 'node:stream';
import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { AuthService } from '../auth/auth.service.js';
import type { Caller } from '../auth/scope.js';
import type { ListenerOf } from '../deliveries/streams/listener.js';
import { Places } from '../deliveries/streams/watched.js';
import { serverSent } from '../platform/http/page.js';
import { OverloadError } from '../platform/input/refusal.js';
import { Complaints } from '../platform/running/complaints.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { MS_PER_SECOND, toIso } from '../platform/values/duration.js';
import { pluck } from '../platform/values/group.js';
import { FINISHED } from './import.js';
import { Imports, type ImportView } from './imports.service.js';

const LOOK_MS = MS_PER_SECOND;
/** Every fifteen seconds. */
const LOOKS_TO_BEAT = 15;

class ImportListener {
  readonly stream = new Readable({ read: () => undefined });
  private isEnded = false;
  /** The view that it was sent last. */
  private sent = '';
  /** Whether something waited for it at the last beat. */
  private isDeaf = false;

  /** @param caller authenticates the request again; null if its key may no longer listen */
  constructor(
    readonly importId: string,
    readonly of: ListenerOf,
    readonly caller: () => Promise<Caller | null>,
  ) {}

  /** Sends a view if it is another one. Whoever has not read the last one misses those between. */
  tell(view: ImportView): void {
    if (this.sent !== '' && this.stream.readableLength > 0) return;
    const text = JSON.stringify(view);
    if (text !== this.sent) this.push(serverSent({ event: 'import', data: text }));
    this.sent = text;
    if (FINISHED.includes(view.state)) this.end();
  }

  /** Disconnects if nothing was read since the last beat. */
  beat(beat: string): void {
    const waits = this.stream.readableLength > 0;
    if (waits && this.isDeaf) this.stream.destroy();
    else this.push(beat);
    this.isDeaf = waits;
  }

  end(): void {
    if (!this.isOver) this.stream.push(null);
    this.isEnded = true;
  }

  private push(text: string): void {
    if (!this.isOver) this.stream.push(text);
  }

  private get isOver(): boolean {
    return this.isEnded || this.stream.destroyed;
  }
}

/** Sends imports to the listeners of this node as they change: one query a second for all, and none without listeners. */
@Injectable()
export class ImportStreams implements BeforeApplicationShutdown {
  private readonly complaints = new Complaints('streams');
  private readonly places = new Places();
  private readonly open = new Set<ImportListener>();
  private timer: NodeJS.Timeout | null = null;
  private looks = 0;
  private looking: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly imports: Imports,
    private readonly auth: AuthService,
    private readonly time: TimeSource,
  ) {}

  /**
   * @throws NotFoundError @throws OverloadError if there are too many listeners on this node, or of this key
   */
  async listen(importId: string, { of, caller }: Pick<ImportListener, 'of' | 'caller'>): Promise<Readable> {
    const view = await this.imports.get(importId);
    if (this.isStopping) throw new OverloadError('This node is stopping. Ask another node, or try again in a moment.');
    this.places.take(of.keyId);
    const listener = new ImportListener(importId, of, caller);
    this.open.add(listener);
    listener.stream.once('close', () => {
      this.places.free(of.keyId);
      this.open.delete(listener);
      if (this.open.size === 0) this.rest();
    });
    this.timer ??= setInterval(() => void this.look(), LOOK_MS);
    listener.beat(this.beat());
    listener.tell(view);
    return listener.stream;
  }

  /** Listeners reconnect to another node. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const listener of this.open) listener.end();
    this.rest();
    await this.looking;
  }

  private rest(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private async look(): Promise<void> {
    if (this.looking !== null) return;
    this.looks += 1;
    const isBeat = this.looks % LOOKS_TO_BEAT === 0;
    if (isBeat) for (const listener of this.open) listener.beat(this.beat());
    this.looking = this.tellAll(isBeat).then(
      () => this.complaints.end(),
      (error: unknown) => this.complaints.warn(`Streams of imports fall behind: ${whyOf(error)}`),
    );
    await this.looking;
    this.looking = null;
  }

  /** @param isChecked whether keys are asked for their scopes, too */
  private async tellAll(isChecked: boolean): Promise<void> {
    const listeners = [...this.open];
    const ended = await this.auth.endedAmong([...new Set(listeners.map(({ of }) => of.credential))]);
    for (const listener of listeners)
      if (ended.has(listener.of.credential) || (isChecked && (await listener.caller()) === null)) listener.end();
    const views = await this.imports.getMany([...new Set(pluck(listeners, 'importId'))]);
    for (const listener of listeners) {
      const view = views.get(listener.importId);
      if (view !== undefined) listener.tell(view);
    }
  }

  private beat(): string {
    return serverSent({ event: 'beat', data: JSON.stringify({ serverTime: toIso(this.time.now()) }) });
  }
}
