import type { Lock } from '#catalog/schema/generated/types.ts';
import { filesDigest } from '../lock.ts';
import type { TemplateReader } from '../render/render.ts';
import { checkedAs, finding } from './findings.ts';
import type { Checked, Finding } from './findings.ts';

/** The toolbox that verifies, which was checked against its own digests. */
export interface KnownToolbox {
  readonly version: string;
  readonly catalogDigest: string;
  readonly filesOf: TemplateReader['filesOf'];
}

const OTHER =
  'It was made by another build that calls itself by the same version, or what it was made from was changed; the files themselves are still those of the lock.';

/** Whether a repository of this toolbox's version was made from this toolbox's catalog and templates. */
export function toolboxCheck(lock: Lock, toolbox: KnownToolbox): Checked {
  if (lock.toolbox.version !== toolbox.version)
    return {
      check: {
        id: 'toolbox',
        result: 'not-checked',
        summary: `made by toltek ${lock.toolbox.version}, and this is ${toolbox.version}: verify with that version to compare catalog and templates`,
      },
      findings: [],
    };
  const findings = [...catalogFindings(lock, toolbox), ...templateFindings(lock, toolbox)];
  return checkedAs(
    'toolbox',
    findings,
    `catalog and ${lock.selection.length} templates are those of toltek ${toolbox.version}`,
  );
}

function catalogFindings(lock: Lock, { catalogDigest, version }: KnownToolbox): readonly Finding[] {
  if (lock.toolbox.catalogDigest === catalogDigest) return [];
  return [
    finding(
      'toolbox',
      {
        code: 'OTHER_CATALOG',
        severity: 'error',
        message: `The catalog it was made from is not the one of this toltek ${version}.`,
        expected: catalogDigest,
        action: 'Ask who generated it for their build; with another catalog, verify with --catalog DIR.',
      },
      OTHER,
    ),
  ];
}

function templateFindings(lock: Lock, { filesOf, version }: KnownToolbox): readonly Finding[] {
  return lock.selection.flatMap(({ template, digest }) => {
    const known = filesDigest(filesOf(template));
    if (known === digest) return [];
    return [
      finding(
        'toolbox',
        {
          code: 'OTHER_TEMPLATE',
          severity: 'error',
          message: `The files of ${template} were not those of this toltek ${version}.`,
          expected: known,
          action: 'Ask who generated it for their build, or update the repository with this one.',
        },
        OTHER,
      ),
    ];
  });
}
