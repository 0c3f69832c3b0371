import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from 'react';

/** Returns keys that follow rows when they are moved, so that a focused control keeps the focus. */
export function useRowKeys(count: number): number[] {
  const keys = useRef<number[]>([]);
  while (keys.current.length < count) keys.current.push(keyAfter(keys.current));
  keys.current.length = count;
  return keys.current;
}

/** Returns the key of a row that is added. */
export const keyAfter = (keys: readonly number[]): number => Math.max(-1, ...keys) + 1;

export function moved<Entry>(entries: readonly Entry[], from: number, to: number): Entry[] {
  return entries.toSpliced(from, 1).toSpliced(to, 0, entries[from]!);
}

interface Place {
  readonly at: number;
  readonly count: number;
  /** Absent if the order means nothing. */
  readonly onMove?: ((to: number) => void) | undefined;
}

/** Handles Alt+Up and Alt+Down, which move a row. */
function onMoveKeys({ at, count, onMove }: Place) {
  return (event: KeyboardEvent): void => {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (by === undefined || onMove === undefined) return;
    event.preventDefault();
    // In nested lists, only the inner row moves.
    event.stopPropagation();
    if (at + by >= 0 && at + by < count) onMove(at + by);
  };
}

export function MoveTools({ name, ...place }: Place & { readonly name: string }) {
  const { at, count, onMove } = place;
  if (onMove === undefined) return null;
  const tools = [
    { to: at - 1, way: 'up', sign: '↑' },
    { to: at + 1, way: 'down', sign: '↓' },
  ].map((tool) => ({ ...tool, isEnd: tool.to < 0 || tool.to >= count }));
  // aria-disabled, because a button that became disabled at the end of the list would lose the focus.
  return tools.map(({ to, way, sign, isEnd }) => (
    <button
      key={way}
      type="button"
      className="quiet"
      aria-label={`Move ${name} ${way}`}
      aria-disabled={isEnd}
      onKeyDown={onMoveKeys(place)}
      onClick={() => {
        if (!isEnd) onMove(to);
      }}
    >
      {sign}
    </button>
  ));
}

interface RowProps extends Place {
  /** The row's name for screen readers. */
  readonly name: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

export function Row({ name, onRemove, children, ...place }: RowProps) {
  function remove({ currentTarget }: MouseEvent<HTMLElement>): void {
    // The button disappears with its row, so the focus goes to the list.
    currentTarget.closest<HTMLElement>('fieldset[tabindex]')?.focus({ preventScroll: true });
    onRemove();
  }
  return (
    <li className="entry" onKeyDown={onMoveKeys(place)}>
      <div>{children}</div>
      <span className="entry-tools">
        <MoveTools name={name} {...place} />
        <button type="button" className="quiet" aria-label={`Remove ${name}`} onClick={remove}>
          ✕
        </button>
      </span>
    </li>
  );
}
