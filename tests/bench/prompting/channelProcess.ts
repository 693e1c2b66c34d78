/** Teams' connector as a process of its own: takes every message at once, and notes when it came. */
import { createServer } from 'node:http';

let arrivals: number[] = [];
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    arrivals.push(performance.timeOrigin + performance.now());
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end('{"id":"1"}');
  });
});
server.keepAliveTimeout = 120_000;
process.on('message', () => {
  process.send?.(arrivals);
  arrivals = [];
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
