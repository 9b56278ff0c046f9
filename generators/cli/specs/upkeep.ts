import type { CommandSpec, OptionSpec } from '../command.ts';
import { answersOption, catalogOption, onlyBuiltOption, setOption } from './shared-options.ts';

const diagnosticOption: OptionSpec = {
  type: 'string',
  value: 'FILE',
  summary: "The client's diagnostic, to answer inputs that are new",
};

const allowUntrackedOption: OptionSpec = {
  type: 'boolean',
  summary: 'Also where files lie around that git does not know',
};

const yesOption: OptionSpec = { type: 'boolean', summary: 'Do not ask before writing' };

const dryRunOption: OptionSpec = {
  type: 'boolean',
  summary: 'Show what would become of every file, write nothing',
};

const branchOption: OptionSpec = {
  type: 'string',
  value: 'NAME',
  summary: 'Commit it to a new branch, and leave the work tree alone',
};

/** Changing a client repository after its first day. */
export const upkeepCommands: readonly CommandSpec[] = [
  {
    name: 'update',
    summary: 'Bring a client repository to this toolbox, with everything people wrote in it',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description: [
      'Merges what was generated, what people made of it, and what the templates write today. Where the two changed',
      'the same place, both versions are kept between conflict markers, git knows the file as unmerged, and the exit',
      'code is 3: decide, then run toltek resolve; or take all of it back with toltek abort.',
      'DIR is the current folder, or the nearest above that toltek wrote. It has to be a clean git work tree.',
      'Exit code 4: refused, because a resource that holds data would be replaced.',
    ].join('\n'),
    options: {
      'dry-run': dryRunOption,
      branch: branchOption,
      set: setOption,
      answers: answersOption,
      diagnostic: diagnosticOption,
      'allow-untracked': allowUntrackedOption,
      'accept-replace': {
        type: 'string',
        value: 'ADDRESS',
        multiple: true,
        summary: 'Let this resource be replaced, with all the data it holds (repeatable)',
      },
      catalog: catalogOption,
      yes: yesOption,
    },
    examples: [
      'toltek update',
      'toltek update clients/acme --dry-run',
      'toltek update --branch toltek/update --json',
    ],
    load: () => import('../commands/update.ts'),
  },
  {
    name: 'add',
    summary: 'Add a use case, a stack or a data source to a client repository',
    operands: 'ID [DIR]',
    operandCount: { min: 1, max: 2 },
    description: [
      'ID is a catalog entry (toltek catalog list --built), a template (stacks/...), or a data source of the diagnostic.',
      'Merges like an update, with the same guards and exit codes. The repository has to be of this toolbox: update first.',
      'With --diagnostic, what the client said is put in, also for what is there already; without, a use case has no',
      'figure of today and no target, and only the duties that follow from the catalog.',
    ].join('\n'),
    options: {
      diagnostic: {
        type: 'string',
        value: 'FILE',
        summary: "The client's diagnostic, for what the client said of it; needed for a data source",
      },
      'dry-run': dryRunOption,
      branch: branchOption,
      set: setOption,
      answers: answersOption,
      'allow-untracked': allowUntrackedOption,
      catalog: catalogOption,
      yes: yesOption,
    },
    examples: [
      'toltek add ca-segment --diagnostic diagnostic.json',
      'toltek add stacks/gcp-foundation clients/acme',
      'toltek add web-shop --diagnostic diagnostic.json --dry-run',
    ],
    load: () => import('../commands/add.ts'),
  },
  {
    name: 'remove',
    summary: 'Remove a use case, a stack or a data source from a client repository',
    operands: 'ID [DIR]',
    operandCount: { min: 1, max: 2 },
    description: [
      'Files that people changed stay, as their own, and are listed. Data in the cloud is never dropped: the',
      'infrastructure forgets what holds it, and the resources are listed. What something else needs is not removed.',
      'Merges like an update, with the same guards and exit codes. The repository has to be of this toolbox: update first.',
    ].join('\n'),
    options: {
      'dry-run': dryRunOption,
      branch: branchOption,
      'allow-untracked': allowUntrackedOption,
      catalog: catalogOption,
      yes: yesOption,
    },
    examples: ['toltek remove ca-segment', 'toltek remove web-shop clients/acme --dry-run'],
    load: () => import('../commands/remove.ts'),
  },
  {
    name: 'resolve',
    summary: 'Say that conflicts of an update are decided',
    operands: '[DIR] [PATH...]',
    operandCount: { min: 0, max: 10_000 },
    description: [
      'A file counts as decided when it holds no conflict markers and parses. Without PATH: every file in conflict that',
      'is decided. Exit code 3 as long as conflicts are left. PATH is below the current folder.',
    ].join('\n'),
    options: {
      take: {
        type: 'string',
        value: 'SIDE',
        summary: 'ours: the whole file as you had it; theirs: as the templates have it',
      },
    },
    examples: [
      'toltek resolve',
      'toltek resolve settings/common.yaml',
      'toltek resolve .github/workflows/ci.yml --take theirs',
    ],
    load: () => import('../commands/resolve.ts'),
  },
  {
    name: 'resume',
    summary: 'Finish a change that was interrupted',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description:
      'After a crash or a power cut: finishes what was begun. Exit code 3 if the change left conflicts.',
    options: {},
    examples: ['toltek resume', 'toltek resume clients/acme'],
    load: () => import('../commands/resume.ts'),
  },
  {
    name: 'abort',
    summary: 'Take back a change that was interrupted or left conflicts',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description: [
      'Everything is as it was before, byte for byte. Exit code 4 where files were edited since: they are listed.',
    ].join('\n'),
    options: {
      discard: { type: 'boolean', summary: 'Also where files were edited since: those edits are lost' },
    },
    examples: ['toltek abort', 'toltek abort clients/acme --discard'],
    load: () => import('../commands/abort.ts'),
  },
  {
    name: 'eject',
    summary: 'Turn the Google Cloud infrastructure into plain Terraform files, and leave cdktf',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description: [
      'Runs the program in infra/ and writes what it synthesizes as .tf files, one per part, to infra/terraform/dev/ and',
      'infra/terraform/prod/. Addresses, backend and values are the same: terraform plan there shows no changes.',
      'Needs Node 24 and Terraform or OpenTofu (TERRAFORM=tofu), which is asked what is a block; the state and the cloud are',
      "not asked. The files are the client's from then on: no update touches them. The program stays until a person deletes",
      'it; what is deleted stays deleted. docs/leaving.md has the steps.',
    ].join('\n'),
    options: {
      env: { type: 'string', value: 'ENV', summary: 'dev or prod (default: both)' },
      synthesized: {
        type: 'boolean',
        summary: 'Take the configuration that lies in infra/cdktf.out/, do not run the program',
      },
      'dry-run': { type: 'boolean', summary: 'Show the files, write nothing' },
    },
    examples: ['toltek eject --dry-run', 'toltek eject clients/acme --env dev'],
    load: () => import('../commands/eject.ts'),
  },
  {
    name: 'adopt',
    summary: 'Make what updates merge with, where it is lost or never was, and leave every file as it is',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description: [
      'With a lock: renders again what the lock says, where .toltek/base.tgz is missing or was changed. Without a lock:',
      "needs --diagnostic, and makes an existing folder a client repository. A file that differs from the templates' stays",
      'as it is and is listed; a missing one stays away. --take takes the version of the templates instead.',
    ].join('\n'),
    options: {
      take: {
        type: 'string',
        value: 'PATH',
        multiple: true,
        summary: "A file, folder or glob of which the templates' version is wanted (repeatable)",
      },
      diagnostic: {
        type: 'string',
        value: 'FILE',
        summary: "The client's diagnostic; needed where there is no lock",
      },
      'use-case': {
        type: 'string',
        value: 'ID',
        multiple: true,
        summary: 'Without a lock: these use cases in place of the selection (repeatable)',
      },
      'only-built': onlyBuiltOption,
      'dry-run': dryRunOption,
      set: setOption,
      answers: answersOption,
      'allow-untracked': allowUntrackedOption,
      catalog: catalogOption,
      yes: yesOption,
    },
    examples: [
      'toltek adopt',
      "toltek adopt clients/acme --take 'infra/**' --take Makefile",
      'toltek adopt --diagnostic diagnostic.json --dry-run',
    ],
    load: () => import('../commands/adopt.ts'),
  },
];
