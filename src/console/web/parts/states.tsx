import { type ReactNode, useEffect, useState } from 'react';
import { TouchlineProblem } from '../api/api.js';
import { forPeople } from './for-people.js';

/** Renders nothing for the first 150 ms, so that fast loads do not flicker. */
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
  readonly onRetry?: () => void;
  /** For a page: the text if there is no such thing, or not for this user. */
  readonly notYours?: string;
}

/** Shown until something is read: that it is loading, or why it could not be read. */
export function Unread({ error, notYours, ...retry }: UnreadProps) {
  if (!error) return <Loading />;
  const isUnknown = error instanceof TouchlineProblem && error.status === 404;
  if (!isUnknown || notYours === undefined) return <ErrorState error={error} {...retry} />;
  return (
    <section className="page">
      <h1>Not yours</h1>
      <p>{notYours}</p>
    </section>
  );
}

/** In place of a page that does not exist. @param children why, and where to look instead */
export function NotFound({ children }: { readonly children: ReactNode }) {
  useTitle('Not found');
  return (
    <section className="page">
      <h1>There is nothing here</h1>
      <p>{children}</p>
    </section>
  );
}

/** Returns an error's message for users, without pointers and ids. */
export function messageOf(error: unknown): string {
  if (error instanceof TouchlineProblem) return forPeople(error.errors[0]?.message ?? error.message);
  return error instanceof Error ? error.message : 'Something went wrong.';
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Touchline`;
  }, [title]);
}
