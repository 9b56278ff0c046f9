import type { CommandSpec, OptionSpec } from '../command.ts';
import { answersOption, catalogOption, setOption } from './shared-options.ts';

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
];
