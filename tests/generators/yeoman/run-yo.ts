import helpers from 'yeoman-test';

/** How a person runs a generator. */
export interface YeomanRun {
  /** The bundled generator. */
  readonly generator: string;
  readonly namespace: string;
  /** Answers to its questions; others get their default. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Words of the command line. Default: none. */
  readonly words?: readonly string[];
  /** Folder in which it is run; the process stays there. Default: one that yeoman-test makes. */
  readonly cwd?: string;
}

/** Runs a generator as a person would; returns the names of the questions asked and the lines said. */
export async function runYo({ generator, namespace, answers, words = [], cwd }: YeomanRun): Promise<string> {
  const heard: string[] = [];
  await helpers
    .create(generator, { namespace }, {})
    .onTargetDirectory(() => {
      if (cwd !== undefined) process.chdir(cwd);
    })
    .withArguments([...words])
    .withAdapterOptions({
      spyFactory:
        ({ returns }: { returns?: unknown }) =>
        (...said: unknown[]) => {
          heard.push(said.join(' '));
          return returns;
        },
    })
    .withAnswers(
      { ...answers },
      {
        callback: (answer: unknown, { question }: { question: { name: string } }) => {
          heard.push(question.name);
          return answer;
        },
      },
    )
    .run();
  return heard.join('\n');
}
