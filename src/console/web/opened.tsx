import { type ComponentType, useEffect, useState } from 'react';
import { Loading } from './parts/states.js';

/** The named parts of a page's path. */
type PageParams = Readonly<Record<string, string | undefined>>;
type Page = ComponentType<PageParams>;
export type LoadPage = () => Promise<Page>;

interface Outcome {
  readonly Page?: Page;
  readonly error?: unknown;
}

const LOADED = new Map<LoadPage, Outcome>();

/**
 * A page that is loaded when it is first opened, and again if that failed. `lazy` would do, but React shows its
 * fallback for at least 300 ms.
 */
export function Opened({ load, named }: { load: LoadPage; named: PageParams }) {
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
