// Loaded before each child's own program (`node --import`), also into programs that are not ours: a child must never outlive the
// supervisor, even one that was killed. The channel between them closes when the supervisor is gone, however it went. JavaScript,
// because what it is loaded into need not know TypeScript.
import { Server } from 'node:net';

process.on('disconnect', () => {
  // The program's own way to end, so that it saves its data: Azurite knows the message, others the signal.
  if (process.listenerCount('message') > 0) process.emit('message', 'shutdown', undefined);
  else if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM');
  else process.exit(0);
  setTimeout(() => process.exit(1), 10_000).unref();
});
// Waiting for the supervisor is no reason to stay alive.
process.channel?.unref();

// A program that would listen on every interface listens on this machine only: on a laptop nothing of Held may be reached from outside.
const listen = Server.prototype.listen;
Server.prototype.listen = function listenHere(...args) {
  const [port, ...rest] = args;
  if (typeof port !== 'number' && typeof port !== 'string') return listen.apply(this, args);
  if (typeof port === 'string' && !/^\d+$/.test(port)) return listen.apply(this, args);
  const callback = rest.find((arg) => typeof arg === 'function');
  const host = typeof rest[0] === 'string' ? rest[0] : '127.0.0.1';
  return callback ? listen.call(this, { port: Number(port), host }, callback) : listen.call(this, { port: Number(port), host });
};
