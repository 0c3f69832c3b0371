import type { Schemas } from '../api/api.js';
import { byUrgency } from '../clocks/urgency.js';
import type { Overlay } from '../leads/overlay.js';
import type { Message } from '../live/message.js';

type Lead = Schemas['Lead'];

interface Row {
  readonly lead: Lead;
  readonly seq: number;
}

interface Layer {
  readonly overlay: Overlay;
  /** The `seq` of the row when the layer was added. */
  readonly over: number;
  isDone: boolean;
}

/**
 * The leads of an inbox, as they are streamed. Responses and events may arrive in any order; the higher `seq` wins.
 * Overlays show an action's effect until it is confirmed or refused, without hiding updates that arrive meanwhile.
 * Listeners are called at most once a frame.
 */
export class InboxStore {
  private readonly rows = new Map<string, Row>();
  private readonly goneAt = new Map<string, number>();
  private readonly layers = new Map<string, readonly Layer[]>();
  private readonly shown = new Map<string, Lead | null>();
  private readonly rowListeners = new Map<string, Set<() => void>>();
  private readonly listListeners = new Set<() => void>();
  private readonly changed = new Set<string>();
  private order: readonly string[] = [];
  private isOrdered = true;
  private isFlushPlanned = false;
  /** Rows from before a `reset` that have not been sent again; null if no reset is in progress. */
  private unconfirmed: Set<string> | null = null;
  private loaded = false;
  /** The id of the last `reset`. A beat with the same id means that not all rows have followed yet. */
  private resetId: string | undefined;

  /** @param onFrame calls back before the next frame */
  constructor(private readonly onFrame: (flush: () => void) => void) {}

  take({ name, data, id }: Message): void {
    if (name === 'reset') this.begin(id);
    else if (name === 'inbox.put') this.put(data.row, data.seq);
    else if (name === 'inbox.gone') this.remove(data.leadId, data.seq);
    else if (name === 'beat' && (id === undefined || id !== this.resetId)) this.confirm();
  }

  /** Reports whether all rows have arrived once. Until then an empty list means nothing. */
  isLoaded = (): boolean => this.loaded;

  /** Returns all rows as the messages of a stream. */
  snapshot(): Message[] {
    const puts = [...this.rows.values()].map(
      ({ lead, seq }): Message => ({ name: 'inbox.put', data: { row: lead, seq } }),
    );
    return [{ name: 'reset', data: {} }, ...puts, ...(this.loaded ? [{ name: 'beat' as const, data: {} }] : [])];
  }

  put(lead: Lead, seq: number): void {
    if (seq < this.seqOf(lead.id)) return;
    this.unconfirmed?.delete(lead.id);
    this.goneAt.delete(lead.id);
    this.rows.set(lead.id, { lead, seq });
    this.settle(lead.id);
  }

  remove(id: string, seq: number): void {
    if (seq < (this.rows.get(id)?.seq ?? -1)) return;
    this.rows.delete(id);
    this.goneAt.set(id, seq);
    this.settle(id);
  }

  /** Returns all ids, the most urgent first. The array stays the same until it changes. */
  ids = (): readonly string[] => {
    if (this.isOrdered) return this.order;
    this.isOrdered = true;
    // Starting from the former order makes the sort fast, because it is nearly sorted.
    const there = new Set(this.order);
    const all = [...this.order, ...[...this.rows.keys()].filter((id) => !there.has(id))];
    const leads = all.flatMap((id) => this.lead(id) ?? []).sort(byUrgency);
    const ids = leads.map(({ id }) => id);
    if (ids.length !== this.order.length || ids.some((id, at) => id !== this.order[at])) this.order = ids;
    return this.order;
  };

  /** Returns a lead with its overlays; null if it is hidden or gone. The object stays the same until it changes. */
  lead(id: string): Lead | null {
    const known = this.shown.get(id);
    if (known !== undefined) return known;
    const row = this.rows.get(id);
    const layers = this.layers.get(id) ?? [];
    const lead =
      row === undefined ? null : layers.reduce<Lead | null>((below, { overlay }) => below && overlay(below), row.lead);
    this.shown.set(id, lead);
    return lead;
  }

  /** Adds an overlay. @returns removes it: at once if the action was refused, else once a newer row arrives */
  lay(id: string, overlay: Overlay): (isDone: boolean) => void {
    const layer: Layer = { overlay, over: this.seqOf(id), isDone: false };
    this.layers.set(id, [...(this.layers.get(id) ?? []), layer]);
    this.mark(id);
    return (isDone) => {
      layer.isDone = isDone;
      this.settle(id, isDone ? undefined : layer);
    };
  }

  onRow(id: string, listener: () => void): () => void {
    const listeners = this.rowListeners.get(id) ?? new Set();
    this.rowListeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.rowListeners.delete(id);
    };
  }

  onList = (listener: () => void): (() => void) => {
    this.listListeners.add(listener);
    return () => this.listListeners.delete(listener);
  };

  private begin(id?: string): void {
    this.resetId = id;
    this.unconfirmed = new Set(this.rows.keys());
    this.goneAt.clear();
  }

  private confirm(): void {
    if (this.unconfirmed === null) return;
    for (const id of this.unconfirmed) {
      this.rows.delete(id);
      this.layers.delete(id);
      this.mark(id);
    }
    this.unconfirmed = null;
    this.loaded = true;
    this.plan();
  }

  /** Removes overlays that a newer row has replaced, and the refused one. */
  private settle(id: string, refused?: Layer): void {
    const seq = this.seqOf(id);
    const left = (this.layers.get(id) ?? []).filter(
      (layer) => layer !== refused && !(layer.isDone && seq > layer.over),
    );
    if (left.length === 0) this.layers.delete(id);
    else this.layers.set(id, left);
    this.mark(id);
  }

  private seqOf(id: string): number {
    return this.rows.get(id)?.seq ?? this.goneAt.get(id) ?? -1;
  }

  private mark(id: string): void {
    this.shown.delete(id);
    this.isOrdered = false;
    this.changed.add(id);
    this.plan();
  }

  private plan(): void {
    if (this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    this.onFrame(() => this.flush());
  }

  private flush(): void {
    this.isFlushPlanned = false;
    const ids = [...this.changed];
    this.changed.clear();
    for (const id of ids) for (const listener of this.rowListeners.get(id) ?? []) listener();
    for (const listener of this.listListeners) listener();
  }
}
