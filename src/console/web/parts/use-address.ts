import { useLocation, useSearch } from 'wouter';

/** What is asked of a page, which stands in its address, and how that is changed: an empty value takes it away. */
export function useAddress(): readonly [asked: URLSearchParams, set: (name: string, value: string) => void] {
  const asked = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  const set = (name: string, value: string) => {
    if (value === '') asked.delete(name);
    else asked.set(name, value);
    go(asked.size === 0 ? path : `${path}?${asked}`, { replace: true });
  };
  return [asked, set];
}
