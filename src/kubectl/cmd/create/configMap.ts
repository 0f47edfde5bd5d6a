/**
 * `kubectl create configmap NAME [--from-literal=k=v] [--from-file=[k=]path] [--from-env-file=path] [--append-hash]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_configmap.go (v1.36.3).
 */
import { CommandError } from '../../errors';
import { configMapKeyErrors } from '../../../api/meta/keyNames';
import { addEnvFiles, addFiles, addLiterals, checkSources } from './dataSources';
import { generatorCommand } from './generator';
import { nameHash } from './nameHash';

/** A ConfigMap of literals, files or variables. */
export const createConfigMap = generatorCommand({
  path: ['create', 'configmap'],
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  failure: 'failed to create configmap:',
  async generate(name, { flags, env }) {
    checkSources(flags);
    const data: Record<string, string> = {};
    const add = (key: string, text: string) => {
      const errors = configMapKeyErrors(key);
      const quoted = JSON.stringify(key);
      if (errors.length > 0) {
        throw new CommandError(`${quoted} is not a valid key name for a ConfigMap: ${errors.join(',')}`);
      }
      if (Object.hasOwn(data, key)) {
        const there = `another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`;
        throw new CommandError(`cannot add key ${quoted}, ${there}`);
      }
      data[key] = text;
    };
    await addFiles(flags.list('from-file'), env, add);
    addLiterals(flags.list('from-literal'), add);
    await addEnvFiles(flags.list('from-env-file'), env, 'config', add);
    const suffix = flags.bool('append-hash') ? `-${nameHash({ kind: 'ConfigMap', name, data })}` : '';
    return { metadata: { name: name + suffix }, ...(Object.keys(data).length > 0 && { data }) };
  },
});
