import { useLayoutEffect, useRef } from 'react';
import { whenClosed } from '../parts/dialog.js';
import { Ways } from './login.js';

/** Over the page of somebody whose session is over: it waits below, out of reach, with all that was typed. */
export function LogInAgain({ name }: { name: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // The focus goes back to where it was as it is closed, which it has to be before it leaves the page.
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
        <h2 id="again-title">Your session is over</h2>
        <p>Log in as {name} to go on where you were. What you typed is still there.</p>
        <Ways isOver />
      </div>
    </dialog>
  );
}
