// Runs before the page is painted, so that a chosen theme does not flash.
import { forGood, names, recall, remember } from './memory.ts';

const root = document.documentElement;
const chosen = recall(forGood, names.theme);
if (chosen === 'light' || chosen === 'dark') root.dataset['theme'] = chosen;
root.classList.add('scripted');

function isDark(): boolean {
  const theme = root.dataset['theme'];
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

document.addEventListener('DOMContentLoaded', () => {
  const button = document.getElementById('theme');
  if (button === null) return;
  button.hidden = false;
  button.setAttribute('aria-pressed', String(isDark()));
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    root.dataset['theme'] = theme;
    button.setAttribute('aria-pressed', String(theme === 'dark'));
    remember(forGood, names.theme, theme);
  });
});
