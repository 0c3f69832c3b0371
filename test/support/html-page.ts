/** A form of a page, as a browser without scripts sees and sends it. */
export interface PageForm {
  /** The names and values of its controls, in the order of the page, without buttons. */
  readonly controls: readonly (readonly [string, string])[];
  readonly buttons: readonly { readonly name: string; readonly value: string; readonly text: string }[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

export function unescaped(html: string): string {
  return html.replaceAll(/&(#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, _, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[name] ?? whole;
  });
}

/** The attributes of a tag; one without a value is the empty text. */
export function attributesOf(tag: string): Record<string, string> {
  const found = [...tag.replace(/^<\w+/, '').matchAll(/([\w:-]+)(?:="([^"]*)")?/g)];
  return Object.fromEntries(found.map(([, name, value]) => [name!, unescaped(value ?? '')]));
}

export function formsOf(html: string): PageForm[] {
  return [...html.matchAll(/<form[\s>].*?<\/form>/gs)].map(([form]) => ({
    controls: controlsIn(form),
    buttons: [...form.matchAll(/(<button[^>]*>)(.*?)<\/button>/gs)].map(([, tag, text]) => {
      const { name = '', value = '' } = attributesOf(tag!);
      return { name, value, text: textOf(text!) };
    }),
  }));
}

function controlsIn(form: string): [string, string][] {
  const tags = /<input\b[^>]*>|<select\b.*?<\/select>|<textarea\b.*?<\/textarea>/gs;
  return [...form.matchAll(tags)].flatMap(([tag]) => {
    const [opening = ''] = /^<[^>]*>/.exec(tag) ?? [];
    const { name = '', value = '', type, checked } = attributesOf(opening);
    if (tag.startsWith('<select')) return [[name, chosenIn(tag)]];
    if (tag.startsWith('<textarea')) {
      const text = unescaped(tag.slice(opening.length, -'</textarea>'.length)).replace(/^\n/, '');
      return [[name, text]];
    }
    if ((type === 'checkbox' || type === 'radio') && checked === undefined) return [];
    return [[name, shownBy(type, value)]];
  });
}

/** Returns the selected option, or the first if none is selected, as browsers do. */
function chosenIn(select: string): string {
  const options = [...select.matchAll(/<option[^>]*>/g)].map(([tag]) => attributesOf(tag));
  return (options.find(({ selected }) => selected !== undefined) ?? options[0])?.value ?? '';
}

/** Returns what an input shows and sends of a value: nothing if the value does not match its type. */
function shownBy(type: string | undefined, value: string): string {
  const plain = value.replaceAll(/[\r\n]/g, '');
  switch (type) {
    case 'hidden':
      return value;
    case 'number':
      return /^-?(\d+(\.\d+)?|\.\d+)(e[-+]?\d+)?$/i.test(value) ? value : '';
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : '';
    case 'datetime-local':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/.test(value) ? value : '';
    case 'email':
    case 'url':
      return plain.trim();
    default:
      return plain;
  }
}

/** What a browser sends when a button of a form is pressed. Lines end with CRLF. */
export function sentBy(
  { controls }: PageForm,
  button: { name: string; value: string },
  typed: Readonly<Record<string, string>> = {},
): URLSearchParams {
  const last = new Map(controls.map(([name], index) => [name, index]));
  const all = controls.map(([name, text], index): [string, string] => [
    name,
    last.get(name) === index && Object.hasOwn(typed, name) ? typed[name]! : text,
  ]);
  const missing = Object.entries(typed).filter(([name]) => !last.has(name));
  if (missing.length > 0) throw new Error(`The page asks for no ${missing.map(([name]) => name).join(', ')}`);
  return new URLSearchParams(
    [...all, [button.name, button.value] as const].map(([name, text]): [string, string] => [
      name,
      text.replaceAll(/\r\n|\r|\n/g, '\r\n'),
    ]),
  );
}

export function textOf(html: string): string {
  return unescaped(
    html
      .replace(/<head>.*<\/head>/s, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' '),
  ).trim();
}
