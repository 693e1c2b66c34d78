// A thread reads TypeScript only once tsx is set up in it.
import { register } from 'tsx/esm/api';

register();
await import('./taskWorker.ts');
