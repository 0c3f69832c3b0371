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

describe('rows as they stream in', () => {
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
  it('stay while all are sent anew, and leave where they were not among them', () => {
    put('a', 1);
    put('b', 1);
    reset();
    expect(store.ids()).toHaveLength(2);
    put('b', 1);
    beat();
    expect(store.ids()).toEqual(['b']);
  });
  it('are all there once a beat has followed a reset', () => {
    beat();
    expect(store.isLoaded()).toBe(false);
    reset();
    put('a', 1);
    expect(store.isLoaded()).toBe(false);
    beat();
    expect(store.isLoaded()).toBe(true);
  });
  it('are not all there at a beat that comes between them', () => {
    put('a', 1);
    store.take({ name: 'reset', id: 'anew', data: {} });
    store.take({ name: 'beat', id: 'anew', data: {} });
    expect([store.ids(), store.isLoaded()]).toEqual([['a'], false]);
    store.take({ name: 'beat', id: '0-7', data: {} });
    expect([store.ids(), store.isLoaded()]).toEqual([[], true]);
  });
  it('are passed on whole to a tab that comes later', () => {
    reset();
    put('a', 3, 'connected');
    beat();
    const later = new InboxStore(() => undefined);
    for (const message of store.snapshot()) later.take(message);
    expect([later.ids(), later.lead('a')!.workState, later.isLoaded()]).toEqual([['a'], 'connected', true]);
  });
});

describe('what somebody does', () => {
  it('lies over the row, and over what arrives meanwhile, until it is lifted', () => {
    put('a', 1);
    const lift = store.lay('a', (lead) => ({ ...lead, workState: 'connected' }));
    put('a', 2, 'attempting');
    expect(store.lead('a')!.workState).toBe('connected');
    lift(true);
    expect(store.lead('a')!.workState).toBe('attempting');
  });
  it('takes a row away, which is back where it was refused', () => {
    put('a', 1);
    const lift = store.lay('a', () => null);
    expect(store.ids()).toEqual([]);
    lift(false);
    expect(store.ids()).toEqual(['a']);
  });
  it('is shown until the row says so itself, however long that takes', () => {
    put('a', 1);
    const lift = store.lay('a', (lead) => ({ ...lead, workState: 'connected' }));
    lift(true);
    // Sent again as it was before.
    put('a', 1);
    expect(store.lead('a')!.workState).toBe('connected');
    put('a', 2, 'attempting');
    expect(store.lead('a')!.workState).toBe('attempting');
  });
  it('is over with a row that left, and not seen on one that came back', () => {
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

describe('whoever listens', () => {
  it('hears once a frame, and of their own row alone', () => {
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
  it('gets the same list and the same row until they change', () => {
    put('a', 1);
    put('bb', 1);
    const [ids, lead] = [store.ids(), store.lead('a')];
    put('bb', 2, 'connected');
    expect(store.ids()).toBe(ids);
    expect(store.lead('a')).toBe(lead);
  });
});
