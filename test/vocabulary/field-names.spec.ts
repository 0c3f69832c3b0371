import { describe, expect, it } from '@jest/globals';
import { fieldNamed, fieldsNamed, type LeadPath } from '../../src/vocabulary/field-names.js';

const NAMED: Readonly<Partial<Record<LeadPath, readonly string[]>>> = {
  'contact.email': [
    'email',
    'E-Mail-Adresse',
    'your-email',
    'user_email',
    'EMAIL',
    'Work Email',
    'work_email',
    'eMail',
    'Email (required)',
    'Email *',
    'Email-2',
    'contact[email]',
    'form_fields[email]',
    'data[User][email]',
    'useremail',
    'What is your email address?',
    'Wie lautet Ihre E-Mail-Adresse?',
    'Adresse e-mail',
    'Votre adresse électronique',
    'Correo electrónico',
    'Dirección de correo electrónico',
    'geschäftliche E-Mail',
    'ｅｍａｉｌ',
  ],
  'contact.phone': [
    'Téléphone',
    'Phone Number',
    'PHONE_NUMBER',
    'phone_number',
    'tel-123',
    'MobilePhone',
    'Handynummer',
    'Telefon (mit Vorwahl)',
    'Numéro de téléphone',
    'Nº de teléfono',
    'work_phone_number',
    'Telefon-Nr.',
  ],
  'contact.name': [
    'Name',
    'FULL_NAME',
    'full_name',
    'your-name',
    'Vor- und Nachname',
    'Nom et prénom',
    'Nombre completo',
  ],
  'contact.firstName': [
    'FirstName',
    'first_name',
    'First Name',
    'Vorname',
    'Prénom',
    'fname',
    'What is your first name?',
  ],
  'contact.lastName': ['LAST_NAME', 'lastname', 'Nachname', 'Nom de famille', 'Apellidos'],
  'contact.title': ['jobtitle', 'Job Title', 'JOB_TITLE', 'Fonction', 'Cargo', 'Title'],
  'contact.country': [
    'Country',
    'Country/Region',
    'Land',
    'Pays',
    'País',
    'CountryCode',
    'Which country do you live in?',
  ],
  'contact.region': ['State/Region', 'State/Province', 'Bundesland', 'Provincia', 'STATE'],
  'contact.postalCode': ['zip', 'ZIP_CODE', 'Postleitzahl', 'PLZ', 'Code postal', 'Código postal', 'post_code'],
  'contact.language': ['Language', 'hs_language', 'Preferred language', 'Sprache'],
  'company.name': [
    'Company',
    'Company Name',
    'COMPANY_NAME',
    'Firma',
    'Name des Unternehmens',
    'Nom de l’entreprise',
    'Société',
    'Empresa',
    'Associated Company',
    'Account Name',
    'Business name',
    'What company do you work for?',
  ],
  'company.domain': ['Website', 'Website URL', 'Company Domain Name', 'Site web'],
  'company.industry': ['Industry', 'Branche', 'Secteur d’activité'],
  'company.employees': ['NumberOfEmployees', 'numemployees', 'Number of Employees', 'Mitarbeiterzahl', 'Company size'],
  source: ['utm_source', 'Lead Source', 'LeadSource', 'Original Traffic Source', 'Herkunft', 'Fuente'],
  channel: ['utm_medium', 'Channel'],
  campaign: ['utm_campaign', 'campaign_name', 'Kampagne'],
  form: ['form_name', 'Form'],
  message: [
    'Message',
    'your-message',
    'Ihre Nachricht',
    'Comments',
    'How can we help you?',
    'Wie können wir Ihnen helfen?',
  ],
  submittedAt: [
    'Create Date',
    'CreatedDate',
    'created_time',
    'Submitted At',
    'Timestamp',
    'Zeitstempel',
    'Erstellt am',
  ],
  externalId: ['Record ID', 'Record ID - Contact', 'Prospect ID', 'Lead ID', 'External ID'],
  'clickIds.gclid': ['gclid', 'Google Click ID'],
  'clickIds.fbc': ['_fbc'],
  'clickIds.liFatId': ['li_fat_id'],
};

describe('the field that a label means', () => {
  for (const [path, labels] of Object.entries(NAMED))
    it(`is ${path} for ${labels.join(', ')}`, () => {
      expect(labels.filter((label) => fieldNamed(label) !== path)).toEqual([]);
    });

  it('is unknown for what only sounds like a field', () => {
    const others = [
      'Email opt-in',
      'Last email date',
      'Do Not Email',
      'Email Opened',
      'Lead State',
      'Lead Status',
      'Form title',
      'Contact owner',
      'User agent',
      'Preferred date',
      'Preferred contact channel',
      'City',
      'id',
      'Date',
      'Name of your dog',
      'Your',
      '?',
      '',
      '___',
      '42',
      'constructor',
      '__proto__',
    ];
    expect(others.filter((label) => fieldNamed(label) !== null)).toEqual([]);
  });

  it('is found at once in a label of any length', () => {
    expect(fieldNamed('email ('.repeat(100_000))).toBeNull();
  });
});

describe('the fields that labels mean beside each other', () => {
  it.each([
    [
      ['Vorname', 'Name'],
      ['contact.firstName', 'contact.lastName'],
    ],
    [
      ['Nom', 'Prénom'],
      ['contact.lastName', 'contact.firstName'],
    ],
    [
      ['Nombre', 'Apellidos'],
      ['contact.firstName', 'contact.lastName'],
    ],
    [
      ['Name', 'E-Mail'],
      ['contact.name', 'contact.email'],
    ],
    [
      ['Name', 'First name', 'Last name'],
      ['contact.name', 'contact.firstName', 'contact.lastName'],
    ],
    [
      ['Full name', 'First name'],
      ['contact.name', 'contact.firstName'],
    ],
  ])('%j: a name beside a part of it is the other part', (labels, paths) => {
    expect(fieldsNamed(labels)).toEqual(paths);
  });

  it('gives a field to the first label that means it', () => {
    expect(fieldsNamed(['Email', 'Work email', 'Phone'])).toEqual(['contact.email', null, 'contact.phone']);
  });
});
