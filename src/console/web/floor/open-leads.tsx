import { Link } from 'wouter';
import { ClockChip } from '../clocks/clock-chip.js';
import { ASKED } from '../clocks/urgency.js';
import { rowNameOf, type SlimLead } from '../leads/slim-leads.js';
import { type Column, Table } from '../parts/table.js';
import { useNames } from '../parts/use-names.js';

interface Props {
  readonly leads: readonly SlimLead[];
  readonly selected: ReadonlySet<string>;
  /** Null for users who may not move leads. */
  readonly onSelect: ((selected: ReadonlySet<string>) => void) | null;
}

export function OpenLeads({ leads, selected, onSelect }: Props) {
  const nameOf = useNames();
  const areAll = leads.every(({ id }) => selected.has(id));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  const box = (label: string, checked: boolean, onChange: () => void) => (
    <input type="checkbox" aria-label={label} checked={checked} onChange={onChange} />
  );
  const boxes: Column<SlimLead> = {
    name: 'Selected',
    is: 'control',
    head: box('All that are shown', areAll, () => onSelect?.(new Set(areAll ? [] : leads.map(({ id }) => id)))),
    cell: (lead) => box(`Select ${rowNameOf(lead)}`, selected.has(lead.id), () => toggle(lead.id)),
  };
  const columns: readonly Column<SlimLead>[] = [
    ...(onSelect === null ? [] : [boxes]),
    { name: 'Due', cell: ({ clock }) => <ClockChip clock={clock} /> },
    { name: 'Lead', is: 'control', classOf: () => 'title', cell: (lead) => <NameAndCompany lead={lead} /> },
    { name: 'What', cell: ({ clock }) => clock && ASKED[clock.kind] },
    { name: 'Owner', cell: ({ ownerId }) => nameOf(ownerId) },
    { name: 'Source', cell: ({ source }) => source },
    { name: 'Moved', cell: ({ reassignments }) => reassignments > 0 && `${reassignments} ×` },
  ];
  return (
    <Table name="Open leads" className="narrows open-leads" rows={leads} keyOf={({ id }) => id} columns={columns} />
  );
}

function NameAndCompany({ lead }: { lead: SlimLead }) {
  const name = rowNameOf(lead);
  const company = lead.companyName !== null && lead.name !== null ? ` ${lead.companyName}` : '';
  return (
    <span title={`${name}${company}`}>
      <Link href={`/leads/${lead.id}`}>{name}</Link>
      {company}
    </span>
  );
}
