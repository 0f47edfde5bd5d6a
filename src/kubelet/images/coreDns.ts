/** CoreDNS: answers for the cluster's names while it runs. */
import { answer, USUAL_ZONES } from '../../dns/answers';
import { outsideReply } from '../../dns/outsideNames';
import type { ImageBehaviour } from '../runtime/process';
import { server } from './server';

export const coreDns: ImageBehaviour = {
  image: 'registry.k8s.io/coredns/coredns',
  aliases: ['docker.io/coredns/coredns'],
  tags: /^v?\d+\.\d+(\.\d+)?$/,
  sizeMB: 20,
  entrypoint: ['/coredns'],
  userland: 'none',
  programs: {
    coredns: {
      ...server({
        ports: [53, 8080, 8181, 9153],
        memoryMi: 15,
        cpuMillis: 2,
        startLines: () => ['.:53', 'CoreDNS-1.14.2', 'linux/amd64, go1.25.5'],
        answer: () => ({ status: 200, body: 'OK' }),
        exitOnTerm: 0,
      }),
      dns: ({ cluster, ip, now }, query) => {
        const sources = { cluster, zones: USUAL_ZONES, ownIP: ip, serial: Math.floor(now / 1000), ask: outsideReply };
        return { reply: answer(query, sources) ?? outsideReply(query) };
      },
    },
  },
};
