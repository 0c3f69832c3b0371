import { get, type Schemas } from '../api/api.js';
import { amountAlone } from '../parts/money.js';
import { Paged } from '../parts/paged.js';
import { Table } from '../parts/table.js';
import { shortDay } from '../parts/times.js';
import { usePages } from '../parts/use-pages.js';
import type { Contract } from './contract-words.js';

type Invoice = Schemas['Invoice'];

interface Props {
  readonly contract: Contract;
}

/** What the customer was invoiced for, and has paid, as the billing tool reports it. Nothing if there are none. */
export function Invoices({ contract: { id, currency } }: Props) {
  const pages = usePages(['contract', id, 'invoices'], (page) =>
    get('/v1/contracts/{id}/invoices', { path: { id }, query: page }),
  );
  if (pages.rows?.length === 0) return null;
  return (
    <section>
      <h2>Invoices</h2>
      <Paged pages={pages} empty="">
        {(rows) => (
          <>
            <p className="count">Amounts in {currency}.</p>
            <Table
              name="Invoices"
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: 'Issued', is: 'name', cell: ({ issuedOn }) => shortDay(issuedOn) },
                { name: 'Amount', is: 'number', cell: ({ amount }) => amountAlone(amount) },
                { name: 'Paid', is: 'number', cell: ({ paid }) => amountAlone(paid) },
                { name: 'Payments', is: 'text', cell: paymentsIn },
                {
                  name: 'Paid in full',
                  cell: ({ paidInFullOn }) => (paidInFullOn === null ? 'not yet' : `since ${shortDay(paidInFullOn)}`),
                },
                { name: 'Known as', cell: knownAs },
              ]}
            />
          </>
        )}
      </Paged>
    </section>
  );
}

/** `6,000.00 on 1 Feb 2026; paid back: 500.00 on 3 Mar 2026` */
function paymentsIn({ payments, refunds }: Invoice): string {
  const inWords = (amounts: Invoice['payments']) =>
    amounts.map(({ on, amount }) => `${amountAlone(amount)} on ${shortDay(on)}`).join(', ');
  return [inWords(payments), refunds.length > 0 && `paid back: ${inWords(refunds)}`].filter(Boolean).join('; ');
}

/** How much the customer has used, as it is metered elsewhere. Nothing if that is not reported. */
export function Usage({ contract: { id, currency } }: Props) {
  const pages = usePages(['contract', id, 'usage'], (page) =>
    get('/v1/contracts/{id}/usage', { path: { id }, query: page }),
  );
  if (pages.rows?.length === 0) return null;
  return (
    <section>
      <h2>Usage</h2>
      <Paged pages={pages} empty="">
        {(rows) => (
          <>
            <p className="count">Amounts in {currency}. Usage is not part of ARR.</p>
            <Table
              name="Usage"
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: 'Product', is: 'name', cell: ({ product }) => product },
                { name: 'From', cell: ({ from }) => shortDay(from) },
                { name: 'To', cell: ({ to }) => shortDay(to) },
                { name: 'Quantity', is: 'number', cell: ({ quantity }) => quantity && amountAlone(quantity) },
                { name: 'Amount', is: 'number', cell: ({ amount }) => amount && amountAlone(amount) },
                { name: 'Known as', cell: knownAs },
              ]}
            />
          </>
        )}
      </Paged>
    </section>
  );
}

const knownAs = ({ system, ref }: Pick<Invoice, 'system' | 'ref'>): string => `${system} ${ref}`;
