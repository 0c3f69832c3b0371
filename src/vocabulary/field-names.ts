import type { LeadFields } from './lead-fields.js';

type PathIn<Name extends keyof LeadFields> = LeadFields[Name] extends { readonly fields: infer Inner }
  ? `${Name}.${keyof Inner & string}`
  : LeadFields[Name]['type'] extends 'group'
    ? never
    : Name;

/** The path of a field of a lead, such as `source` or `contact.email`. Fields that have no fixed names are left out. */
export type LeadPath = { [Name in keyof LeadFields]: PathIn<Name> }[keyof LeadFields];

/**
 * What forms and files call the fields of a lead: in English, German, French and Spanish, and as HubSpot, Salesforce,
 * Google, Meta, Typeform, Webflow and others export them. Compared without case, accents, spaces and punctuation.
 */
const NAMES = {
  externalId: [
    'external id, lead id, record id, record id contact, contact id, prospect id, object id, hs object id',
    'submission id, response id, entry id, externe id, lead nummer, id lead, id externe, id externo',
  ],
  source: [
    'source, lead source, original source, original traffic source, traffic source, utm source, hs analytics source',
    'herkunft, quelle, lead quelle, leadherkunft, source lead, source prospect, fuente, fuente lead, origen, origen lead',
  ],
  channel: ['channel, marketing channel, lead channel, utm medium, medium, kanal, canal'],
  campaign: ['campaign, campaign name, utm campaign, kampagne, kampagnenname, campagne, campaña'],
  form: ['form, form name, formular, formularname, formulaire, formulario, recent conversion event name'],
  landingPage: [
    'landing page, landing page url, landing url, page url, first page seen, conversion page, hs analytics first url',
    'landingpage, einstiegsseite, zielseite, page atterrissage, página destino',
  ],
  message: [
    'message, messages, comment, comments, inquiry, enquiry, question, questions, question or comment, note, notes',
    'description, how can we help, how can we help you, how may we help you, what can we do for you, tell us more',
    'nachricht, mitteilung, kommentar, kommentare, anfrage, anliegen, bemerkung, bemerkungen, anmerkung, anmerkungen',
    'frage, fragen, notiz, notizen, beschreibung, wie können wir helfen, wie können wir ihnen helfen',
    'commentaire, commentaires, demande, remarque, comment pouvons nous vous aider',
    'mensaje, comentario, comentarios, consulta, cómo podemos ayudarte, cómo podemos ayudarle',
  ],
  submittedAt: [
    'submitted at, submitted on, submitted, submit date, submit date utc, submission date, date submitted, timestamp',
    'created at, created on, created time, created date, create date, creation date, date created, lead created',
    'lead created at, lead created date, received at, conversion date, recent conversion date, zeitstempel, erstellt am',
    'erstellt, erstelldatum, erstellungsdatum, eingangsdatum, eingegangen am, anfragedatum, gesendet am, horodateur',
    'date création, créé le, date envoi, date soumission, marca temporal, fecha creación, creado el, fecha envío',
  ],
  'contact.name': [
    'name, full name, first and last name, first name last name, contact name, contact person, display name',
    'vollständiger name, vor und nachname, vorname nachname, vorname und name, ansprechpartner, kontaktperson',
    'nom, nom complet, nom et prénom, prénom et nom, prénom nom, nom prénom',
    'nombre, nombre completo, nombre y apellido, nombre y apellidos, nombre apellidos, persona contacto',
  ],
  'contact.firstName': [
    'first name, fname, given name, forename, first, vorname, rufname, prénom, nombre pila, primer nombre',
  ],
  'contact.lastName': [
    'last name, lname, surname, family name, last, nachname, familienname, zuname, nom famille, apellido, apellidos',
  ],
  'contact.title': [
    'title, job title, job, position, job position, position in company, berufsbezeichnung, stellenbezeichnung',
    'funktion, beruf, poste, fonction, intitulé poste, titre poste, cargo, puesto, puesto trabajo, título puesto',
  ],
  'contact.email': [
    'email, e mail, mail, email address, mail address, emailaddr, company email, email id, company mail',
    'email adresse, mail adresse, mailadresse, firmen email, adresse email, adresse mail, adresse électronique, courriel',
    'adresse courriel, correo, correo electrónico, dirección correo, dirección correo electrónico, dirección email',
  ],
  'contact.phone': [
    'phone, phone number, phone no, telephone, telephone number, tel, tel no, tel number, mobile, mobile phone',
    'mobile number, mobile phone number, cell, cell phone, cell number, contact number, whatsapp, whatsapp number',
    'whatsapp phone number, telefon, telefonnummer, telefon nr, tel nr, telnr, rufnummer, rückrufnummer, handy',
    'handynummer, mobil, mobilnummer, mobiltelefon, mobilfunknummer, téléphone, numéro téléphone, n téléphone, no téléphone, no teléfono',
    'téléphone portable, téléphone mobile, portable, numéro portable, teléfono, número teléfono, teléfono móvil',
    'móvil, número móvil, celular, número celular, teléfono celular',
  ],
  'contact.country': [
    'country, country code, country region, country name, country of residence, contact country, land, länder code',
    'länderkennung, wohnland, pays, pays région, code pays, pays résidence, país, país región, código país',
  ],
  'contact.region': [
    'region, state, state code, state province, state region, province, county, bundesland, kanton, région, département',
    'provincia, estado, estado provincia, estado región, comunidad autónoma',
  ],
  'contact.postalCode': [
    'postal code, zip, zip code, postcode, post code, zip postal code, plz, postleitzahl, cp, code postal, código postal',
  ],
  'contact.language': [
    'language, preferred language, contact language, hs language, sprache, bevorzugte sprache, langue, langue préférée',
    'idioma, idioma preferido',
  ],
  'contact.timeZone': ['time zone, hs timezone, zeitzone, fuseau horaire, zona horaria'],
  'company.name': [
    'company, company name, name company, organisation, organization, organisation name, organization name, employer',
    'company organization, company organisation, business name, account name, account, associated company',
    'primary associated company, company you work for, firma, firmenname, name firma, unternehmen, unternehmensname',
    'name unternehmen, name unternehmens, arbeitgeber, firma organisation, entreprise, nom entreprise, société, nom société',
    'raison sociale, organisme, employeur, empresa, nombre empresa, compañía, nombre compañía, organización, razón social',
  ],
  'company.domain': [
    'domain, company domain, company domain name, domain name, email domain, website, website url, web site',
    'company website, company url, company website url, webseite, website unternehmen, homepage, internetseite',
    'site web, site internet, site entreprise, sitio web, página web, web empresa, dominio, domaine',
  ],
  'company.country': [
    'company country, country company, account country, billing country, land firma, pays entreprise',
  ],
  'company.region': ['company state, company region, state company, company state region, billing state'],
  'company.industry': [
    'industry, industry sector, company industry, industry group, branche, industrie, sector, secteur',
    'secteur activité, industria, sector actividad',
  ],
  'company.employees': [
    'employees, number employees, no employees, num employees, employee count, company size, size company, headcount',
    'employee range, team size, how many employees, how many people work company, mitarbeiter, mitarbeiterzahl',
    'mitarbeiteranzahl, anzahl mitarbeiter, anzahl der mitarbeiter, unternehmensgröße, firmengröße, nombre employés',
    'nombre salariés, effectif, effectifs, taille entreprise, número empleados, empleados, tamaño empresa',
  ],
  'clickIds.gclid': ['gclid, google click id, google ad click id, hs google click id'],
  'clickIds.gbraid': ['gbraid'],
  'clickIds.wbraid': ['wbraid'],
  'clickIds.fbclid': ['fbclid, facebook click id, hs facebook click id'],
  'clickIds.fbc': ['fbc'],
  'clickIds.fbp': ['fbp'],
  'clickIds.metaLeadId': ['meta lead id, facebook lead id, fb lead id, leadgen id'],
  'clickIds.liFatId': ['li fat id'],
  'clickIds.linkedinLeadId': ['linkedin lead id'],
  'clickIds.msclkid': ['msclkid, microsoft click id'],
  'clickIds.ttclid': ['ttclid, tiktok click id'],
  'clickIds.tiktokLeadId': ['tiktok lead id'],
  'consent.adUserData': ['ad user data'],
  'consent.adPersonalization': ['ad personalization, ad personalisation'],
} as const satisfies Partial<Record<LeadPath, readonly string[]>>;

