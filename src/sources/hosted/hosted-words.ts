export const FORM_LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type FormLanguage = (typeof FORM_LANGUAGES)[number];

/** The fields that a form has a word for, by their place in a lead. */
type NamedField =
  | 'contact.name'
  | 'contact.firstName'
  | 'contact.lastName'
  | 'contact.email'
  | 'contact.phone'
  | 'contact.title'
  | 'contact.country'
  | 'contact.postalCode'
  | 'company.name'
  | 'company.domain'
  | 'company.employees'
  | 'message';

export interface FormWords {
  readonly title: string;
  readonly send: string;
  readonly ifYouLike: string;
  readonly choose: string;
  readonly privacy: string;
  readonly thanksTitle: string;
  readonly thanks: string;
  /** Precedes the title of a page with errors. */
  readonly error: string;
  readonly missing: string;
  readonly notAnAddress: string;
  readonly noContact: string;
  readonly notSent: string;
  /** What stands beside a field that people do not see. */
  readonly leaveEmpty: string;
  readonly fields: Readonly<Record<NamedField, string>>;
}

export const FORM_WORDS: Readonly<Record<FormLanguage, FormWords>> = {
  en: {
    title: 'Contact us',
    send: 'Send',
    ifYouLike: '(optional)',
    choose: 'Please choose',
    privacy: 'Privacy policy',
    thanksTitle: 'Thank you',
    thanks: 'Your message has arrived.',
    error: 'Error',
    missing: 'Please fill this in.',
    notAnAddress: 'Please enter an e-mail address, such as kim@example.com.',
    noContact: 'Please enter an address or a number at which we can reach you.',
    notSent: 'It was not sent yet. Please check what is marked below.',
    leaveEmpty: 'Leave this empty',
    fields: {
      'contact.name': 'Name',
      'contact.firstName': 'First name',
      'contact.lastName': 'Last name',
      'contact.email': 'E-mail',
      'contact.phone': 'Phone',
      'contact.title': 'Job title',
      'contact.country': 'Country',
      'contact.postalCode': 'Postal code',
      'company.name': 'Company',
      'company.domain': 'Website',
      'company.employees': 'Number of employees',
      message: 'Message',
    },
  },
  de: {
    title: 'Kontakt',
    send: 'Absenden',
    ifYouLike: '(freiwillig)',
    choose: 'Bitte wählen',
    privacy: 'Datenschutzerklärung',
    thanksTitle: 'Vielen Dank',
    thanks: 'Ihre Nachricht ist angekommen.',
    error: 'Fehler',
    missing: 'Bitte füllen Sie dieses Feld aus.',
    notAnAddress: 'Bitte geben Sie eine E-Mail-Adresse an, zum Beispiel kim@example.com.',
    noContact: 'Bitte geben Sie eine Adresse oder Nummer an, unter der wir Sie erreichen.',
    notSent: 'Das Formular wurde noch nicht gesendet. Bitte prüfen Sie, was unten markiert ist.',
    leaveEmpty: 'Bitte leer lassen',
    fields: {
      'contact.name': 'Name',
      'contact.firstName': 'Vorname',
      'contact.lastName': 'Nachname',
      'contact.email': 'E-Mail',
      'contact.phone': 'Telefon',
      'contact.title': 'Funktion',
      'contact.country': 'Land',
      'contact.postalCode': 'Postleitzahl',
      'company.name': 'Firma',
      'company.domain': 'Website',
      'company.employees': 'Zahl der Mitarbeiter',
      message: 'Nachricht',
    },
  },
  fr: {
    title: 'Contactez-nous',
    send: 'Envoyer',
    ifYouLike: '(facultatif)',
    choose: 'Veuillez choisir',
    privacy: 'Politique de confidentialité',
    thanksTitle: 'Merci',
    thanks: 'Votre message est bien arrivé.',
    error: 'Erreur',
    missing: 'Veuillez remplir ce champ.',
    notAnAddress: 'Veuillez indiquer une adresse e-mail, par exemple kim@example.com.',
    noContact: 'Veuillez indiquer une adresse ou un numéro où nous pouvons vous joindre.',
    notSent: 'Le formulaire n’est pas encore envoyé. Veuillez vérifier ce qui est signalé ci-dessous.',
    leaveEmpty: 'Laissez ce champ vide',
    fields: {
      'contact.name': 'Nom',
      'contact.firstName': 'Prénom',
      'contact.lastName': 'Nom de famille',
      'contact.email': 'E-mail',
      'contact.phone': 'Téléphone',
      'contact.title': 'Fonction',
      'contact.country': 'Pays',
      'contact.postalCode': 'Code postal',
      'company.name': 'Entreprise',
      'company.domain': 'Site web',
      'company.employees': 'Nombre de salariés',
      message: 'Message',
    },
  },
  es: {
    title: 'Contacto',
    send: 'Enviar',
    ifYouLike: '(opcional)',
    choose: 'Elija una opción',
    privacy: 'Política de privacidad',
    thanksTitle: 'Gracias',
    thanks: 'Hemos recibido su mensaje.',
    error: 'Error',
    missing: 'Rellene este campo.',
    notAnAddress: 'Indique una dirección de correo electrónico, por ejemplo kim@example.com.',
    noContact: 'Indique una dirección o un número en el que podamos localizarle.',
    notSent: 'El formulario aún no se ha enviado. Revise lo que está marcado abajo.',
    leaveEmpty: 'Deje este campo vacío',
    fields: {
      'contact.name': 'Nombre',
      'contact.firstName': 'Nombre de pila',
      'contact.lastName': 'Apellidos',
      'contact.email': 'Correo electrónico',
      'contact.phone': 'Teléfono',
      'contact.title': 'Cargo',
      'contact.country': 'País',
      'contact.postalCode': 'Código postal',
      'company.name': 'Empresa',
      'company.domain': 'Sitio web',
      'company.employees': 'Número de empleados',
      message: 'Mensaje',
    },
  },
};
