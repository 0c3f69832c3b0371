import { useQueryClient } from '@tanstack/react-query';
import { useNotices } from './notices.js';
import { messageOf } from './states.js';

interface Doing<Answer> {
  readonly message: string;
  readonly send: () => Promise<Answer>;
  /** Returns the page of the result, which the notice links to, or null. */
  readonly leadsTo?: (answer: Answer) => string | null;
  /** Undoes it, given its response. */
  readonly undo?: (answer: Answer) => Promise<unknown>;
}

/**
 * Sends a request, shows a notice, and invalidates the queries under these prefixes. The returned function throws
 * refusals, for forms to show.
 */
export function useDoing(changed: readonly (readonly string[])[]) {
  const queries = useQueryClient();
  const { say } = useNotices();
  const askAnew = () => Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
  return async <Answer>({ message, send, leadsTo, undo }: Doing<Answer>): Promise<Answer> => {
    const takeBack = (answer: Answer) =>
      undo!(answer)
        .then(() => say({ text: `Undone: ${message}` }))
        .catch((error) => say({ text: messageOf(error), isWrong: true }))
        .then(askAnew);
    const answer = await send().catch((wrong: unknown) => {
      // Another user may have been faster, so the present state is shown.
      void askAnew();
      throw wrong;
    });
    const href = leadsTo?.(answer) ?? null;
    say({ text: message, ...(href !== null && { href }), ...(undo && { undo: () => void takeBack(answer) }) });
    await askAnew();
    return answer;
  };
}

/** Does the same outside of forms: shows a refusal as a notice. */
export function useRefusals() {
  const { say } = useNotices();
  return async (doing: Promise<unknown>): Promise<unknown> => {
    try {
      await doing;
      return null;
    } catch (error) {
      say({ text: messageOf(error), isWrong: true });
      return error;
    }
  };
}
