import { showTab } from './App.tsx';
import { join, joined } from './join.ts';
import './page.css';

// What stands in `index.html` meanwhile is the page's shape.
const root = document.getElementById('root');
if (!root) throw new Error('index.html lost its #root.');
await showTab(root, joined, join);
