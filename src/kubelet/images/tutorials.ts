/** Small servers that the tutorials of Kubernetes and of cloud providers run. */
import type { ImageBehaviour } from '../runtime/process';
import { pathOf, server } from './server';

/** The documents' first tutorial: tells its pod and its version on 8080. Node behind a shell hears no SIGTERM. */
export const bootcamp: ImageBehaviour = {
  image: 'gcr.io/google-samples/kubernetes-bootcamp',
  aliases: ['docker.io/jocatalin/kubernetes-bootcamp', 'gcr.io/k8s-minikube/kubernetes-bootcamp'],
  tags: /^v[12]$/,
  sizeMB: 211,
  entrypoint: ['node', 'server.js'],
  userland: 'debian',
  tools: ['curl', 'ps'],
  programs: {
    node: server({
      ports: [8080],
      memoryMi: 15,
      answer: (process) => ({
        status: 200,
        body: `Hello Kubernetes bootcamp! | Running on: ${process.hostname} | v=${process.tag === 'v2' ? 2 : 1}\n`,
      }),
    }),
  },
};

/** Greets with its version and its pod on 8080, or on $PORT. */
export const helloApp: ImageBehaviour = {
  image: 'gcr.io/google-samples/hello-app',
  aliases: ['us-docker.pkg.dev/google-samples/containers/gke/hello-app'],
  tags: /^[12]\.0$/,
  sizeMB: 12,
  entrypoint: ['/hello-app'],
  userland: 'none',
  programs: {
    'hello-app': server({
      ports: ({ env }) => [Number(env.PORT ?? '8080')],
      memoryMi: 5,
      exitOnTerm: 2,
      stream: 'stderr',
      startLines: ({ env }) => [`Server listening on port ${env.PORT ?? '8080'}`],
      answer: (process, request) => {
        process.log(`Serving request: ${pathOf(request)}`, 'stderr');
        const version = process.tag === '2.0' ? '2.0.0' : '1.0.0';
        return { status: 200, body: `Hello, world!\nVersion: ${version}\nHostname: ${process.hostname}\n` };
      },
    }),
  },
};

/** `Hello Kubernetes!` on 8080. Node as PID 1 hears no SIGTERM. */
export const nodeHello: ImageBehaviour = {
  image: 'gcr.io/google-samples/node-hello',
  tags: /^1\.0$/,
  sizeMB: 250,
  entrypoint: ['node', 'server.js'],
  userland: 'debian',
  programs: {
    node: server({
      ports: [8080],
      memoryMi: 15,
      answer: (process, request) => {
        process.log(`Received request for URL: ${request.path}`);
        return { status: 200, body: 'Hello Kubernetes!' };
      },
    }),
  },
};
