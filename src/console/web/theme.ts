/**
 * Loaded before the page is drawn, so that nobody who reads in the dark is dazzled first. The shell copies the
 * preference on the server here.
 */
const KEY = 'touchline.theme';

function apply(theme: string | null): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // The browser keeps nothing for this site.
    return null;
  }
}

apply(remembered());
addEventListener('storage', ({ key, newValue }) => key === KEY && apply(newValue));
