import { LINE_KINDS } from '../../../forms/contract-lines.dto.js';
import { tableShape } from '../table-shape.js';

const KIND_WORDS: readonly (readonly [RegExp, (typeof LINE_KINDS)[number]])[] = [
  [/one.?(?:off|time)|setup|einmal|unique|[úu]nico/i, 'oneOff'],
  [/usage|metered|verbrauch|consum/i, 'usage'],
  [/commit/i, 'commitment'],
  [/recurring|subscription|licen[sc]e|retainer|abo|wiederkehrend/i, 'recurring'],
];

export const CONTRACTS = tableShape({
  of: 'contracts',
  one: 'a contract',
  modes: ['history', 'live'],
  whyNoOther: 'a contract that runs has no age by which it would be one or the other.',
  source: 'optional',
  prefixes: { refs: 'text', accountRefs: 'text', dealRefs: 'text' },
  fields: {
    externalId: {
      type: 'text',
      named: '(?:contract|subscription|agreement|record)[ _](?:id|number)|id|vertragsnummer',
    },
    account: {
      type: 'text',
      named: '(?:account|company|customer|organi[sz]ation|client)(?: name)?|firma|kunde|empresa|entreprise',
    },
    accountDomain: { type: 'text', named: '(?:company |account |customer )?(?:domain|website)' },
    dealExternalId: { type: 'text', named: '(?:deal|opportunity)[ _]id' },
    currency: { type: 'text', named: 'currency(?: code)?|w[äa]hrung|devise|moneda' },
    startsOn: {
      type: 'instant',
      named: '(?:contract |term |subscription )?start(?:s|ed)?(?: ?date| ?on)?|beginn|vertragsbeginn|d[ée]but|inicio',
    },
    endsOn: {
      type: 'instant',
      named: '(?:contract |term |subscription )?(?:end|renewal|expiry)s?(?: ?date| ?on)?|ende|vertragsende|fin',
    },
    noticeDays: { type: 'number', named: 'notice(?: period)?(?: \\(?days\\)?)?|k[üu]ndigungsfrist(?: \\(?tage\\)?)?' },
    autoRenewMonths: { type: 'number', named: '(?:auto ?)?renew(?:al|s)?(?: term)?(?: \\(?months\\)?)' },
    product: { type: 'text', named: 'products?(?: name)?|plan|item|line|produkt|produit|producto' },
    kind: {
      type: 'text',
      named: '(?:line |billing |charge )?(?:kind|type)|art',
      meaning: (text) => KIND_WORDS.find(([pattern]) => pattern.test(text))?.[1],
    },
    from: { type: 'instant', named: '(?:line|price) (?:start|from)(?: date)?' },
    to: { type: 'instant', named: '(?:line|price) (?:end|to)(?: date)?' },
    amount: {
      type: 'text',
      named: '(?:contract |line |total )?(?:amount|value|price)|tcv|betrag|wert|montant|importe',
    },
    arr: { type: 'text', named: 'arr|annual recurring revenue|acv|annual (?:amount|value)' },
  },
});
