import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { theme } from './client/settings.ts';

// Before the first picture, so that it does not flash in the other colours.
effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no element to show the client in.');
render(<App />, root);
