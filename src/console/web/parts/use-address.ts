import { useLocation, useSearch } from 'wouter';

type Given = Readonly<Record<string, string>>;

/** What is asked of a page, which stands in its address, and how that is changed: an empty value takes it away. */
export function useAddress(): readonly [asked: URLSearchParams, set: (change: Given) => void] {
  const asked = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  const set = (change: Given) => {
    const next = new URLSearchParams(asked);
    for (const [name, value] of Object.entries(change)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    go(next.size === 0 ? path : `${path}?${next}`, { replace: true });
  };
  return [asked, set];
}

/** Of what is asked, what has one of these names, as a query of the API, which says whether it can be asked so. */
export function given<Query extends object>(asked: URLSearchParams, names: readonly (keyof Query & string)[]): Query {
  const pairs = names.map((name) => [name, asked.get(name) ?? ''] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== '')) as Query;
}
