import { describe, expect, it } from '@jest/globals';
import { fieldItem, typeOf } from '../../src/reference/fields.js';
import { Html, html, markdown } from '../../src/reference/html.js';

const typed = (schema: object) => typeOf(schema).markup.replace(/<[^>]+>/g, '');

describe('markup', () => {
  it('escapes any text put into it, and nothing twice', () => {
    const item = html`<li>${'<b>"&"</b>'}</li>`;
    expect(item.markup).toBe('<li>&lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;</li>');
    expect(html`<ul>${[item, item]}</ul>`.markup).toBe(`<ul>${item.markup}${item.markup}</ul>`);
  });

  it('renders null, undefined and false as nothing, and zero as a number', () => {
    expect(html`<p>${null}${undefined}${false}${0}${new Html('')}</p>`.markup).toBe('<p>0</p>');
  });

  it('of our documents allows Markdown only', () => {
    expect(markdown('## Two words\n\nA <script>x</script> `<b>`').markup).toBe(
      '<h2 id="two-words">Two words</h2>\n<p>A &lt;script>x&lt;/script> <code>&lt;b&gt;</code></p>\n',
    );
  });
});

describe('the type of a field, in words', () => {
  it.each([
    [{ type: 'string', maxLength: 2_000 }, 'text up to 2,000 characters'],
    [{ type: 'string', format: 'date-time' }, 'instant'],
    [{ type: 'string', format: 'uuid' }, 'id'],
    [{ type: 'integer', minimum: 1, maximum: 1_000 }, 'whole number 1 to 1,000'],
    [{ type: 'number', exclusiveMinimum: 0, maximum: 99 }, 'number above 0, up to 99'],
    [{ type: ['string', 'null'] }, 'text | null'],
    [{ enum: ['open', 'won'] }, 'open | won'],
    [{ anyOf: [{ $ref: '#/components/schemas/Trace' }, { type: 'null' }] }, 'Trace | null'],
    [{ type: 'array', maxItems: 3, items: { type: 'boolean' } }, 'list of up to 3 true or false'],
    [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'string' }], items: false }, '[text, text]'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'object of text by name'],
    [{ title: 'Condition' }, 'Condition'],
    [{}, 'any'],
  ])('%j is %s', (schema, words) => {
    expect(typed(schema)).toBe(words);
  });

  it('appears with its name, requiredness, meaning, default and fields', () => {
    const field = {
      type: 'object',
      description: 'How many.',
      default: {},
      properties: { open: { type: 'integer', description: 'At once.' } },
    };
    const { markup } = fieldItem('capacity', field, { isRequired: true, isSent: true });
    const words = markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    expect(words.trim()).toBe(
      'capacity object required How many. Default {} Fields of capacity open whole number At once.',
    );
  });
});
