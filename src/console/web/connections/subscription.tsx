import type { Schemas } from '../api/api.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';

/** What Touchline does at Meta for a connection, and how it goes. */
export function Subscription({ of }: { of: Schemas['InboundSubscription'] }) {
  const { timeZone } = useMe();
  const { subscribedAt, problem, tokenRefusedAt, fetching } = of;
  return (
    <>
      <h2>The page at Meta</h2>
      <p role="status">
        {subscribedAt !== null
          ? `Meta tells Touchline of new leads of the page, since ${shortDateTime(subscribedAt, timeZone)}.`
          : problem === null
            ? 'Touchline is about to ask Meta to tell of new leads of the page.'
            : 'Meta does not tell Touchline of new leads of the page yet. It is asked again.'}
        {fetching > 0 && ` ${fetching === 1 ? 'A lead is' : `${fetching} leads are`} still to be fetched.`}
      </p>
      {problem !== null && <p className="wrong">{problem}</p>}
      {tokenRefusedAt !== null && (
        <p className="wrong">
          Leads wait since {shortDateTime(tokenRefusedAt, timeZone)}. Once a new access token is entered, by “Edit, and
          map its fields”, they are fetched.
        </p>
      )}
    </>
  );
}
