import { useLocation, useSearch } from 'wouter';

type Given = Readonly<Record<string, string>>;

/** Returns the address's query, and a function that changes it; an empty value removes a parameter. */
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

/** Returns the named parameters as a query of the API, which validates them. */
export function given<Query extends object>(asked: URLSearchParams, names: readonly (keyof Query & string)[]): Query {
  const pairs = names.map((name) => [name, asked.get(name) ?? ''] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== '')) as Query;
}
