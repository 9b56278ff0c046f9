import { imagePin } from './images.ts';
import { packageUrl, UnreadablePin } from './pin.ts';
import type { Pin } from './pin.ts';

const USES = /^(?:-\s+)?["']?uses["']?:/;
const ACTION = /^(?:-\s+)?["']?uses["']?:\s*["']?([^\s"'#]+)["']?\s*(?:#\s*(\S+).*)?$/;
const TOOL = /^["']?([a-z][a-z0-9]*)[-_]version["']?:\s*["']?(\d[\w.+-]*)["']?\s*(?:#.*)?$/;
const DOCKER = 'docker://';

/**
 * The actions of a workflow or action of GitHub by commit, and the versions of tools that they set up.
 * Read line by line: a parser of YAML would take longer than everything else here.
 * @throws UnreadablePin for a `uses` that names no commit, tag or image.
 */
export function workflowPins(text: string): readonly Pin[] {
  return text.split('\n').flatMap((line, index) => {
    const content = line.trim();
    if (USES.test(content)) return actionPins(content, index + 1);
    const [, name, version] = TOOL.exec(content) ?? [];
    return name === undefined || version === undefined ? [] : [toolPin(name, version)];
  });
}

function actionPins(content: string, line: number): readonly Pin[] {
  const [, reference, tag] = ACTION.exec(content) ?? [];
  if (reference === undefined) throw new UnreadablePin(line, 'uses: owner/name@commit # tag');
  if (reference.startsWith('./')) return [];
  if (reference.startsWith(DOCKER)) return [imagePin(reference.slice(DOCKER.length), line)];
  const [, name, version] = /^([^/@]+\/[^@]+)@(.+)$/.exec(reference) ?? [];
  if (name === undefined || version === undefined)
    throw new UnreadablePin(line, 'uses: owner/name@commit # tag');
  const [owner = '', repository = '', ...folder] = name.split('/');
  const subpath = folder.length === 0 ? '' : `#${folder.join('/')}`;
  return [
    {
      kind: 'github-action',
      name,
      version,
      purl: packageUrl('github', `${owner}/${repository}`, version) + subpath,
      hashes: '',
      ...(tag === undefined ? {} : { tag }),
    },
  ];
}

/** A program of which no registry is said. */
export function toolPin(name: string, version: string): Pin {
  return { kind: 'tool', name, version, purl: packageUrl('generic', name, version), hashes: '' };
}
