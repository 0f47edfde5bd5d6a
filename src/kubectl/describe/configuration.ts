/** Describes ConfigMaps, Secrets and ServiceAccounts. Models kubectl's describe.go (v1.36.3). */
import type { ConfigMap } from '../../api/core/configMap';
import type { Secret } from '../../api/core/secret';
import type { ServiceAccount } from '../../api/core/serviceAccount';
import { bytesOfBase64, decodeBase64 } from '../../api/meta/base64';
import type { KubeObject } from '../../api/meta/objectMeta';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels, writeList } from './labels';

export async function describeConfigMap(map: ConfigMap, d: Description, context: DescribeContext): Promise<void> {
  const { data = {}, binaryData = {} } = map;
  describeHead(d, map);
  d.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort()) d.line(0, `${key}:\n----\n${data[key]}\n`);
  d.line(0, '\nBinaryData\n====');
  for (const key of Object.keys(binaryData).sort()) d.line(0, `${key}: ${byteCount(binaryData[key])} bytes`);
  d.line(0, '');
  await describeEvents(d, map, context);
}

/** Only the sizes of values are shown, but for the token of a service account. */
export function describeSecret(secret: Secret, d: Description): void {
  const { type, data = {} } = secret;
  describeHead(d, secret);
  d.line(0, `\nType:\t${type}`);
  d.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort()) {
    const isToken = key === 'token' && type === 'kubernetes.io/service-account-token';
    d.line(0, `${key}:\t${isToken ? (decodeBase64(data[key] ?? '') ?? '') : `${byteCount(data[key])} bytes`}`);
  }
}

export async function describeServiceAccount(
  account: ServiceAccount,
  d: Description,
  context: DescribeContext,
): Promise<void> {
  describeHead(d, account);
  writeList(
    d,
    'Image pull secrets',
    (account.imagePullSecrets ?? []).map(({ name }) => name),
  );
  await describeEvents(d, account, context);
}

function describeHead(d: Description, { metadata }: KubeObject): void {
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
}

function byteCount(base64 = ''): number {
  return bytesOfBase64(base64)?.length ?? 0;
}
