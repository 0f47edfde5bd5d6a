/**
 * The Node.js servers of the study notes: `You've hit HOSTNAME` on 8080.
 * Node as PID 1 has no SIGTERM handler, so a stop takes the whole grace period.
 */
import type { ImageBehaviour, Process, Program } from '../runtime/process';
import { MI } from '../runtime/process';
import { nodeHead } from './nodeHead';

const PORT = 8080;
/** How many requests the unhealthy one answers well. */
const HEALTHY_REQUESTS = 5;

interface Memory {
  /** Only the unhealthy server counts. */
  readonly requests: number;
}

/** A server that fails for good after `healthyRequests` answers; `tlsPort` serves the same. */
function kubiaServer(options: { healthyRequests?: number; tlsPort?: number } = {}): Program<Memory> {
  return {
    start(process) {
      process.memory = { requests: 0 };
      process.useMemory(20 * MI);
      process.useCpu(1);
      process.log('Kubia server starting...');
      if (!process.listen(PORT)) {
        process.log('Error: listen EADDRINUSE: address already in use :::8080', 'stderr');
        process.exit(1);
        return;
      }
      if (options.tlsPort !== undefined) process.listen(options.tlsPort);
    },
    http(process, _port, request) {
      const head = (status: number) => nodeHead(process, request, status);
      process.log(`Received request from ::ffff:${request.from}`);
      if (options.healthyRequests === undefined) return { ...hit(process), head: head(200) };
      const requests = process.memory.requests + 1;
      process.memory = { requests };
      if (requests <= options.healthyRequests) return { ...hit(process), head: head(200) };
      return { status: 500, body: "I'm not well. Please restart me!", head: head(500) };
    },
    terminate() {
      // PID 1 without a handler: the kernel drops the signal.
    },
  };
}

const hit = (process: Process<Memory>) => ({ status: 200, body: `You've hit ${process.hostname}\n` });

const base = {
  tags: /^(1|latest)$/,
  entrypoint: ['node', 'app.js'],
  userland: 'debian',
  tools: ['curl', 'wget', 'ping'],
} as const;

/** Well for ever. */
export const kubia: ImageBehaviour = {
  ...base,
  image: 'docker.io/luksa/kubia',
  programs: { node: kubiaServer() },
};

/** Answers five requests, then 500. */
export const kubiaUnhealthy: ImageBehaviour = {
  ...base,
  image: 'docker.io/luksa/kubia-unhealthy',
  aliases: ['docker.io/go1323/kubia-unhealthy'],
  programs: { node: kubiaServer({ healthyRequests: HEALTHY_REQUESTS }) },
};

/** As kubia, and the same on 8443. */
export const kubiaWithTls: ImageBehaviour = {
  ...base,
  image: 'docker.io/dnfwlq8054/kubia',
  programs: { node: kubiaServer({ tlsPort: 8443 }) },
};
