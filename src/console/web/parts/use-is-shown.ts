import { useCallback, useLayoutEffect, useRef } from 'react';

/** Whether what asked for something is still on the page when it is answered: else the answer does not take the page away. */
export function useIsShown(): () => boolean {
  const isShown = useRef(false);
  useLayoutEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return useCallback(() => isShown.current, []);
}