/** What a label says around the name of a field: "What is your e-mail address?", "Bitte Ihre Firma angeben (Pflichtfeld)". */
const FILLERS = new Set(
  [
    'what whats s which where is are do does you your yours my our please enter type provide give select choose the a an of',
    'in at for from with and or live based us required optional mandatory field fields data input value',
    'wie was wo lautet heisst ist sind ihr ihre ihrer ihres dein deine deiner mein meine bitte angeben eingeben der die das des den',
    'ein eine und oder von im pflichtfeld pflichtangabe erforderlich feld',
    'quel quelle est sont votre vos ton ta mon ma le la les l de du d un une et ou obligatoire facultatif champ saisir veuillez',
    'cual es son su sus tu tus mi el los las del y o obligatorio opcional campo por favor introduzca',
  ].flatMap((line) => line.split(' ')),
);

/** Stand before any field of the person and their company: "user email", "contact title", but not "contact channel". */
const OF_PERSON = /^(your|user|customer|client|contact|person|personal|visitor|kontakt|kunden|kunde|primary)(?=.)/;
/** Stand before what identifies a person: "lead phone", "form[name]", but not "lead state" or "form title". */
const OF_LEAD = /^(lead|prospect|form)(?=.)/;
const IDENTIFYING: ReadonlySet<LeadPath> = new Set<LeadPath>([
  'contact.name',
  'contact.firstName',
  'contact.lastName',
  'contact.email',
  'contact.phone',
  'company.name',
]);
/** Stand before addresses and numbers only: "work email", but not "work title" or "business region". */
const KIND_OF_ADDRESS =
  /^(work|business|professional|corporate|office|company|private|home|direct|main|preferred|geschaftliche|berufliche|dienstliche)(?=.)/;
