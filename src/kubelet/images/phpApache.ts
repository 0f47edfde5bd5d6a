/** The documents' example for autoscaling: Apache with a PHP page that computes a million square roots for each request. */
import { formatDate } from '../runtime/calendar';
import type { ImageBehaviour } from '../runtime/process';
import { pathOf, server } from './server';
import { apacheLine } from './web';

/** Processor time of one request. Of a present-day core; the documents' walkthrough shows about as much. */
const REQUEST_CPU_MS = 30;

/** Answers `OK!` on 80, after some work. */
export const phpApache: ImageBehaviour = {
  image: 'registry.k8s.io/hpa-example',
  aliases: ['gcr.io/google_containers/hpa-example'],
  sizeMB: 180,
  cmd: ['apache2-foreground'],
  stopSignal: 'SIGTERM',
  workingDir: '/var/www/html',
  userland: 'debian',
  tools: ['curl'],
  programs: {
    'apache2-foreground': server({
      ports: [80],
      memoryMi: 10,
      exitOnTerm: 0,
      stream: 'stderr',
      startLines: (process) => [
        "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using " +
          `${process.ip}. Set the 'ServerName' directive globally to suppress this message`,
        `[${formatDate(process.now, '%a %b %d %H:%M:%S')}.000000 ${formatDate(process.now, '%Y')}] ` +
          '[mpm_prefork:notice] [pid 1] AH00163: Apache/2.4.10 (Debian) PHP/5.6.14 configured -- resuming normal operations',
      ],
      answer: (_process, request) =>
        ['/', '/index.php'].includes(pathOf(request))
          ? { status: 200, body: 'OK!', headers: { 'content-type': 'text/html' }, cpuMs: REQUEST_CPU_MS }
          : { status: 404, body: '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<title>404 Not Found</title>\n' },
      accessLine: apacheLine,
    }),
  },
};
