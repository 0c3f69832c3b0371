// The page on which people log in and out. A key, a code or the token of a link is swapped for a session, which is a
// cookie that no script can read: nothing of it stays here.
const part = (id) => document.getElementById(id);
const token = location.hash.slice(1);
const failed = new URLSearchParams(location.search).get('failed');
// The token leaves the address bar and the history before anything else happens.
if (token !== '' || failed !== null) history.replaceState(null, '', location.pathname);

async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
}

function show(...ids) {
  for (const id of ['link', 'out', 'in']) part(id).hidden = !ids.includes(id);
}

function say(text) {
  const wrong = document.querySelector('.wrong');
  wrong.hidden = text === null;
  wrong.firstElementChild.textContent = text ?? '';
}

const WRONG = {
  key: 'This key is not valid.',
  code: 'This code is not valid any more, or was mistyped. Ask for another mail.',
  token: 'This link was used already, or is older than ten minutes. Ask for another mail.',
};

/** Why nobody was logged in by an identity provider. */
const FAILED = {
  busy: 'Many log in just now. Try again in a moment.',
  denied: 'You were not logged in: it was declined there.',
  expired: 'This took longer than ten minutes, was done already, or was begun in another browser. Try again.',
  provider: 'What the identity provider answered cannot be taken. Whoever runs Touchline finds the reason in its log.',
  silent: 'The identity provider does not answer. Try again later, or log in in another way.',
  unknown: 'This account is no user’s. Ask whoever runs Touchline to make you one.',
  unverified: 'The identity provider does not say that the e-mail address of this account was verified.',
};

async function logIn(by) {
  say(null);
  const { status, body } = await ask('POST', '/v1/session', by);
  const [way] = Object.keys(by);
  if (status === 201) return look();
  if (status === 202) part('by-code').hidden = false;
  else {
    say(status === 401 ? WRONG[way] : (body.errors?.[0]?.message ?? body.detail));
    show('out');
  }
}

/** What to show: whoever comes by a link decides here whether to use it, as scanners of mail open links, too. */
async function look() {
  const { status, body: session } = await ask('GET', '/v1/session');
  if (status !== 200) return show(token === '' || document.querySelector('.wrong').hidden === false ? 'out' : 'link');
  part('who').textContent = `${session.name} (${session.scopes.join(', ')})`;
  const { body: sessions } = await ask('GET', '/v1/sessions');
  const own = sessions.data.filter(({ userId, keyId }) => userId === session.userId && keyId === session.keyId);
  part('sessions').replaceChildren(...own.map(deviceOf));
  show('in');
}

const BROWSERS = { 'Edg/': 'Edge', 'Firefox/': 'Firefox', 'Chrome/': 'Chrome', 'Safari/': 'Safari' };
const SYSTEMS = {
  Android: 'Android',
  iPhone: 'iPhone',
  iPad: 'iPad',
  'Mac OS': 'macOS',
  Windows: 'Windows',
  Linux: 'Linux',
};

/** Of browsers that call themselves by the names of others the first name that fits is right. */
function nameOf(agent) {
  const among = (names) => Object.entries(names).find(([sign]) => agent?.includes(sign))?.[1];
  return [among(BROWSERS) ?? 'Unknown browser', among(SYSTEMS)].filter(Boolean).join(' on ');
}

function deviceOf({ id, agent, lastUsedAt, current }) {
  const line = document.createElement('li');
  const used = new Date(lastUsedAt).toLocaleString();
  line.append(`${nameOf(agent)}, ${current ? 'this one' : `last used ${used}`} `);
  if (!current) {
    const end = document.createElement('button');
    end.textContent = 'Log out there';
    end.addEventListener('click', async () => {
      await ask('DELETE', `/v1/sessions/${id}`);
      await look();
    });
    line.append(end);
  }
  return line;
}

function on(id, submitted) {
  part(id).addEventListener('submit', (event) => {
    event.preventDefault();
    submitted(new FormData(event.target)).catch(() => say('Touchline cannot be reached. Try again.'));
  });
}

on('by-token', () => logIn({ token }));
on('by-email', (form) => logIn({ email: form.get('email') }));
on('by-code', (form) => logIn({ code: form.get('code') }));
on('by-key', async (form) => {
  await logIn({ key: form.get('key').trim() });
  part('key').value = '';
});
on('log-out', async () => {
  await ask('DELETE', '/v1/session');
  location.reload();
});
if (failed !== null) say(Object.hasOwn(FAILED, failed) ? FAILED[failed] : FAILED.provider);
look().catch(() => say('Touchline cannot be reached. Try again.'));
