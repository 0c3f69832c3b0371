import { useEffect, useState } from 'react';

const PAUSE_MS = 300;

/** Returns the value once it has not changed for `PAUSE_MS`. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  const written = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the content counts, not the identity of the object.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [written]);
  return settled;
}
