import { tableShape } from '../table-shape.js';

export const SUPPRESSIONS = tableShape({
  of: 'suppressions',
  one: 'a suppression',
  modes: ['live'],
  whyNoOther: 'a suppression is in force from now on, whatever its past.',
  fields: {
    email: {
      type: 'text',
      named:
        '(?:e ?-?mail|mail)(?: ?address| ?adresse)?|contact(?: e ?mail)?|unsubscribed(?: e ?mail)?|adresse(?: e ?mail)|correo(?: electr[óo]nico)?|courriel|subscriber|recipient',
    },
    phone: {
      type: 'text',
      named:
        '(?:mobile |cell )?phone(?: number)?|telephone|mobile|number|telefon(?:nummer)?|handy|rufnummer|t[ée]l[ée]phone|tel[ée]fono',
    },
    domain: { type: 'text', named: '(?:company |e ?mail )?domain|website|web ?site|domaine|dominio|domäne' },
    until: { type: 'instant', named: 'until|valid until|expires?(?: (?:at|on))?|end(?: date)?|bis|jusqu.?au|hasta' },
    reason: { type: 'text', named: '(?:opt ?out |unsubscribe |suppression )?reason|type|grund|raison|motivo|motif' },
  },
});
