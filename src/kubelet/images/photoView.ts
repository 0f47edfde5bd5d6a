/** The study notes' photo viewer in a private registry: needs credentials, serves its version on 80. */
import { myDomain } from '../../api/images/privateRegistry';
import type { ImageBehaviour } from '../runtime/process';
import { accessLine } from './nginx';
import { server } from './server';

/** Two versions, told apart by the page. */
export const photoView: ImageBehaviour = {
  image: `${myDomain.host}/photo-view`,
  tags: myDomain.published['photo-view'],
  sizeMB: 924,
  entrypoint: ['photo-view'],
  stopSignal: 'SIGQUIT',
  userland: 'debian',
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
