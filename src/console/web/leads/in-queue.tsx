import type { Schemas } from '../api/api.js';
import { durationInWords } from '../parts/duration.js';
import { Fact } from '../parts/fact.js';
import { useMinute } from '../parts/minute.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { useMe } from '../session/me.js';

/** The named queue in which a lead waits, by when it has to be out of it, and who has to act. */
export function InQueue({ lead: { queue, queuePromise } }: { lead: Schemas['Lead'] }) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const now = useMinute() * 60_000;
  if (queue === null) return null;
  if (queuePromise === undefined) return <Fact name="In the queue">{queue}</Fact>;
  const { within, outBy, ownerRepId } = queuePromise;
  const isOver = outBy !== null && Date.parse(outBy) <= now;
  const span = `within ${durationInWords(within) ?? within} of work`;
  return (
    <Fact name="In the queue">
      {queue}.{' '}
      {isOver ? (
        <strong>
          It was to be out of it by {shortDateTime(outBy, timeZone)}, {span}.
        </strong>
      ) : (
        `It has to be out of it ${outBy === null ? '' : `by ${shortDateTime(outBy, timeZone)}, `}${span}.`
      )}
      {ownerRepId !== null && ` ${nameOf(ownerRepId)} has to act.`}
    </Fact>
  );
}
