import { Database } from '../../src/platform/sql/database.js';
import { groupBy } from '../../src/platform/values/group.js';
import type { TestApplication } from '../support/application.js';

/*
 * Each tenure is told to its rep once, by itself or in a sum, and so is its end by a miss or a milestone. That is checked
 * here and not by `npm run verify`, because notifications are no record: they go with their reps, whoever left does not
 * get any, and what acts have brought is told later.
 */

/** Causes of tenures that are always told; others are part of what is told otherwise, or known to the rep. */
const TOLD = ['intake', 'given', 'queue', 'breach', 'milestone', 'manual', 'decline'];
const ENDS_TOLD = ['breach', 'milestone'];

interface Fact {
  readonly what: 'came' | 'left';
  readonly repId: string;
  readonly leadId: string;
  readonly cause: string;
}

const IN_LEDGER = `
  select data->>'repId' as "repId", data->>'fromRepId' as "fromRepId", data->>'cause' as cause, subject_id as "leadId"
    from event where type in ('lead.assigned', 'lead.reassigned') and occurred_at >= $1`;
const IN_NOTIFICATIONS = `
  select rep_id as "repId", type, data->>'cause' as cause, lead_id as "leadId", data->'leadIds' as "leadIds"
    from notification
   where type in ('lead.assigned', 'lead.reassigned', 'lead.woken', 'lead.movedAway', 'leads.moved') and created_at >= $1`;

interface Move {
  readonly repId: string;
  readonly fromRepId: string | null;
  readonly leadId: string;
  readonly cause: string;
}

interface Told {
  readonly repId: string;
  readonly type: string;
  readonly cause: string;
  readonly leadId: string | null;
  readonly leadIds: readonly string[] | null;
}

/** @throws Error that names what was told too often, or not at all, since an instant */
export async function requireAllTold(app: TestApplication, since: number): Promise<void> {
  const { engine } = app.application.app.get(Database);
  const at = [new Date(since).toISOString()];
  const moves = await engine.rows<Move>(IN_LEDGER, at);
  const told = await engine.rows<Told>(IN_NOTIFICATIONS, at);
  const wrong = differences(moves.flatMap(toBeTold), told.flatMap(factsOf));
  if (wrong.length > 0) throw new Error(`Reps were told otherwise than it happened:\n${wrong.slice(0, 10).join('\n')}`);
}

function toBeTold({ repId, fromRepId, leadId, cause }: Move): Fact[] {
  const came: Fact[] = TOLD.includes(cause) ? [{ what: 'came', repId, leadId, cause }] : [];
  if (fromRepId === null || !ENDS_TOLD.includes(cause)) return came;
  return [...came, { what: 'left', repId: fromRepId, leadId, cause }];
}

function factsOf({ repId, type, cause, leadId, leadIds }: Told): Fact[] {
  const what = type === 'lead.movedAway' ? 'left' : 'came';
  if (!(what === 'left' ? ENDS_TOLD : TOLD).includes(cause)) return [];
  const leads = type === 'leads.moved' ? (leadIds ?? []) : [leadId!];
  return leads.map((each) => ({ what, repId, leadId: each, cause }));
}

function differences(happened: readonly Fact[], told: readonly Fact[]): string[] {
  const inWords = ({ what, repId, leadId, cause }: Fact) => `${leadId} ${what} ${repId} (${cause})`;
  const [inLedger, heard] = [groupBy(happened, inWords), groupBy(told, inWords)];
  return [...new Set([...inLedger.keys(), ...heard.keys()])].flatMap((fact) => {
    const [times, toldTimes] = [inLedger.get(fact)?.length ?? 0, heard.get(fact)?.length ?? 0];
    return times === toldTimes ? [] : `${fact}: happened ${times} times, told ${toldTimes} times`;
  });
}
