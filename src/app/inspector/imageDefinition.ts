/** Definitions for images that the simulation does not know: a generic server at once, or a file to be edited. Pure. */
import type { Container } from '../../api/core/pod';
import type { Image } from '../../api/images/image';
import { canonicalName, parseReference } from '../../api/meta/imageReference';
import { pathOfUrl, resolvePort } from '../actions/endpoint';

/** The Image object that says what `image` does, if there is one. */
export function definitionOf(image: string, images: readonly Image[]): Image | undefined {
  const wanted = fullName(image);
  return images.find(({ spec }) => fullName(spec.reference) === wanted);
}

function fullName(image: string): string {
  const reference = parseReference(image);
  return 'cause' in reference ? image : canonicalName(reference);
}

/** The name of the Image object for `image`: the last part of its path, and its tag. */
export function definitionName(image: string): string {
  const reference = parseReference(image);
  if ('cause' in reference) return 'image';
  const tag = reference.tag === undefined || reference.tag === 'latest' ? '' : `-${reference.tag}`;
  const name = `${reference.path.replace(/^.*\//, '')}${tag}`.toLowerCase();
  return name
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/[.-]*\.[.-]*/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '');
}

/** A server that runs and does nothing: what the API server's defaults make of a name alone. */
export function genericDefinition(image: string) {
  return { metadata: { name: definitionName(image) }, spec: { reference: image } } as const;
}

/** The same as a line for a terminal. */
export function genericLine(image: string): string {
  const manifest = { apiVersion: 'images.kubeloop.dev/v1', kind: 'Image', ...genericDefinition(image) };
  return `echo '${JSON.stringify(manifest)}' | kubectl apply -f -`;
}

/** A manifest to begin with: the ports and the probed paths of `container` answer. `about` becomes its first comment. */
export function definitionText(container: Container, about: string): string {
  const places = placesOf(container);
  const ports = places.flatMap(({ port, paths }) => [
    `    - port: ${port}`,
    '      responses:',
    '        - body: "Hello from $HOSTNAME\\n"',
    ...paths.flatMap((path) => [`        - path: ${path}`, '          body: ok', ...LATER]),
  ]);
  return [
    `# ${about}`,
    'apiVersion: images.kubeloop.dev/v1',
    'kind: Image',
    'metadata:',
    `  name: ${definitionName(container.image)}`,
    'spec:',
    `  reference: ${container.image}`,
    '  sizeMB: 50',
    '  startupSeconds: 2',
    '  ports:',
    ...ports,
    ...REST,
    '',
  ].join('\n');
}

const LATER = ['          # changes:', '          #   - afterSeconds: 60', '          #     status: 500'];
const REST = [
  '  logs:',
  '    start:',
  '      - server is starting',
  '    request: $METHOD $PATH $STATUS',
  '  # exit:',
  '  #   afterSeconds: 120',
  '  #   code: 1',
  '  stop:',
  '    onTerm: Exit',
  '    code: 143',
  '  memory:',
  '    - afterSeconds: 0',
  '      bytes: 20Mi',
  '  cpu:',
  '    idle: 1m',
  '    perRequest: 5m',
];

interface Place {
  readonly port: number;
  readonly paths: readonly string[];
}

/** Ports that the container declares or its probes ask; 8080 if there are none. */
function placesOf(container: Container): readonly Place[] {
  const asked = [container.livenessProbe, container.readinessProbe, container.startupProbe].flatMap((probe) => {
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    const number = port === undefined ? undefined : resolvePort(container, port);
    return number === undefined ? [] : [{ port: number, path: probe?.httpGet?.path }];
  });
  const declared = (container.ports ?? []).map(({ containerPort }) => containerPort);
  const ports = [...new Set([...declared, ...asked.map(({ port }) => port)])];
  return (ports.length === 0 ? [8080] : ports).map((port) => {
    const paths = asked.flatMap(({ port: own, path }) => (own === port && path !== undefined ? [pathOfUrl(path)] : []));
    return { port, paths: [...new Set(paths)].filter((path) => path !== '/') };
  });
}
