/** Random definitions of the image that no registry has, and faults of containers and registries. */
import type { Fault } from '../../src/client/simulation';
import { create, named, patch, type Plan } from './plan';

const REFERENCE = 'nosuch/image:v9';
const specs = [
  {},
  { exit: { afterSeconds: 9, code: 1 }, logs: { periodic: [{ everySeconds: 2, line: 'tick $SECONDS' }] } },
  { stop: { onTerm: 'Ignore' }, startupSeconds: 4, ports: [{ port: 8080 }] },
  {
    stop: { afterSeconds: 5, code: 0 },
    ports: [{ port: 80, responses: [{ changes: [{ afterSeconds: 6, action: 'Refuse' }] }] }],
  },
  {
    memory: [
      { afterSeconds: 2, bytes: '10Mi' },
      { afterSeconds: 20, bytes: '400Mi' },
      { afterSeconds: 30, bytes: '20Mi' },
    ],
    cpu: { idle: '200m' },
  },
];

/** To be mixed with the other plans. */
export const imagePlans: readonly Plan[] = [
  (random) => {
    const spec = { reference: REFERENCE, ...random.pick(specs) };
    const name = random.pick(['one', 'two']) ?? 'one';
    const chance = random.next();
    if (chance < 0.6) return create('Image', { metadata: { name }, spec });
    return chance < 0.8 ? patch('Image', name, { spec }) : { method: 'DELETE', path: named('Image', name), body: {} };
  },
  (random, { pods }) => {
    const pod = random.pick(pods)?.metadata.name;
    if (pod === undefined) return undefined;
    const place = { namespace: 'default', pod, container: 'main' };
    const faults: readonly Fault[] = [
      { type: 'exitContainer', ...place, code: random.whole(0, 3) },
      { type: 'hangContainer', ...place },
      { type: 'resumeContainer', ...place },
      { type: 'growMemory', ...place, bytes: random.whole(10, 500) * 2 ** 20 },
      { type: 'burnCpu', ...place, millis: random.whole(0, 2000) },
      { type: 'removeContainerFile', ...place, path: '/tmp/x' },
      { type: 'breakEndpoint', ...place, port: 8080, mode: 'slow', delayMs: random.whole(1, 3000) },
      { type: 'breakRegistry', host: 'docker.io', how: 'down' },
      { type: 'mendRegistry', host: 'docker.io' },
      { type: 'mendRegistry', host: 'docker.io' },
    ];
    return random.pick(faults);
  },
];
