/**
 * The test server of the recordings: `--port --delay --ok-for --ok-after --listen-after --handle-term --exit-after
 * --exit-code`. No registry has it outside of them; lessons about slow starts use it too.
 */
import type { HttpResponse, ImageBehaviour, Program } from '../runtime/process';
import { MI } from '../runtime/process';
import { flag, goDurationMs } from './server';

const scripted: Program = {
  start(process) {
    process.useMemory(10 * MI);
    const listenAfter = goDurationMs(flag(process.argv, 'listen-after'));
    const exitAfter = flag(process.argv, 'exit-after');
    if (exitAfter !== undefined) process.wakeAfter(goDurationMs(exitAfter), 'exit');
    process.wakeAfter(listenAfter, 'listen');
  },
  wake(process, reason) {
    if (reason === 'exit') process.exit(Number(flag(process.argv, 'exit-code') ?? '0'));
    else process.listen(Number(flag(process.argv, 'port') ?? '8080'));
  },
  http(process): HttpResponse {
    const elapsedMs = process.now - process.startedAt;
    const delay = goDurationMs(flag(process.argv, 'delay'));
    const slow = delay > 0 ? { durationMs: delay } : {};
    const okFor = goDurationMs(flag(process.argv, 'ok-for'));
    if (okFor > 0 && elapsedMs > okFor) return { status: 500, body: `error: ${elapsedMs / 1000}s`, ...slow };
    if (elapsedMs < goDurationMs(flag(process.argv, 'ok-after'))) return { status: 503, body: 'warming up', ...slow };
    return { status: 200, body: `You've hit ${process.hostname}\n`, ...slow };
  },
  terminate(process) {
    if (flag(process.argv, 'handle-term') !== undefined) process.exit(0);
  },
};

/** Answers as its flags say. */
export const scriptedServer: ImageBehaviour = {
  image: 'docker.io/oracle/httpd',
  tags: /^1$/,
  entrypoint: ['httpd'],
  userland: 'none',
  programs: { httpd: scripted },
};
