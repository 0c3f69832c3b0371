import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface Props {
  readonly title: string;
  /** Absent if only a button of its content closes it. */
  readonly onClose?: () => void;
  /** Called for keys that are not typed into an input. */
  readonly onKey?: (key: string) => void;
  readonly children: ReactNode;
}

/** The browser traps the focus, closes it on Escape and restores the focus. Clicks outside do not close it. */
export function Dialog({ title, onClose, onKey, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // A layout effect, because the dialog must be closed before it leaves the page for the focus to be restored.
  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    // By default the close button would get the focus.
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

/** Browsers close a dialog on the second Escape even if `cancel` was prevented. @param onClose absent to reopen */
export function whenClosed(dialog: HTMLDialogElement, onClose: () => void = () => dialog.showModal()): void {
  if (dialog.isConnected && !dialog.open) onClose();
}

/** Of radio buttons, only the checked one. */
const CONTROL = 'header ~ * :is(input:checked, input:not([type="radio"]), button, select, textarea)';

function isTyped(target: EventTarget): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio');
}
