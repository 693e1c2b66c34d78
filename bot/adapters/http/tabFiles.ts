import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { plugins, type Next, type Request, type Response, type Server } from 'restify';
import { paths } from '../../contract/paths.ts';
import { tabPolicy } from './headers.ts';
import { errorReply, writeReply } from './reply.ts';

const page = 'index.html';
/** The build puts a hash of each file's content into its name there: such a file never changes. */
const hashed = /[\\/]assets[\\/][^\\/]+-[\w-]{8,}\.\w+$/;

/** Serves the built tab, and nothing outside its folder. The page itself is never stored, so that a new build is seen at once. */
export function mountTab(server: Server, folder: string): void {
  const serve = plugins.serveStaticFiles(folder, {
    setHeaders: (response: ServerResponse, file: string) => {
      response.setHeader(
        'Cache-Control',
        hashed.test(file) ? 'public, max-age=31536000, immutable' : file.endsWith(page) ? 'no-store' : 'no-cache',
      );
      response.setHeader('Content-Security-Policy', tabPolicy);
    },
  });
  const handle = (request: Request, response: Response, next: Next): void => {
    const asksForPage = [paths.tab, `${paths.tab}${page}`].includes(request.getUrl().pathname ?? '');
    if (asksForPage && !existsSync(join(folder, page))) {
      writeReply(response, errorReply('tab-not-built'));
      next();
      return;
    }
    // The library writes its own caching headers only where none stand yet.
    response.removeHeader('Cache-Control');
    serve(request, response, next);
  };
  server.get({ name: 'tab', path: `${paths.tab}*` }, handle);
  server.head({ name: 'tabHead', path: `${paths.tab}*` }, handle);
}
