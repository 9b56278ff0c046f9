import { existsSync } from 'node:fs';
import { Provider } from '@pulumi/kubernetes/provider.js';
import { getStack } from '@pulumi/pulumi';
import type { KubernetesDeployment } from '#constructs/kubernetes/deployment.ts';
import type { Settings } from '#constructs/common/settings.ts';
import { SettingsError } from '#constructs/common/settings.ts';
import type { Environment, NotedImage } from '../settings.ts';
import { loadImages, loadSettings } from '../settings.ts';

/** What every program starts from: the stack's name is the environment. */
export interface Surroundings {
  readonly settings: Settings;
  readonly deployment: KubernetesDeployment;
  readonly provider: Provider;
  /** The image of a component of this repository, by digest once `images.lock.yaml` notes it. */
  readonly image: (component: string) => string;
}

/** Reads settings and images, and connects to the cluster of the environment. */
export function surroundings(): Surroundings {
  const repository = repositoryRoot();
  const env = environmentOf(getStack());
  const settings = loadSettings(env, repository);
  const images = loadImages(repository);
  const kubernetes = settings.section('kubernetes');
  return {
    settings,
    deployment: {
      prefix: settings.text('client.id'),
      env,
      zones: kubernetes.texts('zones'),
      dataLoss: kubernetes.oneOf('data_loss', ['forbid', 'allow'], 'forbid'),
      exposure: kubernetes.oneOf('exposure', ['private', 'public'], 'private'),
      ...(kubernetes.has('storage_class') ? { storageClass: kubernetes.text('storage_class') } : {}),
    },
    // What exists already is taken over: a run that was killed half-way goes on where it stopped.
    provider: new Provider('cluster', {
      enableServerSideApply: true,
      upsertExistingObjects: true,
      // What a person changed by hand is taken back, whatever it was changed with.
      enablePatchForce: true,
      ...(kubernetes.has('context') ? { context: kubernetes.text('context') } : {}),
    }),
    image: (component) => imageOf(component, images[component], settings),
  };
}

/** The environment that a stack is. */
export function environmentOf(stack: string): Environment {
  if (stack === 'dev' || stack === 'prod') return stack;
  throw new SettingsError(`The stack is "${stack}", expected dev or prod: pulumi stack select dev.`);
}

function imageOf(component: string, noted: NotedImage | undefined, settings: Settings): string {
  const name = `${settings.text('images.registry')}/${component}`;
  return noted === undefined ? `${name}:0.0.0` : `${name}:${noted.tag}@${noted.digest}`;
}

/** The folder with `settings/`: the programs run compiled, one folder deeper than they are written. */
export function repositoryRoot(): URL {
  for (let folder = new URL('./', import.meta.url); folder.pathname !== '/'; folder = new URL('../', folder))
    if (existsSync(new URL('settings/common.yaml', folder))) return folder;
  throw new SettingsError('settings/common.yaml is missing. Restore it from version control.');
}
