import { IsNull, Not } from 'typeorm';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import { countedUsers, type USERS } from '../../configuration/users.store.js';
import { REASONS } from '../../disposition/reason.table.js';
import { beginConsumer, endConsumer } from '../../events/feed-consumer.store.js';
import { collectFaults, type Fault, fault, step } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import type { Tx } from '../../platform/sql/database.js';
import { type Instant, isoOrNull, toIso } from '../../platform/values/duration.js';
import { forgetBatches } from '../batches/batch.store.js';
import { forgetDeliveries, hasCounted, movePending } from '../delivery.store.js';
import { faultsOfAsides, faultsOfRules, faultsOfSharedPlaces } from '../planning/matching.js';
import { isCorrection } from '../planning/trigger.js';
import { platformOf, transportOf } from '../platforms.js';
import { faultsOfCredentials, faultsOfPush } from '../posting/posting-faults.js';
import type { DestinationBody } from './destination.dto.js';
import { consumerOf, startOf } from './destination.js';
import { CREDENTIALS, lockDestination } from './destination.store.js';
import { DESTINATIONS, type DestinationRow } from './destination.table.js';
import { faultsOfQuarantine, faultsOfSend, faultsOfSettings } from './faults.js';
import { faultsOfSurvivedRules } from './survived-rules.js';

/** Destinations that have handed out deliveries are not removed: no other one could retract them. */
const HANDED_OUT = countedUsers(
  'delivery',
  'conversion',
  'select id from feedback_delivery where destination_id = $1 and attempts > 0',
  ' handed out',
);

export const DESTINATION: ResourceKind<DestinationRow, DestinationBody> = {
  kind: 'destination',
  table: DESTINATIONS,
  fields: [
    'name',
    'platform',
    'settings',
    'sources',
    'startAt',
    'mode',
    'leadCountedBy',
    'rules',
    'quarantine',
    'retractAfter',
    'retractionsPerDay',
    'push',
  ],
  secrets: [{ field: 'credentials', setAt: 'credentialsSetAt', kept: CREDENTIALS }],
  unique: 'name',
  check: async (tx, body, id) => {
    // Planning and handing out lock the destination too, so each works entirely under the old account or the new one.
    if (id !== null) await lockDestination(tx, id);
    const faults = faultsOfSettings(body.platform, body.settings, '/settings');
    const unlike = id === null ? [] : await faultsOfChange(tx, body, id, faults.length === 0);
    if (faults.length > 0 || unlike.length > 0) return [...faults, ...unlike];
    return [
      ...faultsOfSending(body),
      ...(await faultsOfReasons(tx, body)),
      ...(await faultsOfPlaces(tx, body, id)),
      ...(await faultsOfPosting(tx, body, id)),
    ];
  },
  afterWrite: async (tx, id, { platform, settings, startAt }, now) => {
    await movePending(tx, id, (send) => platformOf(platform).place(settings, send));
    await beginConsumer(tx, consumerOf(id), beginOf(startAt, now));
  },
  shows: async (_tx, rows) =>
    rows.map((row) => ({
      startAt: row.startAt ?? toIso(startOf(row)),
      credentialsSetAt: isoOrNull(row.credentialsSetAt ?? null),
      stopped:
        row.stoppedAt == null ? null : { at: toIso(row.stoppedAt), why: row.stoppedWhy, note: row.stoppedNote ?? null },
    })),
  beforeRemove: async (tx, id) => {
    await forgetDeliveries(tx, id);
    await forgetBatches(tx, id);
    await endConsumer(tx, consumerOf(id));
  },
  lock: lockDestination,
  users: [HANDED_OUT],
  insteadOfRemoving:
    'Without it, what was sent could not be taken back. Stop it instead (`POST …/stop`): what happens meanwhile is sent once it is resumed, or never in the mode "shadow".',
};

/** Returns the instant from which the ledger is planned, or null to begin now. */
function beginOf(startAt: string | undefined, now: Instant): Instant | null {
  const from = startAt === undefined ? now : instantOf(startAt);
  return from >= now ? null : from;
}

function faultsOfSending({ platform, settings, rules, quarantine }: DestinationBody): Fault[] {
  const faults = rules.flatMap(({ send }, index) =>
    faultsOfSend(platform, settings, send, `${step('rules')}${step(index)}${step('send')}`),
  );
  if (faults.length > 0) return faults;
  const { words, countsOnceAtAPlace, place } = platformOf(platform);
  const { abilities } = transportOf(platform, settings, 'conversion');
  return collectFaults(
    faultsOfRules(rules),
    faultsOfSurvivedRules(rules),
    faultsOfAsides(rules, words, abilities),
    countsOnceAtAPlace && faultsOfSharedPlaces(rules, words, (send) => place(settings, send)),
    faultsOfQuarantine(quarantine, '/quarantine'),
  );
}

