import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { FaultAt, FaultsContext, faultsOf, placeOf } from './faults.js';
import { forPeople } from './for-people.js';
import { ErrorState } from './states.js';

/** A form that shows the server's faults, and keeps what was typed until it is accepted. */
export function Form(props: { onSend: (form: FormData) => Promise<unknown>; send: string; children: ReactNode }) {
  const { onSend, send, children } = props;
  const [isBusy, setBusy] = useState(false);
  const isSending = useRef(false);
  const shown = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<unknown>(null);
  const [places] = useState(() => new Set<string>());
  const faults = useMemo(() => ({ found: faultsOf(error), places }), [error, places]);
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
    const sent = new FormData(form);
    try {
      await onSend(sent);
      // Resets only if nothing was typed while it was sent.
      if (JSON.stringify([...sent]) === JSON.stringify([...new FormData(form)])) form.reset();
    } catch (wrong) {
      setError(wrong);
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }
  return (
    <form ref={shown} onSubmit={submit} className="form">
      {error !== null && <Refusal error={error} places={places} />}
      <FaultsContext value={faults}>{children}</FaultsContext>
      <p className="buttons">
        <button type="submit" className="main" disabled={isBusy}>
          {send}
        </button>
      </p>
    </form>
  );
}

/** The faults that no field shows. */
function Refusal({ error, places }: { error: unknown; places: ReadonlySet<string> }) {
  const faults = faultsOf(error);
  if (faults.length === 0) return <ErrorState error={error} />;
  const others = faults.filter((fault) => placeOf(fault, places) === undefined);
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

const TIME_ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

export function TimeZoneField({ name, value }: { name: string; value: string }) {
  return (
    <label>
      Time zone
      <select name={name} defaultValue={value} required>
        {TIME_ZONES.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      <FaultAt at={`/${name}`} />
    </label>
  );
}
