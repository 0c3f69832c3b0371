import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Schemas } from '../api/api.js';
import { urgencyOf } from '../clocks/urgency.js';
import { WaitingHandoffs } from '../handoffs/waiting.js';
import { useLeadActions } from '../leads/actions.js';
import { LeadDialogs, type LeadSheet, type OpenSheet } from '../leads/dialogs.js';
import { leadActionOf } from '../leads/lead-keys.js';
import { LeadPanel } from '../leads/lead-panel.js';
import { serverTime } from '../live/server-time.js';
import { Held } from '../parts/held.js';
import { useMinute } from '../parts/minute.js';
import { useNotices } from '../parts/notices.js';
import { Loading, useTitle } from '../parts/states.js';
import { useKeys } from '../parts/use-keys.js';
import { useMe, usePreferences } from '../session/me.js';
import { Announcer } from './announcer.js';
import { Away } from './away.js';
import { heldOrder } from './held-order.js';
import { InboxRow } from './inbox-row.js';
import { KeysDialog } from './keys-dialog.js';
import { NewsNote, useNewsOf } from './news.js';
import type { InboxStore } from './store.js';
import { useAbsence } from './use-absence.js';
import { useIds, useInboxStore, useIsLoaded, useRow } from './use-inbox.js';

const ROW_PX = { comfortable: 52, compact: 36, phone: 72 } as const;
const SOON_MS = 5 * 60_000;

/** The selected lead, kept for the return from a lead's page. */
let lastSelected: string | null = null;

/** A rep's leads by urgency, in an order that does not change while the list is in use. */
export function Inbox() {
  const repId = useMe().repId!;
  const store = useInboxStore(repId);
  const news = useNewsOf();
  const all = useIds(store);
  const wanted = useMemo(() => (news === null ? all : all.filter((id) => news.leadIds.has(id))), [all, news]);
  const isLoaded = useIsLoaded(store);
  const [selected, setSelected] = useState(lastSelected);
  const select = useCallback((id: string | null) => {
    lastSelected = id;
    setSelected(id);
  }, []);
  const [sheet, setSheet] = useState<OpenSheet | 'keys' | null>(null);
  const [isThere, setThere] = useState(false);
  const { shown, waiting, release } = useHeldOrder(wanted, isLoaded && (isThere || sheet !== null));
  const actions = useLeadActions(store);
  const { undoLast, say } = useNotices();
  const { keys = true } = usePreferences();
  const [, go] = useLocation();
  const minute = useMinute();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each minute other leads become due soon.
  useTitle(useMemo(() => titleOf(store, wanted), [store, wanted, minute]));

  const current = useCurrent(shown, selected);
  const lead = useRow(store, current ?? '');
  const open = useCallback((id: string) => go(`/leads/${id}`), [go]);
  // Keeps the lead for which it was opened, even if the selection changes.
  const openSheet = (kind: LeadSheet) => lead !== null && setSheet({ kind, lead });
  const closeSheet = () => setSheet((now) => (now === sheet ? null : now));
  const move = (by: number) => {
    const at = current === null ? 0 : shown.indexOf(current) + by;
    select(shown[Math.max(0, Math.min(at, shown.length - 1))] ?? null);
  };
  function actionOf(key: string, at: Element): (() => void) | null {
    // Buttons and links have their own use of the others.
    const isAtList = at === document.body || at.getAttribute('role') === 'listbox';
    return (isAtList ? actionAtList(key) : null) ?? (keys ? actionOfLetter(key) : null);
  }
  function actionAtList(key: string): (() => void) | null {
    if (key === 'ArrowDown') return () => move(1);
    if (key === 'ArrowUp') return () => move(-1);
    if (key === 'Home') return () => select(shown[0] ?? null);
    if (key === 'End') return () => select(shown.at(-1) ?? null);
    if (key === 'Enter' && current !== null) return () => open(current);
    return key === '?' ? () => setSheet('keys') : null;
  }
  function actionOfLetter(key: string): (() => void) | null {
    if (key === '?') return () => setSheet('keys');
    if (key === 'j') return () => move(1);
    if (key === 'k') return () => move(-1);
    if (key === 'r') return release;
    if (key === 'u') return undoLast;
    if (lead === null) return null;
    return leadActionOf(key, { lead, actions, onSheet: openSheet }, say);
  }
  useKeys(actionOf, MOVES);

  return (
    <section className="inbox" aria-labelledby="inbox-title">
      <header className="bar">
        <h1 id="inbox-title">Inbox</h1>
        <span className="count">{isLoaded && `${wanted.length} open`}</span>
        {waiting > 0 && (
          <button type="button" className="waiting" onClick={release}>
            {waiting} more urgent <kbd>r</kbd>
          </button>
        )}
        <Away repId={repId} />
        <button type="button" className="quiet" onClick={() => setSheet('keys')}>
          Keys <kbd>?</kbd>
        </button>
      </header>
      <Held />
      {news === null ? <WaitingHandoffs /> : <NewsNote news={news} />}
      <div className="with-panel" {...useThere(shown.length === 0, setThere)}>
        {shown.length === 0 ? (
          <Nothing isLoaded={isLoaded} repId={repId} isPart={news !== null} />
        ) : (
          <LeadList store={store} ids={shown} selected={current} onSelect={select} onOpen={open} />
        )}
        {lead !== null && <LeadPanel lead={lead} actions={actions} onSheet={openSheet} key={lead.id} isBeside />}
      </div>
      {sheet === 'keys' ? (
        <KeysDialog onClose={closeSheet} />
      ) : (
        sheet !== null && <LeadDialogs sheet={sheet.kind} lead={sheet.lead} actions={actions} onClose={closeSheet} />
      )}
      <Announcer store={store} />
    </section>
  );
}

