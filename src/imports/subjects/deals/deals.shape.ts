import { DEAL_STAGES, type DealStage } from '../../../deals/deal.js';
import { DEAL_TYPES } from '../../../deals/pipeline.js';
import { tableShape } from '../table-shape.js';

const TYPE_WORDS: readonly (readonly [RegExp, (typeof DEAL_TYPES)[number]])[] = [
  [/new|neu|nouveau|nuevo/i, 'new'],
  [/expansion|upsell|up-sell|cross|existing|add.?on/i, 'expansion'],
  [/renewal|renew|verl[äa]ngerung/i, 'renewal'],
  [/win.?back|reactivat/i, 'reactivation'],
];

/** Tools have many stages of their own; all but the last two are open. */
function stageIn(text: string): DealStage | undefined {
  if (/lost|verloren|perdu|perdid|abandoned|disqualified/i.test(text)) return 'lost';
  if (/\bwon\b|gewonnen|gagn|ganad|closed ?won/i.test(text)) return 'won';
  return DEAL_STAGES.some((stage) => stage === text) ? undefined : 'open';
}

export const DEALS = tableShape({
  of: 'deals',
  one: 'a deal',
  modes: ['history'],
  whyNoOther:
    'deals of a file began elsewhere. Report those from now on by PUT /v1/deals/by-ref/{system}/{ref}, or connect the CRM.',
  source: 'optional',
  prefixes: { refs: 'text', accountRefs: 'text' },
  fields: {
    name: { type: 'text', named: '(?:deal|opportunity)(?: name)?|name|title|auftrag|gesch[äa]ft' },
    account: {
      type: 'text',
      named: '(?:account|company|customer|organi[sz]ation|associated company)(?: name)?|firma|kunde|empresa|entreprise',
    },
    accountDomain: { type: 'text', named: '(?:company |account )?(?:domain|website)(?: name)?' },
    amount: { type: 'text', named: '(?:deal |opportunity )?(?:amount|value)|betrag|wert|montant|importe|tcv' },
    currency: { type: 'text', named: '(?:deal |amount )?currency(?: code)?|w[äa]hrung|devise|moneda' },
    owner: { type: 'text', named: '(?:deal |opportunity )?owner(?: name| e ?mail)?|besitzer|responsable|sales ?rep' },
    stage: { type: 'text', named: '(?:deal |opportunity )?(?:stage|status)|phase|[ée]tape|etapa', meaning: stageIn },
    createdAt: {
      type: 'instant',
      named:
        '(?:create|created|creation|open|opened)(?: ?date| ?at| ?on)?|erstellt(?: am)?|date de cr[ée]ation|fecha de creaci[óo]n',
    },
    closedAt: {
      type: 'instant',
      named: '(?:close|closed|won|lost)(?: ?date| ?at| ?on)?|abschluss(?:datum)?|date de cl[ôo]ture|fecha de cierre',
    },
    expectedCloseAt: { type: 'instant', named: 'expected (?:close|closing)(?: ?date)?|forecast date' },
    lostReason: { type: 'text', named: '(?:closed )?lost reason|loss reason|reason lost|verlustgrund' },
    type: {
      type: 'text',
      named: '(?:deal |opportunity )?type|typ|art',
      meaning: (text) => TYPE_WORDS.find(([pattern]) => pattern.test(text))?.[1],
    },
    product: { type: 'text', named: 'products?(?: name)?|produkt|produit|producto' },
    category: { type: 'text', named: 'forecast category' },
    probability: { type: 'text', named: '(?:deal )?probability(?: \\(%\\))?|wahrscheinlichkeit|probabilit[ée]' },
    startsOn: { type: 'instant', named: '(?:contract |term |service )?start(?: date)?|starts ?on' },
    endsOn: { type: 'instant', named: '(?:contract |term |service )?end(?: date)?|ends ?on' },
    externalId: { type: 'text', named: '(?:deal|opportunity|record)[ _]id|id' },
    leadId: { type: 'text', named: 'touchline lead(?: id)?' },
    leadExternalId: { type: 'text', named: '(?:original )?lead[ _]id' },
    source: { type: 'text', named: 'lead source system' },
    email: { type: 'text', named: 'lead e ?mail' },
    phone: { type: 'text', named: 'lead phone' },
  },
});
