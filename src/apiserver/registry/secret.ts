/** How the API server treats Secrets. Models pkg/registry/core/secret/strategy.go (v1.36.3). */
import type { Secret } from '../../api/core/secret';
import { encodeBase64 } from '../../api/meta/base64';
import type { Strategy } from './strategy';
import { checkSecret, checkSecretUpdate } from './validation/configuration';
import { validations } from './validation/rules';

export const secret: Strategy<'Secret'> = {
  kind: 'Secret',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('Secret', { check: checkSecret, checkUpdate: checkSecretUpdate }),
  selectableFields: { type: ({ type }) => type },
};

/** What a client may write and never reads back. */
interface WrittenSecret extends Secret {
  readonly stringData?: Readonly<Record<string, string>>;
}

/** The type, and `stringData` as base64 in `data`: Convert_v1_Secret_To_core_Secret. */
function defaults(given: WrittenSecret): Secret {
  const { stringData, ...rest } = given;
  const type = (given.type ?? '') === '' ? 'Opaque' : given.type;
  if (stringData === undefined) return given.type === type ? given : { ...rest, type };
  // From entries, because a key may be any word, even __proto__.
  const texts = Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, encodeBase64(text)]));
  const data = { ...given.data, ...texts };
  return { ...rest, ...(Object.keys(data).length > 0 && { data }), type };
}
