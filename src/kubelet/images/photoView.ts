/** The study notes' photo viewer in a private registry: needs credentials, serves its version on 80. */
import type { ImageBehaviour } from '../runtime/process';
import { accessLine } from './nginx';
import { server } from './server';

/** Two versions, told apart by the page. */
export const photoView: ImageBehaviour = {
  image: 'mydomain:5000/photo-view',
  tags: /^v[12]\.0$/,
  sizeMB: 924,
  entrypoint: ['photo-view'],
  stopSignal: 'SIGQUIT',
  userland: 'debian',
  account: { username: 'admin', password: 'admin' },
  programs: {
    'photo-view': server({
      ports: [80],
      memoryMi: 50,
      exitOnTerm: 0,
      answer: (process) => ({
        status: 200,
        body: `<html><body><h1>photo-view ${process.tag}</h1></body></html>\n`,
        headers: { 'content-type': 'text/html' },
      }),
      accessLine,
    }),
  },
};
