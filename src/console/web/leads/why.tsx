import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useAuthors } from '../access/use-authors.js';
import { get, type Schemas } from '../api/api.js';
import { Dialog } from '../parts/dialog.js';
import { forPeople } from '../parts/for-people.js';
import { Unread } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { whyNot } from '../parts/why-not.js';
import { useMe } from '../session/me.js';
import { closedAtOnce } from './closed-at-once.js';
import { nameOf } from './person.js';

/** The routing decisions about a lead, with the rules and the candidates of each. */
export function WhyDialog({ lead, onClose }: { lead: Schemas['Lead']; onClose: () => void }) {
  return (
    <Dialog title={`Why: ${nameOf(lead)}`} onClose={onClose}>
      <Why id={lead.id} />
    </Dialog>
  );
}

export function Why({ id }: { id: string }) {
  const { timeZone } = useMe();
  const nameOfRep = useNames();
  const nameOfAuthor = useAuthors();
  const { data, error } = useQuery({
    queryKey: ['lead', id, 'routing'],
    queryFn: () => get('/v1/leads/{id}/routing', { path: { id } }),
  });
  if (data === undefined) return <Unread error={error} />;
  if (data.data.length === 0) return <WithoutOwner id={id} />;
  return (
    <ol className="decisions">
      {data.data.map(({ id: assignmentId, repId, from, rule, trace, ...decided }) => (
        <li key={assignmentId}>
          <p>
            <strong>{nameOfRep(repId)}</strong>, {shortDateTime(from, timeZone)}
            {rule !== null && trace !== null && (
              <>
                {' '}
                by the rule <em>{rule}</em>
              </>
            )}
          </p>
          {byHand(decided, nameOfAuthor).map((words) => (
            <p key={words}>{words}</p>
          ))}
          {trace !== null && <p>{forPeople(trace.because)}</p>}
          {trace?.account !== undefined && <OfAccount {...trace.account} />}
          {trace !== null && <Candidates trace={trace} nameOfRep={nameOfRep} />}
        </li>
      ))}
    </ol>
  );
}

type TracedAccount = NonNullable<Schemas['RoutingTrace']['account']>;

/** How the account of a lead was found. */
const FOUND_BY: Readonly<Record<TracedAccount['by'], string>> = {
  ref: 'an id in another system',
  domain: 'its domain',
  brand: 'the name of its domain',
  parentDomain: 'the domain above its own',
  email: 'the e-mail address of a contact',
  phone: 'the phone number of a contact',
};

function OfAccount({ accountId, by }: TracedAccount) {
  const { data: account } = useQuery({
    queryKey: ['account', accountId],
    queryFn: () => get('/v1/accounts/{id}', { path: { id: accountId } }),
    // Others may look after it, and it may have been deleted.
    retry: false,
  });
  if (account === undefined) return null;
  return (
    <p>
      Account: <Link href={`/accounts/${accountId}`}>{account.name}</Link>, found by {FOUND_BY[by]}.
    </p>
  );
}

function WithoutOwner({ id }: { id: string }) {
  const { data: lead } = useQuery({ queryKey: ['lead', id], queryFn: () => get('/v1/leads/{id}', { path: { id } }) });
  if (lead === undefined) return null;
  const closed = closedAtOnce(lead);
  return <p>{closed === undefined ? 'It has not had an owner yet.' : `It ${closed}.`}</p>;
}

type Assignment = Schemas['Assignment'];

/** What people and programs do to change the owner of a lead. */
const DONE: Partial<Record<Assignment['cause'], string>> = {
  manual: 'moved it',
  given: 'named the owner',
  claim: 'claimed it',
  decline: 'declined it',
  reopen: 'reopened it',
  undone: 'undid its move',
};

/** Says who decided, unless Touchline did, and which reason was given. */
function byHand(
  { cause, by, reason }: Pick<Assignment, 'cause' | 'by' | 'reason'>,
  nameOf: (by: Schemas['Author']) => string,
): string[] {
  const done = DONE[cause];
  return [
    ...(done === undefined || by === null || by.type === 'system' ? [] : [`${nameOf(by)} ${done}.`]),
    ...(reason === undefined ? [] : [`“${reason}”`]),
  ];
}

interface CandidatesProps {
  readonly trace: Schemas['RoutingTrace'];
  readonly nameOfRep: (id: string) => string;
}

export function Candidates({ trace: { candidates }, nameOfRep }: CandidatesProps) {
  const { timeZone } = useMe();
  if (candidates.length === 0) return null;
  return (
    <details>
      <summary>Who could have got it</summary>
      <ul>
        {candidates.map(({ poolId, repId, eligible, ...excluded }) => (
          <li key={`${poolId} ${repId}`}>
            {nameOfRep(repId)}: {eligible ? 'could' : whyNot(excluded, timeZone)}
          </li>
        ))}
      </ul>
    </details>
  );
}