const ADDRESSES: ReadonlySet<LeadPath> = new Set<LeadPath>(['contact.email', 'contact.phone']);
/** Longer labels are sentences that name no field. */
const LABEL_MAX = 300;

const PATHS: ReadonlyMap<string, LeadPath> = new Map(
  Object.entries(NAMES).flatMap(([path, lines]) =>
    lines.flatMap((line) =>
      line.split(',').flatMap((name) => keysOf(name).map((key) => [key, path as LeadPath] as const)),
    ),
  ),
);

/**
 * Returns the field of a lead that a label of a form or a file means, or null if it is unknown or ambiguous. It takes
 * the name of an input (`your-email`, `form_fields[phone]`), of a column (`FULL_NAME`) and a question ("What is your
 * first name?").
 */
export function fieldNamed(label: string): LeadPath | null {
  if (label.length > LABEL_MAX) return null;
  for (const part of [label, label.replace(/[([{].*?[)\]}]/g, ' ')])
    for (const key of keysOf(part)) {
      const path = pathOf(key);
      if (path !== null) return path;
    }
  return null;
}

/**
 * Returns the fields that labels mean beside each other: a "Name" beside a "Vorname" is the last name, and a "Nombre"
 * beside "Apellidos" the first. A field that several labels mean belongs to the first of them.
 */
export function fieldsNamed(labels: readonly string[]): (LeadPath | null)[] {
  const paths = labels.map(fieldNamed);
  const has = (path: LeadPath) => paths.includes(path);
  const part =
    has('contact.firstName') === has('contact.lastName')
      ? 'contact.name'
      : has('contact.firstName')
        ? 'contact.lastName'
        : 'contact.firstName';
  const beside = paths.map((path, index) => (path === 'contact.name' && isShort(labels[index]!) ? part : path));
  return beside.map((path, index) => (path !== null && beside.indexOf(path) < index ? null : path));
}

/** Reports whether a label may be a part of a name: "Name", "Nom" and "Nombre", but not "Full name". */
function isShort(label: string): boolean {
  return keysOf(label).some((key) => ['name', 'nom', 'nombre'].includes(key.replace(OF_PERSON, '')));
}

function pathOf(key: string): LeadPath | null {
  const known = PATHS.get(key);
  if (known !== undefined) return known;
  const ofPerson = PATHS.get(key.replace(OF_PERSON, ''));
  if (ofPerson !== undefined && /^(contact|company|message)/.test(ofPerson)) return ofPerson;
  const ofLead = PATHS.get(key.replace(OF_LEAD, ''));
  if (ofLead !== undefined && IDENTIFYING.has(ofLead)) return ofLead;
  const address = PATHS.get(key.replace(OF_PERSON, '').replace(KIND_OF_ADDRESS, ''));
  return address !== undefined && ADDRESSES.has(address) ? address : null;
}

/** Returns the forms in which a label is compared: with all its words, and without those that only surround a name. */
function keysOf(label: string): string[] {
  const words = wordsOf(label);
  while (words.length > 1 && /^\d+$/.test(words.at(-1)!)) words.pop();
  const names = words.filter((word) => !FILLERS.has(word));
  return [...new Set([words.join(''), names.join('')])].filter((key) => key !== '');
}

function wordsOf(label: string): string[] {
  const folded = label
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss');
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}
