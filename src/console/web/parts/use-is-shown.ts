import { useCallback, useLayoutEffect, useRef } from 'react';

/** Reports whether the component is still shown when a response arrives, which may else not change the page. */
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
