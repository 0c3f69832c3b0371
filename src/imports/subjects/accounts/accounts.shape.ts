import { ACCOUNT_TYPES } from '../../../deals/accounts/account.js';
import { tableShape } from '../table-shape.js';

const TYPE_WORDS: readonly (readonly [RegExp, (typeof ACCOUNT_TYPES)[number]])[] = [
  [/former|ex.?(?:customer|kunde|client)|churned|lost|inactive|ehemalig|ancien|antiguo/i, 'former'],
  [/prospect|target|lead|interessent/i, 'prospect'],
  [/customer|client|kunde|cliente|active/i, 'customer'],
  [/partner|reseller|vendor|socio|partenaire/i, 'partner'],
  [/competitor|wettbewerb|concurrent|competidor/i, 'competitor'],
];

export const ACCOUNTS = tableShape({
  of: 'accounts',
  one: 'an account',
  modes: ['live', 'history'],
  whyNoOther: 'an account has no age by which it would be one or the other.',
  prefixes: { refs: 'text' },
  fields: {
    name: {
      type: 'text',
      named:
        '(?:account|company|customer|organi[sz]ation|firm)(?: name)?|name|firma|firmenname|unternehmen|kunde|soci[ée]t[ée]|entreprise|empresa',
    },
    domains: {
      type: 'list',
      named: '(?:company |account |e ?mail )?domains?(?: names?)?|web ?site(?: url)?|url|web|domaine|dominio|internet',
    },
    brands: { type: 'list', named: '(?:brands?|other|further)(?: domains?)?' },
    owner: {
      type: 'text',
      named:
        '(?:account |company |record )?owner(?: name| e ?mail)?|account (?:executive|manager)|besitzer|betreuer|zust[äa]ndig|propri[ée]taire|responsable',
    },
    type: {
      type: 'text',
      named: '(?:account |company |customer )?(?:type|status|stage)|relationship|typ|art|tipo|lifecycle stage',
      meaning: (text) => TYPE_WORDS.find(([pattern]) => pattern.test(text))?.[1],
    },
    'contact.email': { type: 'list', named: '(?:(?:primary )?contact )?e ?mail(?: address)?|courriel|correo' },
    'contact.phone': {
      type: 'list',
      named: '(?:(?:primary )?contact |company )?phone(?: number)?|telephone|telefon|t[ée]l[ée]phone|tel[ée]fono',
    },
    'roles.sales': { type: 'text', named: 'sales(?: ?rep| ?person| owner)?|vertrieb' },
    'roles.manager': { type: 'text', named: 'customer success(?: manager| owner)?|csm|success manager' },
    'roles.delivery': { type: 'text', named: 'delivery(?: manager| owner| lead)?|project manager' },
    protectedUntil: { type: 'instant', named: 'protected until|gesch[üu]tzt bis' },
  },
});
