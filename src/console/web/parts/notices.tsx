import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';

/* A notice of the last action or error. Screen readers announce it. It stays while the pointer is on it. */

interface Notice {
  readonly text: string;
  readonly isWrong?: boolean;
  /** The page of what it is about. */
  readonly href?: string;
  readonly undo?: () => void;
}

interface Notices {
  readonly say: (notice: Notice) => void;
  /** Undoes the last action if its notice is still shown and it can be undone, and says so otherwise. */
  readonly undoLast: () => void;
}

const SHOWN_MS = 12_000;

const NOTHING_TO_UNDO: Notice = { text: 'Nothing to undo: no notice with “Undo” is shown.', isWrong: true };

const NoticesContext = createContext<Notices>({ say: () => undefined, undoLast: () => undefined });

export const useNotices = () => useContext(NoticesContext);

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const [isPointedAt, setPointedAt] = useState(false);
  const show = useCallback((next: Notice | null) => {
    setNotice(next);
    // Removing an element under the pointer fires no `pointerleave`.
    setPointedAt(false);
  }, []);
  const undo = useCallback(() => {
    show(notice?.undo === undefined ? NOTHING_TO_UNDO : null);
    notice?.undo?.();
  }, [notice, show]);
  useEffect(() => {
    if (notice === null || isPointedAt) return;
    const timer = setTimeout(() => show(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice, isPointedAt, show]);
  const notices = useMemo(() => ({ say: show, undoLast: undo }), [show, undo]);
  return (
    <NoticesContext value={notices}>
      {children}
      <div className="notices" role={notice?.isWrong ? 'alert' : 'status'}>
        {notice !== null && (
          <p
            className={notice.isWrong ? 'notice is-wrong' : 'notice'}
            onPointerEnter={() => setPointedAt(true)}
            onPointerLeave={() => setPointedAt(false)}
          >
            {notice.text}
            {notice.href !== undefined && <Link href={notice.href}>Open</Link>}
            {notice.undo && (
              <button type="button" onClick={undo}>
                Undo
              </button>
            )}
            <button type="button" className="quiet" aria-label="Dismiss" onClick={() => show(null)}>
              ✕
            </button>
          </p>
        )}
      </div>
    </NoticesContext>
  );
}
