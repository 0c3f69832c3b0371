import { setTimeout as pause } from 'node:timers/promises';

export interface Retrying {
  /** So often a request is sent again at most. */
  readonly retries: number;
  /** Longer than that nobody waits, whatever the answer asks for. */
  readonly longestPauseMs: number;
}

/** Answers that say by `Retry-After` that the same request may go well later: it had no effect, or is being carried out. */
const PASSING = [409, 429, 503];

/** By these nothing has left: nobody was found, or nobody was there. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

interface Sending extends Retrying {
  readonly signal: AbortSignal | undefined;
  /** It would be refused where it was carried out already: it is not sent again where it may have been. */
  readonly isOnce: boolean;
}

/**
 * Sends a request until it gets an answer that stays: by `Retry-After` where the answer has one, in growing pauses where
 * there was no answer.
 */
export async function sendUntilAnswered(
  send: () => Promise<Response>,
  { retries, longestPauseMs, signal, isOnce }: Sending,
): Promise<Response> {
  for (let sent = 1; ; sent += 1) {
    const answer = await send().catch((error: unknown) => {
      // Whoever takes it back means it.
      if (sent > retries || signal?.aborted === true || (isOnce && mayHaveArrived(error))) throw error;
    });
    const pauseMs = answer === undefined ? 250 * 2 ** (sent - 1) : askedFor(answer);
    if (answer !== undefined && (pauseMs === null || pauseMs > longestPauseMs || sent > retries)) return answer;
    await answer?.body?.cancel();
    await pause(Math.min(pauseMs!, longestPauseMs), undefined, signal === undefined ? {} : { signal });
  }
}

function mayHaveArrived(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string } };
  return !NOT_SENT.includes(cause?.code ?? '');
}

/** @returns null where the answer stays */
function askedFor({ status, headers }: Response): number | null {
  const after = headers.get('retry-after');
  if (after === null || !PASSING.includes(status)) return null;
  const seconds = Number(after);
  return Number.isNaN(seconds) ? Math.max(0, Date.parse(after) - Date.now()) : seconds * 1_000;
}
