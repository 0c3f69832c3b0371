import { useQueryClient } from '@tanstack/react-query';
import { useNotices } from './notices.js';
import { messageOf } from './states.js';

interface Doing<Answer> {
  /** What is said once it is done. */
  readonly said: string;
  readonly send: () => Promise<Answer>;
  /** The page of what it made, for who is elsewhere by now. */
  readonly leadsTo?: (answer: Answer) => string | null;
  /** Takes it back, given what was answered. */
  readonly undo?: (answer: Answer) => Promise<unknown>;
}

/**
 * Does something, says so, and asks anew for what it may have changed.
 * @param changed how queries of that begin
 * @returns a function that throws what it was refused with: for forms, which say it
 */
export function useDoing(changed: readonly (readonly string[])[]) {
  const queries = useQueryClient();
  const { say } = useNotices();
  const askAnew = () => Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
  return async <Answer>({ said, send, leadsTo, undo }: Doing<Answer>): Promise<Answer> => {
    const takeBack = (answer: Answer) =>
      undo!(answer)
        .then(() => say({ text: `Undone: ${said}` }))
        .catch((error) => say({ text: messageOf(error), isWrong: true }))
        .then(askAnew);
    const answer = await send().catch((wrong: unknown) => {
      // Somebody may have been faster: what is shown is what they left.
      void askAnew();
      throw wrong;
    });
    const href = leadsTo?.(answer) ?? null;
    say({ text: said, ...(href !== null && { href }), ...(undo && { undo: () => void takeBack(answer) }) });
    await askAnew();
    return answer;
  };
}

/** The same for what is done without a form: what it was refused with is said among the notices. */
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
