/** What clients print: ping, failures of HTTP, time-outs, versions of curl. Recordings 13, 15, 17, 19. */
import type { Scene } from '../scene';

export const ping: Scene = {};

export const httpFailures: Scene = {};

export const timeouts: Scene = {};

export const curlVersions: Scene = { isUntimed: true, from: { 1: 'curl8.12', 158: 'curl8.23' } };
