/** Runs before the first paint, so that a dark theme does not flash light. The shell writes the preference here. */
const KEY = 'touchline.theme';

function apply(theme: string | null): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage is blocked for this site.
    return null;
  }
}

apply(remembered());
addEventListener('storage', ({ key, newValue }) => key === KEY && apply(newValue));
