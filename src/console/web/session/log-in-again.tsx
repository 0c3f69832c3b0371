import { useLayoutEffect, useRef } from 'react';
import { whenClosed } from '../parts/dialog.js';
import { Ways } from './login.js';

/** Covers the page when the session is over. The page keeps everything that was typed. */
export function LogInAgain({ name }: { name: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // A layout effect, because the dialog must be closed before it leaves the page for the focus to be restored.
  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="again"
      aria-labelledby="again-title"
      onCancel={(event) => event.preventDefault()}
      onClose={({ currentTarget }) => whenClosed(currentTarget)}
    >
      <div className="login">
        <h2 id="again-title">Your session has ended</h2>
        <p>Log in as {name} to continue. What you typed is still there.</p>
        <Ways isOver />
      </div>
    </dialog>
  );
}
