// The search of the reference: links that have all the words, or others for the same, the closest first.

const search = document.querySelector('.search');
const input = search.querySelector('input');
const none = document.querySelector('aside .none');
const contents = document.querySelector('aside nav');
const results = document.querySelector('aside .results');

/** What people call things elsewhere, and the words of these pages for them. */
const SYNONYMS = {
  'business hours': ['calendar'],
  'office hours': ['calendar'],
  'opening hours': ['calendar'],
  'working hours': ['calendar'],
  holiday: ['calendar', 'absence'],
  vacation: ['absence'],
  pto: ['absence'],
  'out of office': ['absence'],
  leave: ['absence'],
  sick: ['absence'],
  'round robin': ['pool'],
  rotation: ['pool'],
  queue: ['waiting', 'queue'],
  retry: ['redeliver', 'delivery', 'deliveries'],
  resend: ['redeliver', 'resend'],
  agent: ['rep'],
  salesperson: ['rep'],
  user: ['rep', 'key'],
  token: ['key', 'token'],
  'api key': ['key'],
  'rate limit': ['429'],
  sla: ['sla', 'policy', 'clock'],
  escalate: ['onBreach', 'policy', 'escalation'],
  escalation: ['onBreach', 'policy', 'escalate'],
  rollback: ['undo', 'restore'],
  'roll back': ['undo', 'restore'],
  revert: ['undo', 'restore'],
  undo: ['undo', 'restore'],
  digest: ['summary', 'digest', 'notification settings'],
  employee: ['rep', 'employees'],
  timer: ['clock'],
  deadline: ['deadline', 'dueAt', 'clock'],
  reassign: ['reassign'],
  transfer: ['reassign'],
  activity: ['touch', 'timeline'],
  call: ['touch', 'call'],
  disqualify: ['disposition'],
  'close reason': ['disposition'],
  'lost reason': ['disposition'],
  blacklist: ['suppression'],
  'do not contact': ['suppression', 'doNot'],
  unsubscribe: ['suppression', 'doNot'],
  gdpr: ['erasure', 'access'],
  delete: ['delete', 'erasure'],
  snooze: ['pause', 'acknowledge'],
  dashboard: ['report'],
  analytics: ['report'],
  'conversion upload': ['feedback'],
  'audit log': ['event', 'timeline'],
  history: ['timeline', 'event', 'history'],
};
/** Asked in sentences: words that stand everywhere. */
const IDLE = new Set('a an and are do does for from get how i in is it my of on or the to what where with'.split(' '));

const PHRASES = Object.keys(SYNONYMS).sort((one, other) => other.length - one.length);

/** `firstTouch`, `first-touch` and `first touch` are the same. */
function plain(text) {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[-_/.]+/g, ' ')
    .toLowerCase()
    .trim();
}

/** A word without what makes it a plural. */
function stem(word) {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  return word
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|ss|x)es$/, '$1')
    .replace(/([^su])s$/, '$1');
}

const stems = (text) => plain(text).split(/\s+/).map(stem);

/** All that can be found, with what it is found by. */
const entries = [...contents.querySelectorAll('li')].map((item, place) => {
  const title = item.querySelector('a').lastChild.textContent;
  const text = `${title} ${item.dataset.words}`;
  return {
    item,
    place,
    title: ` ${stems(title).join(' ')} `,
    words: ` ${stems(text).join(' ')} `,
    raw: text.toLowerCase(),
  };
});
const known = new Set([...PHRASES, ...entries.flatMap(({ words }) => words.match(/[a-z]{4,}/g) ?? [])]);

/** What each word or phrase of a query may be called: what is found has one of each. */
function asked(query) {
  const choices = [];
  // A path or a field is asked for as it stands.
  let rest = /^\S*\/\S*$/.test(query) ? query : stems(query).join(' ');
  while (rest !== '') {
    const phrase = PHRASES.map((each) => stems(each).join(' ')).find(
      (each) => rest === each || rest.startsWith(`${each} `),
    );
    const word = phrase ?? rest.split(' ', 1)[0];
    const synonyms = SYNONYMS[PHRASES.find((each) => stems(each).join(' ') === phrase)] ?? [];
    if (!IDLE.has(word)) choices.push([word, ...synonyms.map((other) => stems(other).join(' '))]);
    rest = rest.slice(word.length).trim();
  }
  return choices;
}

/** How close it comes: a word of the title, a part of one, a word of the rest, a part of one; 0 where it is nowhere. */
function closeness({ title, words, raw }, word) {
  if (title.includes(` ${word} `)) return 8;
  if (title.includes(word)) return 4;
  if (words.includes(` ${word} `)) return 2;
  return words.includes(word) || raw.includes(word) ? 1 : 0;
}

/** @returns entries that have something of each choice, the closest first; the word itself before others for the same */
function find(choices) {
  return entries
    .map((entry) => {
      const scores = choices.map((words) =>
        Math.max(...words.map((word, index) => closeness(entry, word) * (index === 0 ? 1 : 0.9))),
      );
      return { entry, score: Math.min(...scores) === 0 ? 0 : scores.reduce((sum, each) => sum + each, 0) };
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.entry.place - other.entry.place)
    .map(({ entry }) => entry);
}

/** How many letters have to be changed, added or left out. */
function distance(one, other) {
  let row = [...other, ''].map((_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1)
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (letter === other[j] ? 0 : 1)));
    row = next;
  }
  return row[other.length];
}

/** The query with the nearest words that there are; null where one is near to none. */
function meant(query) {
  const words = stems(query).map((word) => {
    if (word.length < 4 || known.has(word) || find([[word]]).length > 0) return word;
    const most = word.length < 6 ? 1 : 2;
    const near = [...known]
      .map((each) => ({ each, apart: Math.abs(each.length - word.length) > most ? most + 1 : distance(word, each) }))
      .sort((a, b) => a.apart - b.apart);
    return near[0].apart > most ? null : near[0].each;
  });
  const said = words.join(' ');
  return words.includes(null) || said === stems(query).join(' ') ? null : said;
}

function show() {
  const query = input.value.trim();
  const choices = asked(query);
  const found = choices.length === 0 ? [] : find(choices);
  contents.hidden = choices.length > 0;
  results.hidden = found.length === 0;
  results.replaceChildren(...found.map(({ item }) => item.cloneNode(true)));
  none.hidden = choices.length === 0 || found.length > 0;
  if (!none.hidden) none.replaceChildren(...advice(query));
}

function advice(query) {
  const near = meant(query);
  if (near === null || find(asked(near)).length === 0)
    return [`Nothing here has all these words: “${query}”. Try fewer words, or the name of a field or a path.`];
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = near;
  button.addEventListener('click', () => {
    input.value = near;
    show();
    input.focus();
  });
  return [`Nothing here has all these words: “${query}”. Did you mean `, button, '?'];
}

function markPresent() {
  for (const link of document.querySelectorAll('aside a')) {
    if (link.href === location.href) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

search.hidden = false;
input.addEventListener('input', show);
input.addEventListener('keydown', (event) => {
  const found = results.querySelector('a');
  if (event.key === 'Enter' && found !== null) found.click();
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.closest('input, textarea')) return;
  event.preventDefault();
  input.focus();
});
addEventListener('hashchange', markPresent);
markPresent();
