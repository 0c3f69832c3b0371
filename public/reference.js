// The search of the reference: what is beside the text is narrowed to what has all the words, or others for the same.

const search = document.querySelector('.search');
const input = search.querySelector('input');
const none = document.querySelector('aside .none');
const groups = [...document.querySelectorAll('aside details, aside section')];
const wasOpen = new Map(groups.map((group) => [group, group.open]));

/** What people call things elsewhere, and the words of these pages for them. */
const SYNONYMS = {
  'business hours': ['calendar'],
  'office hours': ['calendar'],
  'opening hours': ['calendar'],
  'working hours': ['calendar'],
  'public holiday': ['calendar'],
  'bank holiday': ['calendar'],
  vacation: ['absence'],
  pto: ['absence'],
  'out of office': ['absence'],
  leave: ['absence'],
  sick: ['absence'],
  'round robin': ['pool'],
  rotation: ['pool'],
  queue: ['waiting', 'queue'],
  retry: ['redeliver', 'delivery', 'deliveries'],
  retries: ['redeliver', 'delivery', 'deliveries'],
  resend: ['redeliver', 'resend'],
  agent: ['rep'],
  salesperson: ['rep'],
  user: ['rep', 'key'],
  token: ['key', 'token'],
  'api key': ['key'],
  'rate limit': ['429'],
  sla: ['sla', 'policy', 'policies'],
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
const PHRASES = Object.keys(SYNONYMS).sort((one, other) => other.length - one.length);

/** What each word or phrase of a query may be called: an item has one of each. */
function asked(query) {
  const choices = [];
  let rest = query.toLowerCase().trim();
  while (rest !== '') {
    const phrase = PHRASES.find((each) => rest === each || rest.startsWith(`${each} `));
    const word = phrase ?? rest.split(/\s+/, 1)[0];
    choices.push([word, ...(SYNONYMS[phrase] ?? []).map((other) => other.toLowerCase())]);
    rest = rest.slice(word.length).trim();
  }
  return choices;
}

function narrow() {
  const choices = asked(input.value);
  for (const group of groups) {
    const items = [...group.querySelectorAll('li')];
    for (const item of items) {
      const text = item.dataset.words.toLowerCase();
      item.hidden = !choices.every((words) => words.some((word) => text.includes(word)));
    }
    group.hidden = items.every((item) => item.hidden);
    group.open = choices.length > 0 || wasOpen.get(group);
  }
  none.hidden = groups.some((group) => !group.hidden);
}

function markPresent() {
  for (const link of document.querySelectorAll('aside a')) {
    if (link.href === location.href) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

search.hidden = false;
input.addEventListener('input', narrow);
input.addEventListener('keydown', (event) => {
  const found = document.querySelector('aside li:not([hidden]) a');
  if (event.key === 'Enter' && found !== null) found.click();
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.closest('input, textarea')) return;
  event.preventDefault();
  input.focus();
});
addEventListener('hashchange', markPresent);
markPresent();
