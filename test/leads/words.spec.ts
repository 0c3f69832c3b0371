import { describe, expect, it } from '@jest/globals';
import { questionOf, wordsOf } from '../../src/leads/words.js';

const lead = { contact: {}, company: null, externalId: null };

describe('the words by which a lead is found', () => {
  it.each([
    ['each word of a name', { contact: { name: 'Kim  EXAMPLE', firstName: 'Kim' } }, ['kim', 'example']],
    ['a double name from both on', { contact: { lastName: 'Smith-Jones' } }, ['smith-jones', 'jones']],
    ['a name with either apostrophe', { contact: { lastName: 'O’Brien' } }, ["o'brien", 'brien']],
    ['a word without what stands around it', { contact: { name: '"Kim", (Ltd.)' } }, ['kim', 'ltd']],
    ['a name without its accents', { contact: { name: 'Jürgen Ἀλέξης Čapek' } }, ['jurgen', 'αλεξης', 'capek']],
    ['a name in a script whose marks are letters', { contact: { name: 'हिन्दी' } }, ['हिन्दी']],
    ['a name without letters', { contact: { name: '☎ !' } }, ['☎', '!']],
    [
      'the company and its domain',
      { company: { name: 'AT&T Inc', domain: 'att.com' } },
      ['at&t', 't', 'inc', 'att.com', 'com'],
    ],
    [
      'the address from each of its parts on',
      { contact: { email: 'Ann.Lee@Example.com' } },
      ['ann.lee@example.com', 'lee@example.com', 'example.com', 'com'],
    ],
    ['an id as a whole, and from each space on', { externalId: 'CRM 00-1' }, ['crm 00-1', 'crm', '00-1']],
    ['a long word by its beginning', { contact: { name: '😀'.repeat(150) } }, ['😀'.repeat(100)]],
  ])('are %s', (_, fields, words) => {
    expect(wordsOf({ ...lead, ...fields })).toEqual(words);
  });
});

describe('the search query', () => {
  it.each([
    ['Kim', `('kim':*)`],
    ['kim KIM  exa', `('kim':*) & ('exa':*)`],
    ['(kim)', `('(kim)':* | 'kim':*)`],
    [`o'brien`, `('o''brien':*)`],
    [`\\' | !x:*`, `('\\\\''':*) & ('|':*) & ('!x:*':* | 'x':*)`],
  ])('is built from %s', (text, question) => {
    expect(questionOf(text)).toBe(question);
  });
});
