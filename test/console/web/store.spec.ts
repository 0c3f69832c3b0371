import { beforeEach, describe, expect, it } from '@jest/globals';
import { InboxStore } from '../../../src/console/web/inbox/store.js';

let frames: (() => void)[];
let store: InboxStore;
beforeEach(() => {
  frames = [];
  store = new InboxStore((flush) => frames.push(flush));
});
const frame = () => {
  for (const flush of frames.splice(0)) flush();
};
const row = (id: string, workState = 'untouched') =>
  ({ id, workState, clocks: [], receivedAt: `2026-03-02T09:00:0${id.length}Z` }) as never;
const put = (id: string, seq: number, workState?: string) =>
  store.take({ name: 'inbox.put', data: { row: row(id, workState), seq } });
const gone = (id: string, seq: number) => store.take({ name: 'inbox.gone', data: { leadId: id, seq } });
const reset = () => store.take({ name: 'reset', data: {} });
const beat = () => store.take({ name: 'beat', data: {} });

describe('streamed rows', () => {
  it('are those with the highest seq, in whatever order they arrive', () => {
    put('a', 5, 'connected');
    put('a', 4, 'attempting');
    gone('a', 3);
    expect(store.lead('a')!.workState).toBe('connected');
    gone('a', 6);
    put('a', 5);
    expect(store.ids()).toEqual([]);
    put('a', 7);
    expect(store.ids()).toEqual(['a']);
  });
  it('stay while all are sent again, and leave if they are not among them', () => {
    put('a', 1);
    put('b', 1);
    reset();
    expect(store.ids()).toHaveLength(2);
    put('b', 1);
    beat();
    expect(store.ids()).toEqual(['b']);
  });
  it('are complete once a beat follows a reset', () => {
    beat();
    expect(store.isLoaded()).toBe(false);
    reset();
    put('a', 1);
    expect(store.isLoaded()).toBe(false);
    beat();
    expect(store.isLoaded()).toBe(true);
  });
  it('are not complete at a beat that comes between them', () => {
    put('a', 1);
    store.take({ name: 'reset', id: 'anew', data: {} });
    store.take({ name: 'beat', id: 'anew', data: {} });
    expect([store.ids(), store.isLoaded()]).toEqual([['a'], false]);
    store.take({ name: 'beat', id: '0-7', data: {} });
    expect([store.ids(), store.isLoaded()]).toEqual([[], true]);
  });
  it('are passed on complete to a tab that opens later', () => {
    reset();
    put('a', 3, 'connected');
    beat();
    const later = new InboxStore(() => undefined);
    for (const message of store.snapshot()) later.take(message);
    expect([later.ids(), later.lead('a')!.workState, later.isLoaded()]).toEqual([['a'], 'connected', true]);
  });
});

describe('a change by the user', () => {
  it('covers the row and later updates until it is lifted', () => {
    put('a', 1);
    const lift = store.lay('a', (lead) => ({ ...lead, workState: 'connected' }));
    put('a', 2, 'attempting');
    expect(store.lead('a')!.workState).toBe('connected');
    lift(true);
    expect(store.lead('a')!.workState).toBe('attempting');
  });
  it('hides a row, which returns if the change is refused', () => {
    put('a', 1);
    const lift = store.lay('a', () => null);
    expect(store.ids()).toEqual([]);
    lift(false);
    expect(store.ids()).toEqual(['a']);
  });
  it('is shown until the row includes it, however long that takes', () => {
    put('a', 1);
    const lift = store.lay('a', (lead) => ({ ...lead, workState: 'connected' }));
    lift(true);
    // The row is sent again without the change.
    put('a', 1);
    expect(store.lead('a')!.workState).toBe('connected');
    put('a', 2, 'attempting');
    expect(store.lead('a')!.workState).toBe('attempting');
  });
  it('ends with a row that left, and does not apply to one that returns', () => {
    put('a', 1);
    store.lay('a', () => null)(true);
    gone('a', 2);
    put('a', 3);
    expect(store.ids()).toEqual(['a']);
    reset();
    store.lay('a', () => null)(true);
    beat();
    put('a', 3);
    expect(store.ids()).toEqual(['a']);
  });
});

describe('a listener', () => {
  it('is notified once a frame, and only of its own row', () => {
    const heard: string[] = [];
    store.onRow('a', () => heard.push('a'));
    store.onRow('bb', () => heard.push('bb'));
    store.onList(() => heard.push('list'));
    put('a', 1);
    put('a', 2);
    expect(heard).toEqual([]);
    frame();
    expect(heard).toEqual(['a', 'list']);
  });
  it('gets the identical list and row until they change', () => {
    put('a', 1);
    put('bb', 1);
    const [ids, lead] = [store.ids(), store.lead('a')];
    put('bb', 2, 'connected');
    expect(store.ids()).toBe(ids);
    expect(store.lead('a')).toBe(lead);
  });
});
