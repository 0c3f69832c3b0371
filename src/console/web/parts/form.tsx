import { type FormEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Dialog } from './dialog.js';
import { type Fault, FaultsContext, faultsOf, placeOf } from './faults.js';
import { forPeople } from './for-people.js';
import { Foreseen, type Preview, usePreview } from './preview.js';
import { ErrorState } from './states.js';
import { useIsShown } from './use-is-shown.js';

interface Props {
  readonly onSend: (form: FormData) => Promise<unknown>;
  /** The label of the button; or asks what would happen first, if that is shown before it is sent. */
  readonly send: string | ((form: FormData) => Promise<Preview>);
  readonly children: ReactNode;
}

/** A form that shows the server's faults, and keeps what was typed until it is accepted. */
export function Form({ onSend, send, children }: Props) {
  const { preview, look, forgetPreview } = usePreview(send);
  const [isBusy, setBusy] = useState(false);
  const isSending = useRef(false);
  const shown = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<unknown>(null);
  const [found, setFound] = useState<readonly Fault[]>([]);
  const [places] = useState(() => new Set<string>());
  const forget = useCallback(
    (at: string) => setFound((faults) => faults.filter((fault) => placeOf(fault, places) !== at)),
    [places],
  );
  const faults = useMemo(() => ({ found, places, forget }), [found, places, forget]);
  useEffect(() => {
    if (error !== null) shown.current?.querySelector('.wrong, .fault')?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    // Enter can submit again before the button is disabled.
    if (isSending.current) return;
    isSending.current = true;
    const form = event.currentTarget;
    setBusy(true);
    setError(null);
    setFound([]);
    const sent = new FormData(form);
    try {
      if (look !== null) return await look(sent);
      await onSend(sent);
      // Resets only if nothing was typed while it was sent.
      if (JSON.stringify([...sent]) === JSON.stringify([...new FormData(form)])) form.reset();
    } catch (wrong) {
      setError(wrong);
      setFound(faultsOf(wrong));
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }
  return (
    <form ref={shown} onSubmit={submit} onInput={forgetPreview} className="form">
      {error !== null && <Refusal error={error} found={found} places={places} />}
      <FaultsContext value={faults}>{children}</FaultsContext>
      {preview !== null && <Foreseen>{preview.shown}</Foreseen>}
      <p className="buttons">
        <button type="submit" className="main" disabled={isBusy}>
          {typeof send === 'string' ? send : (preview?.send ?? 'See what would happen')}
        </button>
      </p>
    </form>
  );
}

/** A dialog with a form. It closes once the form is accepted. */
export function FormDialog({ title, onClose, onSend, ...form }: Props & { title: string; onClose: () => void }) {
  const isShown = useIsShown();
  async function sendAndClose(sent: FormData): Promise<void> {
    await onSend(sent);
    // The user may have closed it meanwhile, and opened another.
    if (isShown()) onClose();
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <Form {...form} onSend={sendAndClose} />
    </Dialog>
  );
}

interface RefusalProps {
  readonly error: unknown;
  readonly found: readonly Fault[];
  readonly places: ReadonlySet<string>;
}

/** The faults that no field shows. */
function Refusal({ error, found, places }: RefusalProps) {
  if (faultsOf(error).length === 0) return <ErrorState error={error} />;
  const others = found.filter((fault) => placeOf(fault, places) === undefined);
  if (others.length === 0) return null;
  return (
    <div className="wrong" role="alert">
      <ul className="lines">
        {others.map(({ pointer, message }) => (
          <li key={`${pointer} ${message}`}>{forPeople(message)}</li>
        ))}
      </ul>
    </div>
  );
}

/** Returns a value without surrounding blanks. */
export function textOf(form: FormData, name: string): string {
  return String(form.get(name) ?? '').trim();
}
