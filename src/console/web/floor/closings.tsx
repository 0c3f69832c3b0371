import { useQuery } from '@tanstack/react-query';
import { get, post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { useNotices } from '../parts/notices.js';
import { useRefusals } from '../parts/sending.js';
import { timeOfDay } from '../parts/times.js';
import { DISPOSITION_REASONS, useReasonLabel } from '../parts/use-reasons.js';
import { counted } from '../parts/words.js';
import { useMe } from '../session/me.js';

type Closing = Schemas['BulkRecord'];

const LOOK_MS = 10_000;
const PROGRESS_MS = 1_000;
const SHOWN_MAX = 5;

/**
 * Closings of many leads that are under way, or can still be undone.
 * @param onUndo called after one was undone; null for users who may not
 */
export function Closings({ onUndo }: { onUndo: (() => void) | null }) {
  const { say } = useNotices();
  const refused = useRefusals();
  const { data } = useQuery({
    queryKey: ['closings'],
    queryFn: () => get('/v1/leads/dispositions', { query: { limit: SHOWN_MAX } }),
    refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? PROGRESS_MS : LOOK_MS),
  });
  async function undo(bulkId: string): Promise<void> {
    const undone = await post('/v1/leads/dispositions/{bulkId}/undo', { path: { bulkId } });
    say({ text: 'done' in undone ? `Undone: ${closedInWords(undone, 'reopened')}` : 'Leads are being reopened' });
    onUndo!();
  }
  return data?.data.filter(isOpen).map((closing) => (
    <div key={closing.bulkId} className="held">
      <Progress closing={closing} />
      {onUndo !== null && !isUnderWay(closing) && (
        <button type="button" onClick={() => void refused(undo(closing.bulkId))}>
          Undo
        </button>
      )}
    </div>
  ));
}

function Progress({ closing }: { closing: Closing }) {
  const { timeZone } = useMe();
  const label = useReasonLabel(DISPOSITION_REASONS, closing.reason);
  const { state, done, undoableUntil, undos } = closing;
  const undoing = undos.at(-1);
  if (state === 'running')
    return (
      <p>
        Leads are being closed as “{label}”: {done} so far
      </p>
    );
  if (undoing?.state === 'running')
    return (
      <p>
        Leads closed as “{label}” are being reopened: {undoing.done} so far
      </p>
    );
  return (
    <p>
      {counted(done, 'lead')} closed as “{label}”. Until {timeOfDay(undoableUntil!, timeZone)} that can be undone.
    </p>
  );
}

const isUnderWay = ({ state, undos }: Closing): boolean => [state, undos.at(-1)?.state].includes('running');

function isOpen(closing: Closing): boolean {
  const { done, undoableUntil, undos } = closing;
  if (isUnderWay(closing)) return true;
  return done > 0 && undos.at(-1)?.state !== 'done' && Date.parse(undoableUntil!) > serverTime.now();
}

/** `3 leads closed`, `2 leads closed, 1 left alone`. */
export const closedInWords = ({ done, skipped }: Pick<Closing, 'done' | 'skipped'>, what: string): string =>
  `${counted(done, 'lead')} ${what}${skipped > 0 ? `, ${skipped} left alone` : ''}`;
