import { memo } from 'react';
import type { Schemas } from '../api/api.js';
import { UrgencyChip } from '../clocks/clock-chip.js';
import { ASKED, nextClockOf } from '../clocks/urgency.js';
import { bansOf, DO_NOT_CONTACT } from '../leads/forbidden.js';
import { localTimeOf, nameOf } from '../leads/person.js';
import { useMinute } from '../parts/minute.js';
import type { InboxStore } from './store.js';
import { useRow } from './use-inbox.js';

interface Props {
  readonly store: InboxStore;
  readonly id: string;
  readonly isSelected: boolean;
  readonly place: { readonly start: number; readonly height: number; readonly index: number; readonly count: number };
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** A lead on one line, its deadline always at the same place. */
export const InboxRow = memo(
  ({ store, id, isSelected, place, onSelect, onOpen }: Props) => {
    const lead = useRow(store, id);
    const minute = useMinute();
    if (lead === null) return null;
    const company = lead.company?.name;
    const now = minute * 60_000;
    const localTime = localTimeOf(lead, now);
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and handles the keys.
      // biome-ignore lint/a11y/useFocusableInteractive: it is reached as the active descendant of the list.
      <div
        id={`lead-${id}`}
        className="row"
        role="option"
        aria-selected={isSelected}
        aria-posinset={place.index + 1}
        aria-setsize={place.count}
        style={{ height: place.height, transform: `translateY(${place.start}px)` }}
        onClick={() => onSelect(id)}
        onDoubleClick={() => onOpen(id)}
      >
        <UrgencyChip lead={lead} />
        <span className="who">
          <strong>{nameOf(lead)}</strong>
          {company !== undefined && company !== nameOf(lead) && <span>{company}</span>}
        </span>
        <span className="asked">{askedOf(lead, now)}</span>
        <span className="source">{lead.source}</span>
        <span className="there">{localTime !== null && `${localTime} there`}</span>
      </div>
    );
  },
  (a, b) =>
    a.id === b.id &&
    a.isSelected === b.isSelected &&
    a.place.start === b.place.start &&
    a.place.height === b.place.height &&
    a.place.index === b.place.index &&
    a.onSelect === b.onSelect &&
    a.place.count === b.place.count,
);

function askedOf(lead: Schemas['Lead'], now: number): string {
  const bans = bansOf(lead, now).map(({ words }) => words);
  if (bans.includes(DO_NOT_CONTACT)) return DO_NOT_CONTACT;
  return [...bans, dueOf(lead)].join('. ');
}

function dueOf(lead: Schemas['Lead']): string {
  if (lead.ownerId === null) return 'Offered: claim it';
  if (lead.pause !== null) return 'Paused';
  const clock = nextClockOf(lead);
  if (clock === null) return STATES[lead.workState];
  return clock.step === undefined ? ASKED[clock.kind] : `${ASKED[clock.kind]} ${clock.step}`;
}

const STATES: Readonly<Record<Schemas['Lead']['workState'], string>> = {
  untouched: 'No touch yet',
  attempting: 'Not reached yet',
  connected: 'In touch',
  qualified: 'Qualified',
};
