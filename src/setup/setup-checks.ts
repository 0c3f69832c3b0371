import type { ChannelKind } from '../deliveries/channels/channel.js';
import type { FailingTool, WayToTool } from '../deliveries/failing-tools/failing-tool.store.js';
import type { Directory, DirectoryContent } from '../directory/directory.js';
import { type Environment, publicUrlOf } from '../platform/environment.js';
import { type Instant, toIso } from '../platform/instant.js';
import { poolChain } from '../routing/roster.js';
import type { Hold } from '../sla/hold.js';
import type { Sealed } from './sealed.store.js';
import type { Missing } from './setup.schema.js';

/** What is missing before leads can be served, the first step first. */
export function missingIn({ reps, pools, rulebook, policies }: DirectoryContent): Missing[] {
  const isActive = (repId: string) => reps.get(repId)?.active === true;
  const isStaffed = [...pools.values()].some((pool) => pool.members.some((member) => isActive(member.repId)));
  const namesSomebody = rulebook.rules.some(({ assign }) => 'repId' in assign && isActive(assign.repId));
  const missing: Missing[] = [];
  if (![...reps.values()].some((rep) => rep.active)) {
    missing.push({ code: 'noReps', text: 'There is no active rep who could own a lead: POST /v1/reps.' });
  }
  if (!isStaffed && !namesSomebody) {
    missing.push({
      code: 'nobodyRouted',
      text: 'No pool has an active member, and no rule names a rep, so nobody gets leads: POST /v1/pools with members.',
    });
  }
  if (rulebook.rules.length === 0 && rulebook.fallbackPoolId === null) {
    missing.push({
      code: 'noRules',
      text: 'There are no routing rules and no fallback pool, so every lead waits in the queue: PUT /v1/routing.',
    });
  }
  if (rulebook.queueOwnerId === null || !isActive(rulebook.queueOwnerId)) {
    missing.push({
      code: 'noQueueOwner',
      text: 'Nobody active is told when leads wait in the queue: name a rep as fallback.queueOwnerId in PUT /v1/routing.',
    });
  }
  if (policies.length === 0) {
    missing.push({
      code: 'noPolicies',
      text: 'There is no SLA policy, so no clock runs and no deadline is enforced: POST /v1/sla-policies.',
    });
  }
  return missing;
}

/** That enforcement is held now, with how it goes on. */
export function heldIn(directory: Directory, now: Instant): { code: 'enforcementHeld'; text: string }[] {
  return directory.holdsAt(now).map((hold) => ({
    code: 'enforcementHeld',
    text: `Enforcement is held for ${heldFor(hold, directory)}${hold.until === null ? '' : ` until ${toIso(hold.until)}`}${HELD_WHY[hold.by]}, so no lead moves because of a missed deadline and nobody is told: DELETE /v1/enforcement/holds/${hold.id} to go on.`,
  }));
}

/** That links in mails lead nowhere but to this machine, where mails are sent that have some. */
export function lostLinksIn({ smtpUrl, secretsKey, publicUrl, ...listening }: Environment): {
  code: 'linksLeadHere';
  text: string;
}[] {
  if (smtpUrl === undefined || secretsKey === undefined || publicUrl !== undefined) return [];
  const text = `Links in mails begin with ${publicUrlOf({ ...listening })}, where reps may find nothing: set PUBLIC_URL to the address by which they reach this program.`;
  return [{ code: 'linksLeadHere', text }];
}

const MENDED_BY: Readonly<Record<WayToTool, (tool: FailingTool) => { code: ToolWarning; said: string; mend: string }>> =
  {
    recordConnector: ({ id, name, count }) => ({
      code: 'recordConnectorFailing',
      said: `Nothing has reached the tool of the record connector "${name}" that was to be written there, ${count === 1 ? 'one record or update' : `${count} records and updates`},`,
      mend: `POST /v1/record-connectors/${id}/test shows what it answers, PUT mends the connector`,
    }),
    crmConnection: ({ id, name, count }) => ({
      code: 'crmConnectionFailing',
      said: `The CRM of the connection "${name}" could not be told of ${count === 1 ? 'one deal' : `${count} deals`}`,
      mend: `GET /v1/crm-connections/${id}/deliveries shows them, PUT mends the connection`,
    }),
    mailServer: ({ count }) => ({
      code: 'mailServerFailing',
      said: `The mail server has taken none of the mails that it was given, ${count === 1 ? 'one message' : `${count} messages`},`,
      mend: 'GET /v1/deliveries?channel=email shows each attempt, SMTP_URL and MAIL_FROM say where and as whom mails go',
    }),
  };
type ToolWarning = 'recordConnectorFailing' | 'crmConnectionFailing' | 'mailServerFailing';

/** That nothing reaches a tool of receivers, a CRM or the mail server. */
export function failingIn(tools: readonly FailingTool[]): { code: ToolWarning; text: string }[] {
  return tools.map((tool) => {
    const { code, said, mend } = MENDED_BY[tool.kind](tool);
    return {
      code,
      text: `${said} since ${toIso(tool.since)}. ${[tool.why, mend].filter((each) => each !== '').join(' ')}.`,
    };
  });
}

