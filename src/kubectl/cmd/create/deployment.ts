/**
 * `kubectl create deployment NAME --image=IMAGE... [--replicas] [--port] [-- COMMAND]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_deployment.go (v1.36.3).
 */
import type { Environment } from '../../environment';
import { CommandError } from '../../errors';
import { commandWords, generatorCommand } from './generator';

/** A Deployment whose containers are named after their images. */
export const createDeployment = generatorCommand({
  path: ['create', 'deployment'],
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  plural: 'deployments',
  failure: 'failed to create deployment:',
  generate(name, invocation) {
    const { flags, env } = invocation;
    const images = flags.list('image');
    const command = commandWords(invocation);
    if (images.length > 1 && command !== undefined) {
      throw new CommandError('cannot specify multiple --image options and command');
    }
    const port = flags.int('port');
    const containers = images.map((image, index) => ({
      name: containerName(image, env),
      image,
      ...(command !== undefined && { command }),
      ...(index === 0 && port >= 0 && { ports: [{ containerPort: port }] }),
      resources: {},
    }));
    const labels = { app: name };
    return {
      metadata: { name, labels },
      spec: {
        replicas: flags.int('replicas'),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
        strategy: {},
      },
      status: {},
    };
  },
});

/** The image without registry, tag and digest; where letters had to be replaced, with five random ones behind. */
function containerName(image: string, env: Environment): string {
  const [name = ''] = (image.split('/').at(-1) ?? '').split(/[:@]/);
  if (!/[_.]/.test(name)) return name;
  return `${name.replace(/[_.]/g, '-')}-${randomLetters(env, 5)}`;
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function randomLetters(env: Environment, count: number): string {
  return Array.from({ length: count }, () => alphabet.charAt(Math.floor(env.random() * alphabet.length))).join('');
}
