import { flagWritten } from '../../../platform/input/written-flag.js';
import { tableShape } from '../table-shape.js';

export const REPS_OF_FILES = tableShape({
  of: 'reps',
  one: 'a rep',
  modes: ['live'],
  whyNoOther: 'reps are who works here now; those who have left have "active": no.',
  isForAdmins: true,
  prefixes: { refs: 'text', skills: 'list' },
  fields: {
    name: {
      type: 'text',
      named: '(?:full |rep |user |employee )?name|mitarbeiter(?:in)?|nom|nombre|sales ?rep|rep|user',
    },
    email: { type: 'text', named: '(?:work |user |rep )?e ?mail(?: address| adresse)?|mail|courriel|correo' },
    manager: {
      type: 'text',
      named: '(?:reports to|manager|supervisor|team lead(?:er)?|vorgesetzte[r]?|leitung)(?: e ?mail| name)?',
    },
    timeZone: { type: 'text', named: 'time ?zone|zeitzone|fuseau(?: horaire)?|zona horaria' },
    calendar: { type: 'text', named: '(?:working )?(?:calendar|hours)|schedule|kalender|arbeitszeit(?:en)?' },
    active: {
      type: 'boolean',
      named: '(?:is )?(?:active|enabled)|status|aktiv|actif|activo',
      meaning: (text) => {
        if (flagWritten(text) !== undefined) return undefined;
        if (/inactive|disabled|deactivated|left|inaktiv|inactif|inactivo/i.test(text)) return 'no';
        return /active|enabled|aktiv|actif|activo/i.test(text) ? 'yes' : undefined;
      },
    },
    'capacity.open': { type: 'number', named: '(?:max(?:imum)? )?open leads|capacity' },
    'capacity.untouched': { type: 'number', named: '(?:max(?:imum)? )?untouched leads' },
    'capacity.perDay': { type: 'number', named: '(?:max(?:imum)? )?(?:leads )?(?:per|a) day|daily (?:cap|limit)' },
    'capacity.perWeek': { type: 'number', named: '(?:max(?:imum)? )?(?:leads )?(?:per|a) week|weekly (?:cap|limit)' },
    'skills.language': { type: 'list', named: 'languages?|sprachen?|langues?|idiomas?' },
  },
});
