import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/chat.css';
import './styles/composer.css';
import './styles/floating.css';
import './styles/inspector.css';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no element to show the client in.');
render(<App />, root);
