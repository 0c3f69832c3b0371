import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { optionsOf } from '../parts/choice.js';
import { Dialog } from '../parts/dialog.js';
import { InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { MoneyFields } from '../parts/money-fields.js';
import { useDoing } from '../parts/sending.js';
import { dayIn, endOfDay } from '../parts/times.js';
import { useIsShown } from '../parts/use-is-shown.js';
import { useMe } from '../session/me.js';
import { type Deal, STAGES, TYPES } from './deal-words.js';
import { useDealsOfLead } from './use-deals.js';

interface Props {
  /** The account; by default the user enters its name. */
  readonly account?: Pick<Schemas['Account'], 'id' | 'name'>;
  /** The account's contracts; those that run can be extended. */
  readonly contracts?: readonly Schemas['Contract'][];
  readonly lead?: Schemas['Lead'];
  /** Whether the lead was to be won, which takes a deal. */
  readonly isToWin?: boolean;
  readonly onClose: () => void;
}

export function NewDealDialog({ account, contracts = [], lead, isToWin = false, onClose }: Props) {
  const { timeZone } = useMe();
  const doing = useDoing([['deals'], ['lead']]);
  const [, go] = useLocation();
  const isShown = useIsShown();
  const running = contracts.filter(runsOn(dayIn(serverTime.now(), timeZone)));
  const deals = useDealsOfLead(lead?.id ?? null);
  const open = deals.find(({ stage }) => stage === 'open');
  const [isMade, setMade] = useState(false);
  async function make(form: FormData): Promise<void> {
    const textIn = (name: string) => textOf(form, name);
    const [domain, product, contractId, day] = ['domain', 'product', 'contractId', 'day'].map(textIn);
    const body = {
      name: textIn('name'),
      account: account === undefined ? { name: textIn('account'), ...(domain && { domain }) } : { id: account.id },
      type: textIn('type') as Deal['type'],
      amount: textIn('amount'),
      currency: textIn('currency').toUpperCase(),
      ...(product && { product }),
      ...(contractId && { contractId }),
      ...(lead !== undefined && { leadId: lead.id }),
      ...(day && { expectedCloseAt: endOfDay(day, timeZone) }),
    };
    const { id } = await doing({
      message: `Created: ${body.name}`,
      send: async () => {
        const made = await post('/v1/deals', { body });
        setMade(true);
        return made;
      },
      leadsTo: ({ id }) => (isShown() ? null : `/deals/${id}`),
    });
    if (isShown()) go(`/deals/${id}`);
  }
  if (open !== undefined && !isMade) return <StillOpen deal={open} onClose={onClose} />;
  return (
    <FormDialog
      title={account === undefined ? 'New deal' : `New deal: ${account.name}`}
      onClose={onClose}
      onSend={make}
      send="Create the deal"
    >
      {isToWin && <p>A lead is won by its deal here, and this one has none yet. Create the deal, then win that.</p>}
      {!isMade && <EndedDeals deals={deals} />}
      <InputField label="Name of the deal" name="name" maxLength={300} required autoComplete="off" />
      {account === undefined && (
        <div className="fields">
          <InputField
            label="Account"
            name="account"
            maxLength={300}
            required
            autoComplete="off"
            defaultValue={lead?.company?.name ?? ''}
          />
          <InputField
            label="Domain (optional)"
            at="/account/domain"
            name="domain"
            maxLength={253}
            placeholder="example.com"
            autoComplete="off"
            defaultValue={lead?.company?.domain ?? ''}
          />
        </div>
      )}
      <SelectField
        label="Type"
        name="type"
        defaultValue={account === undefined ? 'new' : 'expansion'}
        options={optionsOf(TYPES)}
      />
      {running.length > 0 && (
        <SelectField
          label="Contract"
          name="contractId"
          defaultValue={running[0]!.id}
          none="None"
          options={running.map(({ id, lines, startsOn }) => ({
            id,
            name: `${lines.map(({ product }) => product).join(', ')}, since ${startsOn}`,
          }))}
        />
      )}
      <MoneyFields currency={running[0]?.currency} />
      <div className="fields">
        <InputField label="Product (optional)" name="product" maxLength={100} autoComplete="off" />
        <InputField label="Expected to close on (optional)" at="/expectedCloseAt" name="day" type="date" />
      </div>
    </FormDialog>
  );
}

/** In place of the form: a lead has one open deal at most. */
function StillOpen({ deal: { id, name }, onClose }: { deal: Deal; onClose: () => void }) {
  return (
    <Dialog title="New deal" onClose={onClose}>
      <p>
        This lead has a deal that is open: <Link href={`/deals/${id}`}>{name}</Link>. Win or lose it before you create
        another.
      </p>
    </Dialog>
  );
}

/** Warns of the deals that the lead had before. */
function EndedDeals({ deals }: { deals: readonly Deal[] }) {
  if (deals.length === 0) return null;
  return (
    <p className="held">
      This lead had a deal before:
      {deals.map(({ id, name, stage }) => (
        <span key={id}>
          <Link href={`/deals/${id}`}>{name}</Link> ({STAGES[stage].toLowerCase()})
        </span>
      ))}
    </p>
  );
}

const runsOn =
  (today: string) =>
  ({ endsOn, withdrawnAt }: Schemas['Contract']): boolean =>
    withdrawnAt === null && (endsOn === null || endsOn >= today);
