import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, put } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { InputField } from '../parts/fields.js';
import { Filter, Find } from '../parts/filters.js';
import { FormDialog, textOf } from '../parts/form.js';
import { CurrencyField } from '../parts/money-fields.js';
import { ListBar, Paged } from '../parts/paged.js';
import { useDoing } from '../parts/sending.js';
import { Table } from '../parts/table.js';
import { dayIn, shortDay } from '../parts/times.js';
import { useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { may, useMe } from '../session/me.js';

const PAGE = 100;
const ALL = 'all';
const LATEST_MS = 30 * 24 * 3_600_000;

/** What currencies were worth, by which reports convert amounts. */
export function Rates() {
  const me = useMe();
  const mayChange = may(me, 'integration');
  const [asked] = useAddress();
  const [isSetting, setSetting] = useState(false);
  const q = (asked.get('q') ?? '').trim().toUpperCase();
  const query = {
    ...(q && { currency: q }),
    ...(asked.get('show') !== ALL && { from: dayIn(serverTime.now() - LATEST_MS, me.timeZone) }),
    limit: PAGE,
  };
  const pages = usePages(['rates', query], (page) => get('/v1/fx-rates', { query: { ...query, ...page } }));
  return (
    <section className="page">
      <ListBar title="Exchange rates" pages={pages}>
        <search className="filters">
          <Find placeholder="Currency, such as USD" isWhole />
          <Filter name="show" label="Since when" options={[{ id: ALL, name: 'All days' }]} any="Last 30 days" />
        </search>
      </ListBar>
      <p>Reports convert amounts by the rate of the day, or the latest before it.</p>
      {mayChange && (
        <p>
          <button type="button" onClick={() => setSetting(true)}>
            Set a rate …
          </button>
        </p>
      )}
      <Paged pages={pages} empty="No rates are set for these days">
        {(rows) => (
          <Table
            name="Exchange rates"
            rows={rows}
            keyOf={({ base, currency, on }) => [base, currency, on].join(' ')}
            columns={[
              { name: 'Day', is: 'name', cell: ({ on }) => shortDay(on) },
              { name: 'Rate', cell: ({ base, currency, rate }) => `1 ${base} = ${rate} ${currency}` },
            ]}
          />
        )}
      </Paged>
      {isSetting && <RateDialog onClose={() => setSetting(false)} />}
    </section>
  );
}

function RateDialog({ onClose }: { onClose: () => void }) {
  const { timeZone } = useMe();
  const change = useDoing([['rates'], ['report']]);
  const { data: settings } = useQuery({ queryKey: ['settings'], queryFn: () => get('/v1/settings') });
  const save = (form: FormData) => {
    const rates = [{ on: textOf(form, 'on'), currency: textOf(form, 'currency'), rate: textOf(form, 'rate') }];
    return change({
      message: 'The rate is set',
      send: () => put('/v1/fx-rates', { body: { base: textOf(form, 'base'), rates } }),
    });
  };
  return (
    <FormDialog title="Set a rate" onClose={onClose} onSend={save} send="Set">
      <p>A rate of a day that has one replaces it.</p>
      <CurrencyField
        label="Base currency"
        name="base"
        defaultValue={settings?.currency}
        key={settings?.currency}
        required
      />
      <CurrencyField at="/rates/0/currency" required />
      <InputField
        label="Rate: how much of it one unit of the base is worth"
        name="rate"
        at="/rates/0/rate"
        inputMode="decimal"
        placeholder="1.0842"
        required
      />
      <InputField
        label="Day"
        name="on"
        at="/rates/0/on"
        type="date"
        defaultValue={dayIn(serverTime.now(), timeZone)}
        required
      />
    </FormDialog>
  );
}
