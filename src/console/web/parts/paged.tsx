import type { ReactNode } from 'react';
import { ErrorState, Loading } from './states.js';
import type { Pages } from './use-pages.js';

interface Props<Row> {
  readonly pages: Pages<Row>;
  /** What is said where there is none. */
  readonly empty: string;
  /** Why there may be none, and the next step. */
  readonly why?: string;
  /** What follows, in a word; what is earlier stands above. */
  readonly more?: 'More' | 'Older' | 'Earlier';
  /** Given at least one row. */
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** A list as far as it was read, and the way to more of it; what went wrong is said where it was asked for. */
export function Paged<Row>({ pages, empty, why, more = 'More', children }: Props<Row>) {
  const { rows, error } = pages;
  const wrong = error && <ErrorState error={error} onRetry={pages.refetch} />;
  if (rows === undefined) return wrong ?? <Loading />;
  return (
    <>
      {wrong}
      {more === 'Earlier' && <More pages={pages} word={more} />}
      {rows.length > 0 ? children(rows) : <Empty title={empty} why={why} />}
      {more !== 'Earlier' && <More pages={pages} word={more} />}
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

function Empty({ title, why }: { title: string; why: string | undefined }) {
  if (why === undefined) return <p className="empty">{title}</p>;
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{why}</p>
    </div>
  );
}
