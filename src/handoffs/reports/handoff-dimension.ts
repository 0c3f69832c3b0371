import { DIMENSION_RULES, type KeyValue, type RowFilter, TIME_SQL } from '../../figures/dimension.js';

/** By which the report of handoffs groups them. */
export const HANDOFF_DIMENSIONS = ['kind', 'team', 'giver', 'receiver', 'product', 'day', 'week'] as const;
/** `stage` is what the map groups by: a receiver as its kind calls it. */
export type HandoffDimension = (typeof HANDOFF_DIMENSIONS)[number] | 'stage';

interface HandoffDimensionRules {
  /** SQL over a handoff (`given`) and one of its receivers. @param minute SQL for the local minute at which it was handed over */
  readonly sql: (minute: string) => string;
  /** Whether each receiver of a handoff has a value of its own. */
  readonly isOfReceiver: boolean;
  /** What was grouped by, as text → what is answered. */
  readonly read: (text: string) => KeyValue;
  /** What narrows `GET /v1/handoffs` to those with this value; null where it cannot be narrowed so. */
  readonly filter: (value: KeyValue) => RowFilter | null;
}

const byId = (column: string, parameter: string, isOfReceiver: boolean): HandoffDimensionRules => ({
  sql: () => `${column}::text`,
  isOfReceiver,
  read: (text) => (text === '' ? null : text),
  filter: (value) => (value === null ? null : { [parameter]: String(value) }),
});
const byTime = (part: 'day' | 'week'): HandoffDimensionRules => ({
  sql: (minute) => `${TIME_SQL[part](minute)}::text`,
  isOfReceiver: false,
  read: (text) => DIMENSION_RULES[part].read(Number(text), () => null),
  filter: () => ({}),
});

/** Every dimension there is. */
export const HANDOFF_DIMENSION_RULES: Readonly<Record<HandoffDimension, HandoffDimensionRules>> = {
  kind: byId('given.kind_id', 'kind', false),
  team: byId('written.team_id', 'receiverTeamId', true),
  giver: byId('given.giver_rep_id', 'giverRepId', false),
  receiver: byId('receiver.owner_rep_id', 'receiverRepId', true),
  stage: byId('receiver.name', 'receiver', true),
  product: byId('(select deal.product from deal where deal.id = given.deal_id)', 'product', false),
  day: byTime('day'),
  week: byTime('week'),
};

export function isHandoffTime(dimension: HandoffDimension): dimension is 'day' | 'week' {
  return dimension === 'day' || dimension === 'week';
}

/** Whether a handoff may stand in several groups. */
export function isOfReceivers(by: readonly HandoffDimension[]): boolean {
  return by.some((dimension) => HANDOFF_DIMENSION_RULES[dimension].isOfReceiver);
}
