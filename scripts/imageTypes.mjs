/**
 * The types of kubeloop's own kind Image (src/api/images/image.ts): codes of fields as scripts/generateSchema.mjs explains
 * them, what they mean, and the words that are allowed. The editor and `kubectl explain` read the same sentences.
 */

/** Group and version of the kind. */
export const imageVersion = 'images.kubeloop.dev/v1';

const answer = {
  status: ['i', 'HTTP status code. 200 if it is absent.'],
  body: [
    's',
    'Text of the answer. $HOSTNAME, $POD_IP, $NAMESPACE, $METHOD, $PATH, $CLIENT_IP, $REQUEST (its first line and headers), $REQUESTS and $SECONDS are filled in.',
  ],
  latencyMs: ['i', 'Milliseconds until the answer. 0 if it is absent.'],
  ending: [
    's',
    'What happens after the body although the answer is not whole: the connection is closed (Close) or reset (Reset), or nothing more is sent (Silence). Without a body no answer begins. The answer is whole if it is absent.',
    ['Close', 'Reset', 'Silence'],
  ],
  contentLength: ['i', 'Bytes that an answer with an ending announces. It is sent in chunks if it is absent.'],
};

/** Type to [description, fields]; a field is [code, description, allowed words]. */
export const imageTypes = {
  Image: [
    'Image is a kind of kubeloop, not of Kubernetes. It says what a container image does that the simulated registries do not have. A pod that names its reference can pull it from then on. Changes hold for containers that start later. When it is deleted, the image cannot be pulled any more.',
    {
      apiVersion: ['s', 'APIVersion is images.kubeloop.dev/v1.'],
      kind: ['s', 'Kind is Image.'],
      metadata: ['@ObjectMeta', "Standard object's metadata."],
      spec: ['@ImageSpec!', 'What containers of the image do.'],
    },
  ],
  ImageSpec: [
    'ImageSpec says what containers of an image do. Seconds count from the start of the container.',
    {
      reference: [
        's!',
        'Name of the image as pods write it, for example myapp:1.0 or registry.example.com/shop/web:v2. Without a tag it is latest.',
      ],
      sizeMB: ['i', 'Size in the registry, in megabytes. 50 if it is absent.'],
      entrypoint: ['[s', 'What runs if the pod has no command. Its program is the one that this Image describes.'],
      cmd: ['[s', 'Arguments of the entrypoint if the pod has no args.'],
      env: ['{s', 'Environment variables that the image sets.'],
      workingDir: ['s', 'Working directory of the image. / if it is absent.'],
      userland: [
        's',
        'Which shell and tools kubectl exec finds in it. busybox if it is absent.',
        ['none', 'busybox', 'debian'],
      ],
      tools: [
        '[s',
        'Further tools in it: curl, wget, nc, ping, nslookup, dig, host, telnet, busybox. A userland of busybox has its own of most of them.',
      ],
      startupSeconds: ['i', 'Seconds from the start until its ports are open. 0 if it is absent.'],
      ports: ['[@ImagePort', 'Ports at which it listens. Without ports every connection is refused.'],
      logs: ['@ImageLogs', 'What it writes to its log.'],
      exit: ['@ImageExit', 'When it ends by itself. Without it, it runs on.'],
      stop: ['@ImageStop', 'What it does when it is asked to stop.'],
      memory: [
        '[@ImageMemoryPoint',
        'Memory over time. Between two points it grows or shrinks evenly, after the last it stays. 5Mi if it is absent. More than the limit of the container: OOMKilled.',
      ],
      cpu: ['@ImageCPU', 'Processor time that it uses.'],
    },
  ],
  ImagePort: [
    'ImagePort is a TCP port that speaks HTTP.',
    {
      port: ['i!', 'Number of the port, 1 to 65535.'],
      responses: [
        '[@ImageResponse',
        'What it answers, by path. A path that is not named is answered with 404; without any response all is answered with 200.',
      ],
    },
  ],
  ImageResponse: [
    'ImageResponse is the answer to requests of one path.',
    {
      path: ['s', 'Path without query, for example /healthz. Absent: all paths that no other response names.'],
      ...answer,
      changes: [
        '[@ImageChange',
        'How the answer changes. The last change in the list whose time has come is in force.',
      ],
    },
  ],
  ImageChange: [
    'ImageChange is another answer from some moment on. It needs afterSeconds or afterRequests; with both, the first that comes counts.',
    {
      afterSeconds: ['i*', 'Seconds after the start of the container.'],
      afterRequests: ['i*', 'How many requests to this path are answered before.'],
      action: [
        's',
        'Answer sends status and body. Hang takes the connection and never answers. Refuse closes the port for this path. Answer if it is absent.',
        ['Answer', 'Hang', 'Refuse'],
      ],
      ...answer,
    },
  ],
  ImageLogs: [
    'ImageLogs are lines of the log. The same names are filled in as in answers, and $STATUS in lines about requests.',
    {
      start: ['[s', 'Lines at the start.'],
      ready: ['[s', 'Lines once its ports are open.'],
      request: ['s', 'Line for every request.'],
      periodic: ['[@ImagePeriodicLine', 'Lines that come again and again.'],
      stop: ['[s', 'Lines when it is asked to stop.'],
    },
  ],
  ImagePeriodicLine: [
    'ImagePeriodicLine is a line that comes again and again.',
    { everySeconds: ['i!', 'Seconds from one line to the next, at least 1.'], line: ['s!', 'The line.'] },
  ],
  ImageExit: [
    'ImageExit says when a container ends by itself.',
    {
      afterSeconds: ['i!', 'Seconds after the start.'],
      code: ['i', 'Exit code, 0 to 255. 0 if it is absent.'],
    },
  ],
  ImageStop: [
    'ImageStop says what SIGTERM does.',
    {
      onTerm: [
        's',
        'Exit ends the container. Ignore does nothing, so that it is killed after its grace period with 137. Exit if it is absent.',
        ['Exit', 'Ignore'],
      ],
      afterSeconds: ['i', 'Seconds from the signal to the end. 0 if it is absent.'],
      code: ['i*', 'Exit code, 0 to 255. 143 if it is absent.'],
    },
  ],
  ImageMemoryPoint: [
    'ImageMemoryPoint is the memory in use at one moment.',
    { afterSeconds: ['i!', 'Seconds after the start.'], bytes: ['q!', 'Memory, for example 300Mi.'] },
  ],
  ImageCPU: [
    'ImageCPU is the processor time that a container uses.',
    {
      idle: ['q', 'Cores at rest, for example 5m. 1m if it is absent.'],
      perRequest: ['q', 'Processor time of one request: 5m is five milliseconds of one core. 0 if it is absent.'],
    },
  ],
};
