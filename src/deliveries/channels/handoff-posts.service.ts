import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import type { LedgerRow } from '../../events/event.js';
import type { Blocker } from '../../handoffs/blockers/blocker.js';
import { BlockerStore } from '../../handoffs/blockers/blocker.store.js';
import { pieceAt } from '../../handoffs/form/labels.js';
import type { HandoffState } from '../../handoffs/handoff.js';
import { HandoffStore } from '../../handoffs/handoff.store.js';
import { HandoffListStore } from '../../handoffs/handoff-list.store.js';
import { sentenceOf } from '../../handoffs/handoff-timeline.js';
import { KindArchive } from '../../handoffs/kinds/kind-archive.store.js';
import type { KindVersion } from '../../handoffs/kinds/kind-version.js';
import type { Receiver } from '../../handoffs/receivers/receiver.js';
import { ReceiverStore } from '../../handoffs/receivers/receiver.store.js';
import { namesWentTo } from '../../handoffs/receivers/told-receivers.js';
import { namesOf } from '../../leads/names.js';
import { Database } from '../../platform/database.js';
import type { PostItem } from './post-text.js';

/** How a handoff stands of which a channel is told. */
export interface PostedHandoff {
  readonly name: string;
  readonly kind: KindVersion;
  readonly state: HandoffState;
  readonly receivers: readonly Receiver[];
  readonly blockers: readonly Blocker[];
}

/** Reads what is posted of handoffs. */
@Injectable()
export class HandoffPosts {
  constructor(
    private readonly database: Database,
    private readonly handoffs: HandoffStore,
    private readonly lists: HandoffListStore,
    private readonly kinds: KindArchive,
    private readonly receivers: ReceiverStore,
    private readonly blockers: BlockerStore,
  ) {}

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, PostedHandoff>> {
    if (ids.length === 0) return new Map();
    const sql = this.database.reads;
    const rows = await this.handoffs.readMany(sql, ids);
    const [kindOf, names, receivers, blockers] = await Promise.all([
      this.kinds.load(sql, rows),
      this.lists.readAccountNames(sql, ids),
      this.receivers.readOf(sql, ids),
      this.blockers.readOf(sql, ids),
    ]);
    return new Map(
      rows.map((row) => {
        const { id, state } = row;
        const parties = { receivers: receivers.get(id) ?? [], blockers: blockers.get(id) ?? [] };
        return [id, { name: names.get(id)!, kind: kindOf(row), state, ...parties }];
      }),
    );
  }
}

/** Nothing is done about it in a channel, and it says nothing that would change: what comes next is posted by itself. */
export function itemOfHandoff(event: LedgerRow, { name, kind, state }: PostedHandoff, directory: Directory): PostItem {
  const { ownerRepId } = event.data;
  const zone = directory.timeZoneOf(typeof ownerRepId === 'string' ? ownerRepId : null);
  const names = {
    ...namesOf(directory, zone),
    piece: (pointer: string) => pieceAt(kind.form, pointer),
  };
  return {
    title: name,
    text: sentenceOf(event, names),
    lines: [],
    answerBy: null,
    facts: [],
    message: null,
    outcome: state === 'cancelled' ? 'Called off' : null,
    isLive: false,
    actOn: null,
  };
}

/** Why a channel need not be told any more of what it has not been told yet. */
export function obsoletePost({ type, data }: LedgerRow, { state, receivers, blockers }: PostedHandoff): string | null {
  if (type === 'handoff.cancelled') return receivers.length === 0 ? 'it had not been handed over' : null;
  if (state === 'cancelled') return 'the handoff was called off';
  const receiver = receivers.find(({ name }) => name === data.receiver);
  const names = namesWentTo(data);
  const asked = receivers.filter(({ name }) => names.includes(name));
  if (GOING.includes(type) && asked.every((each) => each.state !== 'waiting'))
    return 'it was accepted or returned by now';
  if (type === 'handoff.accepted' && receiver?.state !== 'accepted') return 'its receiver has gone on';
  if (type === 'handoff.returned' && receiver?.state !== 'returned') return 'it was handed over again';
  const isBlocked = blockers.some(({ id, resolvedAt }) => id === data.blockerId && resolvedAt === null);
  return type === 'handoff.blocked' && !isBlocked ? 'it is held up no longer' : null;
}

/** By these it goes to receivers. */
const GOING: readonly string[] = ['handoff.started', 'handoff.stageReached', 'handoff.resent'];
