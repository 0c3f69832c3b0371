// The search of the reference: what is beside the text is narrowed to what has all the words.

const search = document.querySelector('.search');
const input = search.querySelector('input');
const groups = [...document.querySelectorAll('aside details, aside section')];
const wasOpen = new Map(groups.map((group) => [group, group.open]));

function narrow() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const group of groups) {
    const items = [...group.querySelectorAll('li')];
    for (const item of items) {
      const text = item.dataset.words.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
    group.hidden = items.every((item) => item.hidden);
    group.open = words.length > 0 || wasOpen.get(group);
  }
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