/**
 * Channels that nothing is posted to and by which nobody is written to: without pools and teams, only the bot of the
 * oldest channel of Slack has something to do.
 * @param channels oldest first
 */
export function toldNothingIn(channels: readonly CheckedChannel[]): { code: 'channelToldNothing'; text: string }[] {
  const writesToReps = channels.find(({ kind }) => kind === 'slack');
  return channels
    .filter((each) => each.poolIds.length + each.teamIds.length === 0 && each !== writesToReps)
    .map(({ id, name }) => ({
      code: 'channelToldNothing',
      text: `The channel "${name}" names no pools and no teams, so nothing is posted to it: PUT /v1/channels/${id} with poolIds or teamIds, or DELETE it.`,
    }));
}

interface CheckedChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly poolIds: readonly string[];
  readonly teamIds: readonly string[];
}

/** That nothing of what a CRM posts can be proven to be its own. */
export function unprovenIn(connections: readonly { readonly id: string; readonly name: string }[]): {
  code: 'crmConnectionWithoutSecret';
  text: string;
}[] {
  return connections.map(({ id, name }) => ({
    code: 'crmConnectionWithoutSecret',
    text: `The connection "${name}" has no secret, so all that its CRM posts is refused: PUT /v1/crm-connections/${id} with a secret.`,
  }));
}

const SEALED_WORDS: Readonly<Record<Sealed['kind'], string>> = {
  destination: 'the feedback destination',
  webhook: 'the webhook',
  channel: 'the channel',
  recordConnector: 'the record connector',
  crmConnection: 'the CRM connection',
};
/** So many are named: another key makes all of them unreadable at once. */
const NAMED_MAX = 5;

/** That secrets were sealed by another key than this one, or that there is none by which to read them. */
export function unreadableIn(
  sealed: readonly Sealed[],
  isReadable: (each: Sealed) => boolean,
  hasKey: boolean,
): { code: 'secretsUnreadable'; text: string }[] {
  const unreadable = sealed.filter((each) => !isReadable(each));
  const names = [...new Set(unreadable.map(({ kind, name }) => `${SEALED_WORDS[kind]} "${name}"`))];
  if (names.length === 0) return [];
  const [named, others] = [names.slice(0, NAMED_MAX).join(', '), names.length - NAMED_MAX];
  const why = hasKey ? 'SECRETS_KEY is not the one that sealed' : 'No SECRETS_KEY is set to read';
  const text = `${why} the secrets of ${named}${others > 0 ? ` and ${others} more` : ''}: nothing is signed, sent or proven by them. Start with the former key; where it is lost, rotate the secrets of webhooks, and PUT all else with its secrets.`;
  return [{ code: 'secretsUnreadable', text }];
}

/** Who may be dealt the leads that enter by a pool, also as its fallbacks. */
export function dealtMembers({ reps, pools, rulebook }: DirectoryContent): { poolId: string; repId: string }[] {
  const isActive = (repId: string) => reps.get(repId)?.active === true;
  const roster = { pools, fallbackPoolId: rulebook.fallbackPoolId };
  return [...pools.keys()].flatMap((poolId) =>
    poolChain(roster, poolId)
      .flatMap(({ members }) => members.filter((member) => isActive(member.repId)))
      .map(({ repId }) => ({ poolId, repId })),
  );
}

/** That leads wait for somebody who will not come: everybody has had them. */
export function waitingForNobodyIn(
  waiting: readonly { readonly poolId: string; readonly leads: number }[],
  { pools }: DirectoryContent,
): { code: 'leadsForNobody'; text: string }[] {
  return waiting.map(({ poolId, leads }) => ({
    code: 'leadsForNobody',
    text: `${leads === 1 ? 'One recycled lead waits' : `${leads} recycled leads wait`} in the pool "${pools.get(poolId)?.name ?? poolId}", where everybody has had ${leads === 1 ? 'it' : 'them'} already: GET /v1/routing/queue shows which, PUT /v1/pools/${poolId} adds a member or a fallback, POST /v1/leads/{id}/reassign gives a lead to somebody.`,
  }));
}

const HELD_WHY: Readonly<Record<Hold['by'], string>> = {
  person: '',
  stormBreaker: ', because too many leads were to move at once',
  silence: ', because touches have fallen silent',
};

function heldFor({ scope }: Hold, directory: Directory): string {
  if (scope === 'all') return 'all leads';
  if ('source' in scope) return `leads from ${scope.source}`;
  if ('poolId' in scope) return `leads of the pool "${directory.pool(scope.poolId)?.name ?? scope.poolId}"`;
  const held = directory.content.policies.find(({ policy }) => policy.id === scope.policyId);
  return `leads under the policy "${held?.policy.name ?? scope.policyId}"`;
}
