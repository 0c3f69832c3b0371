import type { Teller } from './example-recorder.js';

export async function tellOfRevenue({ tell }: Teller) {
  const window = ['2026-01-01', '2026-12-31'];
  await tell('rehearseRevenue', 'One that shrank and grew, one that left, and one that came', {
    body: {
      window,
      currency: 'EUR',
      arr: {
        'Juno Foods': [
          { on: '2025-03-01', arr: '10000.00' },
          { on: '2026-05-01', arr: '6000.00' },
          { on: '2026-09-01', arr: '12000.00' },
        ],
        Rivet: [
          { on: '2024-01-01', arr: '3000.00' },
          { on: '2026-01-15', arr: '0' },
        ],
        Bolt: [{ on: '2026-04-01', arr: '4000.00' }],
      },
    },
  });
  await tell('rehearseRevenue', 'Paid in dollars', {
    body: {
      window,
      currency: 'EUR',
      customerCurrency: 'USD',
      rates: { '2025-12-31': '0.90', '2026-12-15': '0.80' },
      arr: { 'Juno Foods': [{ on: '2025-03-01', arr: '10000.00' }] },
    },
  });
  const cents = { 'Juno Foods': [{ on: '2025-03-01', arr: '10000.00' }] };
  await tell(
    'rehearseRevenue',
    'Cents of a currency that has none',
    { body: { window, currency: 'JPY', arr: cents } },
    422,
  );
}
