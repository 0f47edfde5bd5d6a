/** Why a container cannot be configured; the message is what `CreateContainerConfigError` shows. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
