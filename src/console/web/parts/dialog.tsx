import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface Props {
  readonly title: string;
  /** Absent where it is closed by a button of its own alone. */
  readonly onClose?: () => void;
  /** A key that is pressed where nothing is being written. */
  readonly onKey?: (key: string) => void;
  readonly children: ReactNode;
}

/**
 * A dialog over the page: the browser keeps the focus in it, closes it on Escape, and gives the focus back. What was typed
 * stays until it is closed, wherever somebody taps.
 */
export function Dialog({ title, onClose, onKey, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // The focus goes back as it is closed, which it has to be before it leaves the page.
  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    // Of itself it would begin with the button that closes it.
    (element.querySelector<HTMLElement>('[data-first]') ?? element.querySelector<HTMLElement>(CONTROL))?.focus();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onKeyDown={({ key, target, repeat, ctrlKey, metaKey, altKey }) => {
        if (!(repeat || ctrlKey || metaKey || altKey || isTyped(target))) onKey?.(key);
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onClose={({ currentTarget }) => whenClosed(currentTarget, onClose)}
    >
      <header>
        <h2>{title}</h2>
        {onClose && (
          <button type="button" className="quiet" aria-label="Close" onClick={onClose}>
            ✕
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}

/** Browsers close a dialog on the second Escape, whatever was said to the first. @param onClose absent where it stays */
export function whenClosed(dialog: HTMLDialogElement, onClose: () => void = () => dialog.showModal()): void {
  if (dialog.isConnected && !dialog.open) onClose();
}

/** Of radio buttons the one that is chosen. */
const CONTROL = 'header ~ * :is(input:checked, input:not([type="radio"]), button, select, textarea)';

function isTyped(target: EventTarget): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio');
}
