import type { Schemas } from '../api/api.js';
import { shortDateTime } from '../parts/times.js';
import { useMe } from '../session/me.js';

/** What is asked at a product, and what it is called there. */
const WORDS: Readonly<Record<string, { readonly heading: string; readonly name: string; readonly what: string }>> = {
  meta: { heading: 'The page at Meta', name: 'Meta', what: 'new leads of the page' },
  linkedin: { heading: 'The forms at LinkedIn', name: 'LinkedIn', what: 'new leads' },
  hubspot: { heading: 'Looking at HubSpot', name: 'HubSpot', what: 'new submissions and contacts' },
};

interface Props {
  readonly of: Schemas['InboundSubscription'];
  readonly kind: Schemas['Inbound']['kind'];
}

/** What Touchline does at the product of a connection, and how it goes. */
export function Subscription({ of, kind }: Props) {
  const { timeZone } = useMe();
  const { problem, tokenRefusedAt, fetching } = of;
  const { heading, name, what } = WORDS[kind]!;
  return (
    <>
      <h2>{heading}</h2>
      <p role="status">
        {kind === 'hubspot'
          ? `Touchline has looked for ${what} until ${shortDateTime(of.lookedUntil, timeZone)}, and looks again by itself.`
          : subscribedIn(of, name, what, timeZone)}
        {fetching > 0 && ` ${fetching === 1 ? 'A lead is' : `${fetching} leads are`} still to be fetched.`}
      </p>
      {problem !== null && <p className="wrong">{problem}</p>}
      {tokenRefusedAt !== null && (
        <p className="wrong">
          Leads wait since {shortDateTime(tokenRefusedAt, timeZone)}. Once a new{' '}
          {kind === 'hubspot' ? 'service key' : 'access token'} is entered, by “Edit, and map its fields”, they come in.
        </p>
      )}
    </>
  );
}

function subscribedIn({ subscribedAt, problem }: Props['of'], name: string, what: string, timeZone: string): string {
  if (subscribedAt !== null)
    return `${name} tells Touchline of ${what}, since ${shortDateTime(subscribedAt, timeZone)}.`;
  return problem === null
    ? `Touchline is about to ask ${name} to tell of ${what}.`
    : `${name} does not tell Touchline of ${what} yet. It is asked again.`;
}
