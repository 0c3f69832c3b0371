import type { ReactNode } from 'react';
import { ErrorState, Loading, useTitle } from './states.js';
import type { Pages } from './use-pages.js';

interface Props<Row> {
  readonly pages: Pages<Row>;
  /** The text for an empty list. */
  readonly empty: string;
  /** Why it may be empty, and the next step. */
  readonly why?: string;
  /** The label of the button. */
  readonly more?: 'More' | 'Older';
  readonly children: (rows: readonly Row[]) => ReactNode;
}

interface BarProps {
  /** That of the page. */
  readonly title: string;
  readonly pages: Pages<unknown>;
  readonly children: ReactNode;
}

/** The head of a page with a list, such as its filters. */
export function ListBar({ title, pages, children }: BarProps) {
  useTitle(title);
  return (
    <header className="bar">
      <h1>{title}</h1>
      {children}
      {pages.isUpdating && <span className="count">updating</span>}
    </header>
  );
}

/** The pages of a list read so far, with a button for more. */
export function Paged<Row>({ pages, empty, why, more = 'More', children }: Props<Row>) {
  const { rows, error } = pages;
  const wrong = error && <ErrorState error={error} onRetry={pages.refetch} />;
  if (rows === undefined) return wrong ?? <Loading />;
  return (
    <>
      {wrong}
      {rows.length > 0 ? children(rows) : <Empty title={empty} why={why} />}
      <More pages={pages} word={more} />
    </>
  );
}

function More({ pages, word }: { pages: Pages<unknown>; word: string }) {
  if (pages.errorOfMore !== null) return <ErrorState error={pages.errorOfMore} onRetry={pages.more} />;
  if (!pages.hasMore) return null;
  return (
    <button type="button" aria-busy={pages.isReadingMore} onClick={pages.more}>
      {pages.isReadingMore ? 'Loading …' : word}
    </button>
  );
}

export function Empty({ title, why }: { title: string; why?: string | undefined }) {
  if (why === undefined) return <p className="empty">{title}</p>;
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{why}</p>
    </div>
  );
}
