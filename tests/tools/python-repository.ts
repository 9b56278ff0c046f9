import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Plan } from '#catalog/schema/generated/types.ts';
import { writeRepository } from './client-repository.ts';
import type { Finished } from './python.ts';
import { bytecodeFolder, ensureVenv, run } from './python.ts';

type Environment = Readonly<Record<string, string>>;

/** A client repository in a temporary folder, with everything its Python needs. */
export interface PythonRepository {
  readonly folder: string;
  /** Its Python interpreter. */
  readonly interpreter: string;
  /** Runs `python -m …` in it, with these variables beside those of the process. */
  python: (words: readonly string[], environment?: Environment) => Promise<Finished>;
  /** The same, for what has to end with 0; gives what it wrote. */
  succeed: (words: readonly string[], environment?: Environment) => Promise<string>;
  remove: () => void;
}

export interface PythonRepositoryProps {
  /** Says what it is for, in the names of its folders. */
  readonly name: string;
  /** Whose requirements are installed. */
  readonly components: readonly string[];
  /** Data sources by id and connector. Default: those of `writeRepository`. */
  readonly sources?: Readonly<Record<string, Plan['sources'][number]['connector']>>;
  /** Stacks beside those that the use cases need. Default: none. */
  readonly stacks?: readonly string[];
  /** Variables of every run. Default: none. */
  readonly environment?: Environment;
}

/** Renders a client repository and makes the environment of some of its components. */
export async function pythonRepository(props: PythonRepositoryProps): Promise<PythonRepository> {
  const folder = mkdtempSync(path.join(tmpdir(), `toltek-${props.name}-`));
  writeRepository(folder, 'eu', props.sources, {
    facts: (facts) => ({ ...facts, stacks: [...(props.stacks ?? [])] }),
  });
  const locks = props.components.map((id) => path.join(folder, 'requirements', `${id}.txt`));
  const interpreter = path.join(await ensureVenv(props.name, locks), 'python');
  const python: PythonRepository['python'] = (words, environment = {}) =>
    run(interpreter, ['-m', ...words], {
      cwd: folder,
      env: {
        ...process.env,
        DO_NOT_TRACK: '1',
        // Compiling the same libraries anew in every process takes longer than most tests.
        PYTHONDONTWRITEBYTECODE: '',
        PYTHONPYCACHEPREFIX: bytecodeFolder,
        ...props.environment,
        ...environment,
      },
    });
  return {
    folder,
    interpreter,
    python,
    succeed: async (words, environment) => {
      const { code, output } = await python(words, environment);
      if (code !== 0) throw new Error(`python -m ${words.join(' ')} ended with ${code}:\n${output}`);
      return output;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
