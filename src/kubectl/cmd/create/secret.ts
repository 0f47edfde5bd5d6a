/**
 * `kubectl create secret generic|docker-registry|tls NAME`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_secret.go, create_secret_docker.go, create_secret_tls.go (v1.36.3).
 * Left out: whether a key fits its certificate; only that both are PEM blocks is looked at.
 */
import { encodeBase64 } from '../../../api/meta/base64';
import type { Invocation } from '../../command';
import { FileError } from '../../environment';
import { CommandError } from '../../errors';
import { goJson } from '../../../printers/json';
import { configMapKeyErrors } from '../../../api/meta/keyNames';
import type { TypedFields } from '../typedObject';
import { type AddDatum, addEnvFiles, addFiles, addLiterals, checkSources } from './dataSources';
import { type Generator, generatorCommand } from './generator';
import { nameHash } from './nameHash';

const secretKind = { apiVersion: 'v1', kind: 'Secret', plural: 'secrets', failure: 'failed to create secret' } as const;

function secretCommand(form: string, generate: Generator['generate']) {
  return generatorCommand({ path: ['create', 'secret', form], ...secretKind, generate });
}

/** A Secret of literals, files or variables. */
export const createGenericSecret = secretCommand('generic', async (name, invocation) => {
  const { flags, env } = invocation;
  checkSources(flags);
  const data: Record<string, string> = {};
  addLiterals(flags.list('from-literal'), adderTo(data));
  await addFiles(flags.list('from-file'), env, adderTo(data));
  await addEnvFiles(flags.list('from-env-file'), env, 'secret', adderTo(data));
  return secretOf(name, data, flags.string('type'), invocation);
});

/** A Secret that pulls images from a registry. */
export const createDockerRegistrySecret = secretCommand('docker-registry', async (name, invocation) => {
  const { flags, env } = invocation;
  const [server, username, password] = ['docker-server', 'docker-username', 'docker-password'].map((flag) =>
    flags.string(flag),
  );
  const data: Record<string, string> = {};
  const key = '.dockerconfigjson';
  const files = flags.list('from-file').map((source) => (source.includes('=') ? source : `${key}=${source}`));
  if (files.length > 0) {
    await addFiles(files, env, adderTo(data));
  } else if (server && username && password) {
    const email = flags.string('docker-email');
    const auth = encodeBase64(`${username}:${password}`);
    const entry = { username, password, ...(email !== '' && { email }), auth };
    data[key] = encodeBase64(goJson({ auths: { [server]: entry } }, { keepOrder: true }));
  } else {
    throw new CommandError(
      'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
    );
  }
  return secretOf(name, data, 'kubernetes.io/dockerconfigjson', invocation);
});

/** A Secret of a certificate and its key. */
export const createTlsSecret = secretCommand('tls', async (name, invocation) => {
  const { flags } = invocation;
  const [cert, key] = [flags.string('cert'), flags.string('key')];
  if (cert === '' || key === '') throw new CommandError('key and cert must be specified');
  const [certText, keyText] = [await readPem(invocation, cert), await readPem(invocation, key)];
  checkPem(certText, 'certificate', 'CERTIFICATE');
  checkPem(keyText, 'key', 'PRIVATE KEY');
  const data = { 'tls.crt': encodeBase64(certText), 'tls.key': encodeBase64(keyText) };
  return secretOf(name, data, 'kubernetes.io/tls', invocation);
});

async function readPem({ env }: Invocation, path: string): Promise<string> {
  try {
    return await env.files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`Cannot read file ${path}, open ${path}: ${error.message}`);
  }
}

function checkPem(text: string, what: string, block: string): void {
  if (new RegExp(`-----BEGIN ([A-Z0-9 ]+ )?${block}-----`).test(text)) return;
  throw new CommandError(`tls: failed to find any PEM data in ${what} input`);
}

function adderTo(data: Record<string, string>): AddDatum {
  return (key, text) => {
    const errors = configMapKeyErrors(key);
    if (errors.length > 0) {
      throw new CommandError(`${JSON.stringify(key)} is not valid key name for a Secret ${errors.join(';')}`);
    }
    if (Object.hasOwn(data, key)) {
      throw new CommandError(`cannot add key ${key}, another key by that name already exists`);
    }
    data[key] = encodeBase64(text);
  };
}

function secretOf(name: string, data: Record<string, string>, type: string, { flags }: Invocation): TypedFields {
  const suffix = flags.bool('append-hash') ? `-${nameHash({ kind: 'Secret', type, name, data })}` : '';
  return {
    metadata: { name: name + suffix },
    ...(Object.keys(data).length > 0 && { data }),
    ...(type !== '' && { type }),
  };
}
