/** `docker images`, `docker tag`, `docker push`. */
import { privateRegistry } from '../../../api/images/privateRegistry';
import { canonicalName, parseReference, type ImageReference } from '../../../api/meta/imageReference';
import { sha256 } from '../../../api/meta/sha256';
import type { Io } from '../../../kubectl/environment';
import { kubectl } from '../../../kubectl/kubectl';
import type { World } from '../../shell';
import { collectingIo, textInput } from '../../streams';
import { readGoOptions } from '../goOptions';
import { addImage, familiarName, imageNamed, type LocalImage, localImages, referenceOf } from './imageList';
import { loginOf } from './login';
import { table } from './table';
import { since } from './since';

export async function images(_args: readonly string[], io: Io, world: World): Promise<number> {
  const rows = (await localImages(world)).map(({ name, id, createdAt, spec }) => {
    const reference = parseReference(name);
    if ('cause' in reference) return [];
    const created = `${since(world.clock.now() - createdAt)} ago`;
    return [familiarName(reference), reference.tag ?? '<none>', id.slice(7, 19), created, `${spec.sizeMB}MB`];
  });
  await io.out(table(['REPOSITORY', 'TAG', 'IMAGE ID', 'CREATED', 'SIZE'], rows));
  return 0;
}

export async function tag(
  [source = '', target = '', ...more]: readonly string[],
  io: Io,
  world: World,
): Promise<number> {
  if (target === '' || more.length > 0) return misused("'docker tag' requires 2 arguments", io);
  const [from, to] = [await referenceOf(source, io), await referenceOf(target, io)];
  if (from === undefined || to === undefined) return 1;
  const image = await imageNamed(from, world);
  if (image === undefined) {
    await io.err(`Error response from daemon: No such image: ${familiarName(from)}:${from.tag}\n`);
    return 1;
  }
  await addImage({ ...image, name: canonicalName(to) }, world);
  return 0;
}

export async function push(args: readonly string[], io: Io, world: World): Promise<number> {
  const [name, ...more] = readGoOptions(args, {}).words;
  if (name === undefined || more.length > 0) return misused("'docker push' requires 1 argument", io);
  const reference = await referenceOf(name, io);
  if (reference === undefined) return 1;
  const image = await imageNamed(reference, world);
  const repository = `${reference.domain}/${reference.path}`;
  if (!/:[^/]+$/.test(name)) await io.out('Using default tag: latest\n');
  await io.out(`The push refers to repository [${repository}]\n`);
  if (image === undefined) {
    await io.err(`An image does not exist locally with the tag: ${familiarName(reference)}\n`);
    return 1;
  }
  const refusal = await refusalOf(reference, world);
  if (refusal !== undefined) {
    await io.err(`${refusal}\n`);
    return 1;
  }
  const isThere = privateRegistry(reference.domain)?.published[reference.path]?.test(reference.tag ?? '') === true;
  if (!isThere && !(await publish(image, reference, io, world))) return 1;
  const layer = sha256(`layer${image.id}`);
  const digest = sha256(`manifest${image.id}`);
  await io.out(`${layer.slice(0, 12)}: ${isThere ? 'Layer already exists' : 'Pushed'}\n`);
  await io.out(`${reference.tag}: digest: sha256:${digest} size: 527\n`);
  return 0;
}

/** Why the registry does not take it from us. */
async function refusalOf({ domain, path }: ImageReference, world: World): Promise<string | undefined> {
  const login = await loginOf(domain, world);
  if (domain === 'docker.io') {
    const isOwn = login !== undefined && path.startsWith(`${login.username}/`);
    return isOwn ? undefined : 'denied: requested access to the resource is denied';
  }
  const registry = privateRegistry(domain);
  if (registry === undefined)
    return `Get "https://${domain}/v2/": dial tcp: lookup ${domain.replace(/:\d+$/, '')}: no such host`;
  if (login === undefined) return 'no basic auth credentials';
  const { username, password } = registry.login;
  return login.username === username && login.password === password
    ? undefined
    : 'unauthorized: authentication required';
}

/** From now on registries have it: an Image object says what it does. False if that was refused, which has been said. */
async function publish(image: LocalImage, reference: ImageReference, io: Io, world: World): Promise<boolean> {
  const { domain, path, tag: version = 'latest' } = reference;
  const manifest = {
    apiVersion: 'images.kubeloop.dev/v1',
    kind: 'Image',
    metadata: { name: `${domain}-${path}-${version}`.toLowerCase().replace(/[^a-z0-9.]+/g, '-') },
    spec: { reference: canonicalName(reference), ...image.spec },
  };
  const { io: quiet } = collectingIo(io);
  return (await kubectl(['apply', '-f', '-'], { ...quiet, input: textInput(JSON.stringify(manifest)) }, world)) === 0;
}

async function misused(text: string, io: Io): Promise<number> {
  await io.err(`docker: ${text}\n\nRun 'docker --help' for more information\n`);
  return 1;
}
