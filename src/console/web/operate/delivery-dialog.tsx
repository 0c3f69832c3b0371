import { useQuery } from '@tanstack/react-query';
import { get, post } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { useDoing, useRefusals } from '../parts/sending.js';
import { Unread } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { may, useMe } from '../session/me.js';

/** A delivery with its attempts and body. Deliveries to webhooks can be replayed. */
export function DeliveryDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const me = useMe();
  const doing = useDoing([['deliveries']]);
  const refused = useRefusals();
  const { data, error } = useQuery({
    queryKey: ['delivery', id],
    queryFn: () => get('/v1/deliveries/{id}', { path: { id } }),
  });
  async function replay(webhookId: string): Promise<void> {
    const path = { id: webhookId, deliveryId: id };
    const send = () => post('/v1/webhooks/{id}/deliveries/{deliveryId}/replay', { path });
    if ((await refused(doing({ message: 'Sending again', send }))) === null) onClose();
  }
  return (
    <Dialog title={data?.type ?? 'Delivery'} onClose={onClose} key={data === undefined ? 'loading' : 'delivery'}>
      {data === undefined && <Unread error={error} />}
      {data !== undefined && (
        <div>
          {data.tried.length === 0 && <p>Not tried yet.</p>}
          <ul className="decisions">
            {data.tried.map(({ at, tookMs, status, answer, problem }) => (
              <li key={at}>
                <p>
                  {shortDateTime(at, me.timeZone)} · {problem ?? status} · {tookMs} ms
                </p>
                {answer !== null && answer !== '' && <pre>{answer}</pre>}
              </li>
            ))}
          </ul>
          {data.body === null ? (
            <p>What was sent is no longer stored.</p>
          ) : (
            <details>
              <summary>What is sent</summary>
              <pre>{indented(data.body)}</pre>
            </details>
          )}
          {data.webhookId !== null && may(me) && (
            <p className="buttons">
              <button type="button" className="main" onClick={() => replay(data.webhookId!)}>
                Send it again
              </button>
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}

/** Formats JSON for reading; other text stays unchanged. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
