import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, remove, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { stoppedInWords } from '../configure/destinations/stopping.js';
import { Fact } from '../parts/fact.js';
import { percent } from '../parts/money.js';
import { useRefusals } from '../parts/sending.js';
import { ErrorState, Unread, useTitle } from '../parts/states.js';
import { shortDateTime, span } from '../parts/times.js';
import { counted, titled } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { OperateTabs } from './tabs.js';

const LOOK_MS = 10_000;
/** It asks every satellite. */
const SETUP_LOOK_MS = 60_000;
/** Anything later counts as late; due work is normally done within a second or two. */
const LATE_SECONDS = 30;

export function Health() {
  useTitle('Health');
  const { timeZone } = useMe();
  const { data, error, refetch } = useQuery({
    queryKey: ['system'],
    queryFn: () => get('/v1/system'),
    refetchInterval: LOOK_MS,
  });
  const { data: destinations } = useQuery({
    queryKey: ['destinations', 'stopped'],
    queryFn: () => readAll((page) => get('/v1/feedback/destinations', { query: page })),
    refetchInterval: LOOK_MS,
  });
  const { data: connections } = useQuery({
    queryKey: ['connections'],
    queryFn: () => readAll((page) => get('/v1/inbound', { query: page })),
    refetchInterval: LOOK_MS,
  });
  const { data: setup } = useQuery({
    queryKey: ['setup'],
    queryFn: () => get('/v1/setup'),
    refetchInterval: SETUP_LOOK_MS,
  });
  if (data === undefined) return <Unread error={error} onRetry={refetch} />;
  const refused = setup?.warnings.filter(({ code }) => code === 'crmReportsRefused') ?? [];
  const stopped = (destinations ?? []).filter(isStopped);
  const left = (connections ?? []).filter(({ arrivals }) => arrivals.rejected + arrivals.waiting > 0);
  const behind = data.followers.filter(({ lagSeconds }) => (lagSeconds ?? 0) > LATE_SECONDS);
  const isLate = data.due.latenessSeconds > LATE_SECONDS || data.feedLagSeconds > LATE_SECONDS || behind.length > 0;
  return (
    <section className="page">
      <header className="bar">
        <h1>{titleOf({ isLate, stopped: stopped.length, refused: refused.length, holds: data.holds })}</h1>
        <OperateTabs />
      </header>
      <dl className="facts">
        <Fact name="Due">
          {data.due.count === 0
            ? 'Nothing waits to be enforced.'
            : `${data.due.count} wait to be enforced, the oldest for ${span(data.due.latenessSeconds)}.`}
        </Fact>
        <Fact name="Following">
          {behind.length === 0
            ? 'Everything that follows the events is up to date.'
            : behind.map(({ name, lagSeconds }) => `${titled(name)}: behind by ${span(lagSeconds)}.`).join(' ')}
        </Fact>
        <Fact name="Waiting">{waitingOf(data)}</Fact>
        <Fact name="Holds">
          {data.holds === 0 ? 'Enforcement is not held.' : `${data.holds} on; the floor shows them.`}
        </Fact>
        <Fact name="Stopped">
          {stopped.length > 0 &&
            stopped.map(({ id, name, stopped }) => (
              <p key={id}>
                <Link href={`/configure/destinations/${id}`}>{name}</Link>: {stoppedInWords(stopped, timeZone)}
              </p>
            ))}
        </Fact>
        <Fact name="Submissions">
          {left.length > 0 &&
            left.map(({ id, name, arrivals: { rejected, waiting } }) => (
              <p key={id}>
                <Link href={`/connections/${id}`}>{name}</Link>: {rejected} rejected, {waiting} waiting, within 30 days.
              </p>
            ))}
        </Fact>
        <Fact name="Refused">{refused.length > 0 && refused.map(({ text }) => <p key={text}>{text}</p>)}</Fact>
        <Fact name="Version">{data.version}</Fact>
      </dl>
      <NotArrived />
      <Jobs />
    </section>
  );
}

type Destination = Schemas['FeedbackDestination'];

const isStopped = (each: Destination): each is Destination & { stopped: NonNullable<Destination['stopped']> } =>
  each.stopped !== null;

/** Says what is wrong with the program, the worst first. People who are late are on the floor. */
function titleOf({
  isLate,
  stopped,
  refused,
  holds,
}: Record<'stopped' | 'refused' | 'holds', number> & { isLate: boolean }) {
  if (isLate) return 'Touchline is behind';
  if (stopped > 0) return counted(stopped, 'destination is stopped', 'destinations are stopped');
  if (refused > 0) return 'Reports of a CRM are refused';
  return holds > 0 ? 'Enforcement is held' : 'Touchline works';
}

type Waiting = Schemas['WaitingLeads']['waiting'];

/** Counts the leads that wait for something, without tests. */
const countOf = ({ waiting }: Schemas['System'], what: Waiting) =>
  waiting.filter((each) => each.waiting === what && !each.test).reduce((sum, each) => sum + each.count, 0);

function waitingOf(system: Schemas['System']): string {
  const leads = (what: Waiting) => counted(countOf(system, what), 'lead is', 'leads are');
  return `${leads('queue')} without an owner, ${leads('claim')} waiting to be claimed, ${leads('move')} late with no other rep available.`;
}

function NotArrived() {
  const { timeZone } = useMe();
  const { data, error } = useQuery({
    queryKey: ['deliveries', 'failed'],
    queryFn: () => get('/v1/deliveries', { query: { state: 'failed', limit: 20 } }),
    refetchInterval: LOOK_MS,
  });
  return (
    <section aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">Did not arrive</h2>
      {error && <ErrorState error={error} />}
      {data !== undefined && data.data.length > 0 && (
        <p>
          <Link href="/deliveries?state=failed">All that did not arrive</Link>
        </p>
      )}
      {data?.data.length === 0 && <p>Everything has arrived or is still being tried.</p>}
      <ul className="lines">
        {data?.data.map(({ id, channel, type, why, createdAt, attempts }) => (
          <li key={id}>
            <strong>{titled(channel)}</strong> {type}, {shortDateTime(createdAt, timeZone)}, tried{' '}
            {counted(attempts, 'time')}
            {why !== null && `: ${why}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

const JOBS: Readonly<Record<Schemas['Job']['kind'], string>> = {
  policyDryRun: 'Dry run of policies',
  changeDryRun: 'Dry run of a change',
  bulkClosing: 'Closing of many leads',
  bulkUndo: 'Undoing of such a closing',
  routingReplay: 'Replay of routing',
  activation: 'Plan of waves of promises',
};

function Jobs() {
  const me = useMe();
  const refused = useRefusals();
  const { data, refetch } = useQuery({
    queryKey: ['jobs'],
    queryFn: () => get('/v1/jobs', { query: { limit: 20 } }),
    refetchInterval: LOOK_MS,
  });
  async function cancel(id: string): Promise<void> {
    await refused(remove('/v1/jobs/{id}', { path: { id } }));
    await refetch();
  }
  return (
    <section aria-labelledby="jobs-title">
      <h2 id="jobs-title">Jobs</h2>
      {data?.data.length === 0 && <p>None in the last 30 days.</p>}
      <ul className="lines">
        {data?.data.map(({ id, kind, state, progress, createdAt, error }) => (
          <li key={id}>
            <strong>{JOBS[kind]}</strong> {shortDateTime(createdAt, me.timeZone)}:{' '}
            {state === 'running' ? percent(progress) : state}
            {error !== undefined && `, ${error}`}
            {state === 'running' && may(me) && (
              <button type="button" onClick={() => cancel(id)}>
                Cancel
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
