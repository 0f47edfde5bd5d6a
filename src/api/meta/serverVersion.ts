/** The version of Kubernetes that is simulated, as its API server and its kubectl tell it. */

/** Its minor release. */
const release = { major: '1', minor: '36' };

/** From what it was built. */
const build = {
  gitVersion: 'v1.36.3',
  gitCommit: '$Format:%H$',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** What `/version` says. */
export const serverVersion = {
  ...release,
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  ...build,
};

/** What kubectl says of itself. */
export const clientVersion = { ...release, ...build };
