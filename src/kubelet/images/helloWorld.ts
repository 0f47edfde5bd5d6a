/** hello-world: prints a greeting and ends. */
import type { ImageBehaviour } from '../runtime/process';

const GREETING = `
Hello from Docker!
This message shows that your installation appears to be working correctly.

To generate this message, Docker took the following steps:
 1. The Docker client contacted the Docker daemon.
 2. The Docker daemon pulled the "hello-world" image from the Docker Hub.
    (amd64)
 3. The Docker daemon created a new container from that image which runs the
    executable that produces the output you are currently reading.
 4. The Docker daemon streamed that output to the Docker client, which sent it
    to your terminal.
`;

/** Prints its greeting and ends with 0. */
export const helloWorld: ImageBehaviour = {
  image: 'docker.io/library/hello-world',
  tags: /^(linux|nanoserver)$/,
  sizeMB: 1,
  cmd: ['/hello'],
  userland: 'none',
  programs: {
    hello: {
      start(process) {
        process.write(`${GREETING}\n`);
        process.exit(0);
      },
    },
  },
};