const MOVES: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'j', 'k']);

interface NothingProps {
  readonly isLoaded: boolean;
  readonly repId: string;
  /** Whether only some of the leads are shown. */
  readonly isPart: boolean;
}

function Nothing({ isLoaded, repId, isPart }: NothingProps) {
  const absence = useAbsence(repId);
  if (!isLoaded) return <Loading />;
  if (isPart)
    return (
      <div className="empty">
        <h2>None of them waits for you any more</h2>
      </div>
    );
  return (
    <div className="empty">
      <h2>No leads are waiting for you</h2>
      <p>
        {absence === null
          ? 'New leads appear here automatically, the most urgent first.'
          : 'New leads go to others until you are back.'}
      </p>
    </div>
  );
}

/** Returns the rows in their held order; `release` applies the present one. */
function useHeldOrder(wanted: readonly string[], isHeld: boolean) {
  const [shown, setShown] = useState(wanted);
  const order = useMemo(() => heldOrder(shown, wanted, isHeld), [shown, wanted, isHeld]);
  useEffect(() => {
    if (!isHeld || shown.length === 0) setShown(wanted);
  }, [isHeld, wanted, shown]);
  return { ...order, release: () => setShown(wanted) };
}

/** Returns the selected id. If it leaves the list, the row at its place is selected. */
function useCurrent(shown: readonly string[], selected: string | null): string | null {
  const place = useRef(0);
  const found = selected === null ? 0 : shown.indexOf(selected);
  const at = found === -1 ? Math.min(place.current, shown.length - 1) : found;
  useEffect(() => {
    place.current = Math.max(at, 0);
  }, [at]);
  return shown[at] ?? null;
}

/** Returns handlers that track whether the pointer or the focus is in the list or the panel beside it. */
function useThere(isEmpty: boolean, onThere: (isThere: boolean) => void) {
  const hasFocus = useRef(false);
  const hasPointer = useRef(false);
  const set = (what: typeof hasFocus, has: boolean) => {
    what.current = has;
    onThere(hasFocus.current || hasPointer.current);
  };
  // What leaves the page with the focus says nothing of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the list leaves.
  useEffect(() => {
    if (isEmpty) set(hasFocus, false);
  }, [isEmpty]);
  return {
    // Only a moving pointer counts: one that rested there before the list appeared is not in use.
    onPointerMove: () => set(hasPointer, true),
    onPointerDown: () => set(hasPointer, true),
    onPointerLeave: () => set(hasPointer, false),
    onFocus: () => set(hasFocus, true),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => set(hasFocus, currentTarget.contains(relatedTarget)),
  };
}

interface ListProps {
  readonly store: InboxStore;
  readonly ids: readonly string[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** Has a single tab stop: `aria-activedescendant` names the selected row, so the focus survives moving rows. */
function LeadList({ store, ids, selected, onSelect, onOpen }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { density = 'comfortable' } = usePreferences();
  const isPhone = useIsPhone();
  const height = isPhone ? ROW_PX.phone : ROW_PX[density];
  const at = selected === null ? -1 : ids.indexOf(selected);
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => ids[index]!,
    overscan: 8,
    // Also renders the selected row, to which `aria-activedescendant` refers, when it is scrolled out of view.
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range);
      return at < 0 || inView.includes(at) ? inView : [...inView, at];
    },
  });
  // Whoever was at the list and comes back, or loses the button they were at with its lead, goes on here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the button goes with the one that was selected.
  useEffect(() => {
    const isLost = document.activeElement === document.body;
    if (isLost && lastSelected !== null) scroller.current!.focus({ preventScroll: true });
  }, [selected]);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [at, rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a measurement holds for the height at that time.
  useEffect(() => rows.measure(), [height, rows]);
  return (
    <div
      ref={scroller}
      className="leads"
      role="listbox"
      aria-label="Leads, the most urgent first"
      aria-activedescendant={selected === null ? undefined : `lead-${selected}`}
      tabIndex={0}
    >
      <div style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => (
          <InboxRow
            key={key}
            store={store}
            id={ids[index]!}
            isSelected={ids[index] === selected}
            place={{ start, height, index, count: ids.length }}
            onSelect={isPhone ? onOpen : onSelect}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
}

const PHONE = '(max-width: 640px)';

function useIsPhone(): boolean {
  const [isPhone, setPhone] = useState(() => matchMedia(PHONE).matches);
  useEffect(() => {
    const query = matchMedia(PHONE);
    const listen = () => setPhone(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return isPhone;
}

/** Returns the page's title, with the number of leads due within five minutes, so that it shows in other tabs. */
function titleOf(store: InboxStore, ids: readonly string[]): string {
  const until = serverTime.now() + SOON_MS;
  const due = ids.filter((id) => {
    const lead = store.lead(id) as Schemas['Lead'];
    const { dueAt, band } = urgencyOf(lead, serverTime.now());
    return band !== 'asleep' && dueAt !== null && dueAt <= until;
  }).length;
  return due === 0 ? 'Inbox' : `(${due}) Inbox`;
}