/** Credentials left out of the body stay as they are. */
async function faultsOfPosting(tx: Tx, body: DestinationBody, id: string | null): Promise<Fault[]> {
  const { platform, settings, credentials, push } = body;
  const faults = credentials == null ? [] : faultsOfCredentials(platform, settings, credentials, step('credentials'));
  if (!push || faults.length > 0) return faults;
  const hasCredentials = credentials === undefined ? await hasSome(tx, id) : credentials !== null;
  return faultsOfPush({ platform, settings, hasCredentials }, step('push'));
}

async function hasSome(tx: Tx, id: string | null): Promise<boolean> {
  if (id === null) return false;
  return tx.repository(DESTINATIONS).existsBy({ id, credentialsSetAt: Not(IsNull()) });
}

/** Protects fields on which the ledger depends. @param isReadable whether the settings are valid */
async function faultsOfChange(tx: Tx, body: DestinationBody, id: string, isReadable: boolean): Promise<Fault[]> {
  const { platform, startAt } = body;
  const former = await tx.repository(DESTINATIONS).findOneByOrFail({ id });
  const message = 'It stays what it is: make another destination.';
  const isSameStart = startAt === undefined || instantOf(startAt) === startOf(former);
  const isSamePlatform = platform === former.platform;
  return collectFaults(
    !isSamePlatform && fault('/platform', 'fixed', message),
    isSamePlatform && isReadable && (await faultsOfAccount(tx, body, former)),
    !isSameStart && fault('/startAt', 'fixed', message),
  );
}

async function faultsOfAccount(
  tx: Tx,
  { platform, settings }: DestinationBody,
  former: DestinationRow,
): Promise<Fault[]> {
  const { place } = platformOf(platform);
  const { retract, restate } = transportOf(platform, settings, 'retract').abilities;
  const isSame = former.rules.every(
    ({ send }) => isCorrection(send) || place(settings, send) === place(former.settings, send),
  );
  if (isSame || !(retract || restate) || !(await hasCounted(tx, former.id))) return [];
  const message =
    'Only the same account can change or take back what it has counted: create another destination for another account.';
  return [fault('/settings', 'fixed', message)];
}

async function faultsOfReasons(tx: Tx, { rules }: DestinationBody): Promise<Fault[]> {
  const reasons = await tx.repository(REASONS).find();
  return rules.flatMap(({ on }, index) => {
    if ('milestone' in on || on.reason === undefined) return [];
    const pointer = `${step('rules')}${step(index)}${step('on')}${step('reason')}`;
    const reason = reasons.find(({ code }) => code === on.reason);
    if (reason === undefined)
      return [fault(pointer, 'unknownReason', `There is no reason ${JSON.stringify(on.reason)}.`)];
    const [field, own, wanted] =
      'intent' in on ? ['intent', reason.intent, on.intent] : ['category', reason.category, on.category];
    if (own === wanted) return [];
    return [fault(pointer, 'contradiction', `The reason ${reason.code} has the ${field} ${own}.`)];
  });
}

/** Two destinations that count at one place would send everything twice. */
async function faultsOfPlaces(tx: Tx, body: DestinationBody, id: string | null): Promise<Fault[]> {
  const others = await tx.repository(DESTINATIONS).findBy({ platform: body.platform });
  const taken = new Map(
    others
      .filter((other) => other.id !== id && other.mode === 'live')
      .flatMap((other) => placesOf(other).map(({ place }) => [place, other.name] as const)),
  );
  if (body.mode === 'shadow') return [];
  return placesOf(body).flatMap(({ place, index }) => {
    const other = taken.get(place);
    if (other === undefined) return [];
    const message = `The destination "${other}" already counts there, so everything would be sent twice.`;
    return [fault(`${step('rules')}${step(index)}${step('send')}`, 'taken', message)];
  });
}

function placesOf({ platform, settings, rules }: Pick<DestinationBody, 'platform' | 'settings' | 'rules'>) {
  // The account behind a `generic` destination is unknown; only the names tell two of them apart.
  if (platform === 'generic') return [];
  const { place } = platformOf(platform);
  return rules.flatMap(({ send }, index) => (isCorrection(send) ? [] : [{ index, place: place(settings, send) }]));
}

/** Destinations whose rules name a reason, which therefore cannot be deleted. */
export const USERS_AMONG_DESTINATIONS: typeof USERS.all = [
  {
    of: 'reason',
    kind: 'destination',
    select: `id, name from feedback_destination
      where exists (select from jsonb_array_elements(rules) as rule
                     where lower(rule->'on'->>'reason') = (select lower(code) from disposition_reason where disposition_reason.id = $1))
      order by id`,
  },
];
