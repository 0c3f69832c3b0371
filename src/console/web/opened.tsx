import { type ComponentType, useEffect, useState } from 'react';
import { Loading } from './parts/states.js';

type Named = Readonly<Record<string, string | undefined>>;
type Page = ComponentType<Named>;
export type LoadPage = () => Promise<Page>;

interface Outcome {
  readonly Page?: Page;
  readonly error?: unknown;
}

/** Those that have been opened. */
const LOADED = new Map<LoadPage, Outcome>();

/**
 * A page that is loaded when it is first opened, and shown as soon as it is there. `lazy` would do, but React leaves what
 * stands in its place on the screen for 300 ms. One that could not be loaded is tried anew when it is opened again.
 * @param named what its address names
 */
export function Opened({ load, named }: { load: LoadPage; named: Named }) {
  const [{ Page, error }, setOutcome] = useState(LOADED.get(load) ?? {});
  useEffect(() => {
    if (Page !== undefined) return;
    load().then(
      (Page) => {
        LOADED.set(load, { Page });
        setOutcome({ Page });
      },
      (error) => setOutcome({ error }),
    );
  }, [load, Page]);
  if (error !== undefined) throw error;
  return Page === undefined ? <Loading /> : <Page {...named} />;
}
