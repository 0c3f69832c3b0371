import { useEffect, useState } from 'react';
import { TouchlineProblem } from '../api/api.js';
import { forPeople } from './for-people.js';

/** Shown where there is nothing yet; for whoever waits less than a blink, nothing is. */
export function Loading() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="loading" aria-busy="true">
      {isLong && 'Loading …'}
    </p>
  );
}

/** What went wrong, in the words of the server, and how to go on. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div className="wrong" role="alert">
      <p>{messageOf(error)}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

interface UnreadProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  /** Why somebody may not see it. */
  readonly notYours: string;
}

/** In place of the page of something that was not read: not yet, not by whoever looks, or because something went wrong. */
export function Unread({ error, onRetry, notYours }: UnreadProps) {
  if (!(error instanceof TouchlineProblem && error.status === 404)) {
    return error ? <ErrorState error={error} onRetry={onRetry} /> : <Loading />;
  }
  return (
    <section className="page">
      <h1>Not yours</h1>
      <p>{notYours}</p>
    </section>
  );
}

/** For people: what is wrong with a field is said without the pointer and the ids that programs are told. */
export function messageOf(error: unknown): string {
  if (error instanceof TouchlineProblem) return forPeople(error.errors[0]?.message ?? error.message);
  return error instanceof Error ? error.message : 'Something went wrong.';
}

/** Sets the title of the page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Touchline`;
  }, [title]);
}
