import { type ReactNode, useEffect, useRef, useState } from 'react';

/** What would happen if a form were sent. */
export interface Preview {
  readonly shown: ReactNode;
  /** The label of the button that sends it; null if nothing would happen. */
  readonly send: string | null;
}

type Ask = (form: FormData) => Promise<Preview>;

/** Keeps the preview of a form until anything in the form is changed. `look` is null if the form can be sent. */
export function usePreview(ask: string | Ask) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const changes = useRef(0);
  async function look(form: FormData): Promise<void> {
    const before = changes.current;
    const found = await (ask as Ask)(form);
    if (before === changes.current) setPreview(found);
  }
  function forgetPreview(): void {
    changes.current += 1;
    setPreview(null);
  }
  const isReady = typeof ask === 'string' || (preview?.send ?? null) !== null;
  return { preview, look: isReady ? null : look, forgetPreview };
}

/** Takes the focus, so that it is read out, and a second press of Enter does not send the form. */
export function Foreseen({ children }: { children: ReactNode }) {
  const shown = useRef<HTMLElement>(null);
  useEffect(() => shown.current!.focus(), []);
  return (
    <section ref={shown} tabIndex={-1} aria-label="What would happen" className="form">
      {children}
    </section>
  );
}
