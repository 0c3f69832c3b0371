import { useLocation } from 'wouter';
import { post, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Options, optionsOf } from '../parts/choice.js';
import { Dialog } from '../parts/dialog.js';
import { FaultAt } from '../parts/faults.js';
import { Form, textOf } from '../parts/form.js';
import { MoneyFields } from '../parts/money-fields.js';
import { useDoing } from '../parts/sending.js';
import { dayIn, endOfDay } from '../parts/times.js';
import { useIsShown } from '../parts/use-is-shown.js';
import { useMe } from '../session/me.js';
import { type Deal, TYPES } from './deal-words.js';

interface Props {
  /** The account; by default the user enters its name. */
  readonly account?: Pick<Schemas['Account'], 'id' | 'name'>;
  /** The account's contracts; those that run can be extended. */
  readonly contracts?: readonly Schemas['Contract'][];
  readonly lead?: Schemas['Lead'];
  readonly onClose: () => void;
}

export function NewDealDialog({ account, contracts = [], lead, onClose }: Props) {
  const { timeZone } = useMe();
  const doing = useDoing([['deals'], ['lead']]);
  const [, go] = useLocation();
  const isShown = useIsShown();
  const running = contracts.filter(runsOn(dayIn(serverTime.now(), timeZone)));
  async function make(form: FormData): Promise<void> {
    const told = (name: string) => textOf(form, name);
    const [domain, product, contractId, day] = ['domain', 'product', 'contractId', 'day'].map(told);
    const body = {
      name: told('name'),
      account: account === undefined ? { name: told('account'), ...(domain && { domain }) } : { id: account.id },
      type: told('type') as Deal['type'],
      ...{ amount: told('amount'), currency: told('currency').toUpperCase() },
      ...(product && { product }),
      ...(contractId && { contractId }),
      ...(lead !== undefined && { leadId: lead.id }),
      ...(day && { expectedCloseAt: endOfDay(day, timeZone) }),
    };
    const { id } = await doing({
      said: `Made: ${body.name}`,
      send: () => post('/v1/deals', { body }),
      leadsTo: ({ id }) => (isShown() ? null : `/deals/${id}`),
    });
    if (!isShown()) return;
    onClose();
    go(`/deals/${id}`);
  }
  return (
    <Dialog title={account === undefined ? 'New deal' : `New deal: ${account.name}`} onClose={onClose}>
      <Form onSend={make} send="Make the deal">
        <label>
          What is to be sold
          <input name="name" maxLength={300} required autoComplete="off" />
          <FaultAt at="/name" />
        </label>
        {account === undefined && (
          <div className="fields">
            <label>
              Account
              <input
                name="account"
                maxLength={300}
                required
                autoComplete="off"
                defaultValue={lead?.company?.name ?? ''}
              />
              <FaultAt at="/account" />
            </label>
            <label>
              Its domain (optional)
              <input
                name="domain"
                maxLength={253}
                placeholder="example.com"
                autoComplete="off"
                defaultValue={lead?.company?.domain ?? ''}
              />
              <FaultAt at="/account/domain" />
            </label>
          </div>
        )}
        <label>
          Type
          <select name="type" defaultValue={account === undefined ? 'new' : 'expansion'}>
            <Options of={optionsOf(TYPES)} />
          </select>
          <FaultAt at="/type" />
        </label>
        {running.length > 0 && (
          <label>
            About the contract
            <select name="contractId" defaultValue={running[0]!.id}>
              <option value="">None</option>
              {running.map(({ id, lines, startsOn }) => (
                <option key={id} value={id}>
                  {lines.map(({ product }) => product).join(', ')}, since {startsOn}
                </option>
              ))}
            </select>
            <FaultAt at="/contractId" />
          </label>
        )}
        <MoneyFields currency={running[0]?.currency} />
        <div className="fields">
          <label>
            Product (optional)
            <input name="product" maxLength={100} autoComplete="off" />
          </label>
          <label>
            Expected to close on (optional)
            <input name="day" type="date" />
            <FaultAt at="/expectedCloseAt" />
          </label>
        </div>
      </Form>
    </Dialog>
  );
}

const runsOn =
  (today: string) =>
  ({ endsOn, withdrawnAt }: Schemas['Contract']): boolean =>
    withdrawnAt === null && (endsOn === null || endsOn >= today);
