/** The stages of a pipeline, in the order in which they run. */
export const stages = ['load', 'transform', 'test', 'train', 'predict'] as const;

/** One stage of a pipeline. */
export type Stage = (typeof stages)[number];

/** Days of the week, as schedules count them. */
export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

/** A day of the week. */
export type Weekday = (typeof weekdays)[number];

/** One job of a stage. */
export interface PipelineStep {
  /** Name, unique in the pipeline, for instance `ingest-crm`. */
  readonly name: string;
  /** When it runs: all steps of a stage at once, after the stage before it. */
  readonly stage: Stage;
  /** Name of the job as the API knows it: `projects/…/locations/…/jobs/…`. */
  readonly job: string;
  /** Seconds after which the pipeline waits no longer. */
  readonly deadlineSeconds: number;
  /** Whether later stages are left out when it fails. */
  readonly required: boolean;
  /** Days on which it runs; every day if there is none. */
  readonly weekdays: readonly Weekday[];
}

/** What a workflow definition is made from. */
export interface PipelineDefinition {
  readonly steps: readonly PipelineStep[];
  /** Time zone in which a day begins. */
  readonly timeZone: string;
  /** Seconds between two looks at a running job. */
  readonly pollSeconds: number;
  /** How often a call to Cloud Run is tried again. */
  readonly callRetries: number;
}

/** A step of a workflow: its name, and what it does. */
export type WorkflowStep = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A workflow in the syntax of Google Cloud Workflows: subworkflows by name. */
export type WorkflowDocument = Readonly<
  Record<string, { readonly params?: readonly string[]; readonly steps: readonly WorkflowStep[] }>
>;

const api = 'https://run.googleapis.com/v2/';

/**
 * The workflow of a pipeline. A stage begins when all jobs of the stage before it have ended. When a required job
 * fails, later stages are left out; when another fails, they run. Either way the run ends as failed and names every
 * job that did, so that one alert covers all.
 *
 * Cloud Run tries a failed container again by itself; what is tried again here are calls that got no answer.
 */
export function workflowDefinition(definition: PipelineDefinition): WorkflowDocument {
  return {
    main: {
      params: ['args'],
      steps: [
        begin(definition.timeZone),
        readArguments,
        ...stages.flatMap((stage) =>
          runStage(
            stage,
            definition.steps.filter((step) => step.stage === stage),
          ),
        ),
        report,
        { finish: { return: { status: 'succeeded' } } },
      ],
    },
    run_step: { params: ['step', 'weekday', 'every_step'], steps: [skipUnlessDue, runDue] },
    run_job: { params: ['job', 'deadline_seconds'], steps: runJob(definition) },
    is_transient: { params: ['error'], steps: isTransient },
  };
}

/** Variables, and the day of the week where the client is: 1 January 1970 was a Thursday. */
function begin(timeZone: string): WorkflowStep {
  const today = `text.substring(time.format(sys.now(), ${JSON.stringify(timeZone)}), 0, 10)`;
  return {
    begin: {
      assign: [
        { failed: [] },
        { stopped: false },
        { every_step: false },
        { today: `\${${today}}` },
        { weekday: '${(int(time.parse(today + "T00:00:00Z") / 86400) + 4) % 7}' },
      ],
    },
  };
}

/** `{"every_step": true}` runs every step, whatever day it is. */
const readArguments: WorkflowStep = {
  read_arguments: {
    switch: [
      {
        condition: '${args != null}',
        steps: [
          {
            read_every_step: { assign: [{ every_step: '${default(map.get(args, "every_step"), false)}' }] },
          },
        ],
      },
    ],
  },
};

function runStage(stage: Stage, steps: readonly PipelineStep[]): WorkflowStep[] {
  if (steps.length === 0) return [];
  return [
    {
      [stage]: {
        parallel: {
          shared: ['failed', 'stopped'],
          for: {
            value: 'step',
            in: steps.map((step) => ({
              name: step.name,
              job: step.job,
              deadline_seconds: step.deadlineSeconds,
              required: step.required,
              weekdays: step.weekdays.map((day) => weekdays.indexOf(day)),
            })),
            steps: [tryStep(stage)],
          },
        },
      },
    },
    {
      [`after_${stage}`]: { switch: [{ condition: '${stopped}', next: 'report' }] },
    },
  ];
}

function tryStep(stage: Stage): WorkflowStep {
  return {
    [`try_${stage}`]: {
      try: {
        call: 'run_step',
        args: { step: '${step}', weekday: '${weekday}', every_step: '${every_step}' },
      },
      except: {
        as: 'error',
        steps: [
          {
            [`log_${stage}`]: {
              call: 'sys.log',
              args: {
                severity: 'ERROR',
                json: { event: 'step_failed', stage, step: '${step.name}', error: '${error}' },
              },
            },
          },
          {
            [`note_${stage}`]: {
              assign: [
                { failed: '${list.concat(failed, step.name)}' },
                { stopped: '${stopped or step.required}' },
              ],
            },
          },
        ],
      },
    },
  };
}

const report: WorkflowStep = {
  report: {
    switch: [
      {
        condition: '${len(failed) > 0}',
        steps: [{ fail: { raise: { message: 'Steps of the pipeline failed.', failed: '${failed}' } } }],
      },
    ],
  },
};

const skipUnlessDue: WorkflowStep = {
  skip_unless_due: {
    switch: [
      {
        condition: '${not every_step and len(step.weekdays) > 0 and not (weekday in step.weekdays)}',
        steps: [{ not_due: { return: 'not due' } }],
      },
    ],
  },
};

const runDue: WorkflowStep = {
  run_due: {
    call: 'run_job',
    args: { job: '${step.job}', deadline_seconds: '${step.deadline_seconds}' },
    result: 'outcome',
  },
};

/** Starts a job, and looks at its execution until it has ended. */
function runJob({ pollSeconds, callRetries }: PipelineDefinition): WorkflowStep[] {
  const retry = {
    predicate: '${is_transient}',
    max_retries: callRetries,
    backoff: { initial_delay: 10, max_delay: 120, multiplier: 2 },
  };
  return [
    {
      start: {
        try: {
          call: 'http.post',
          args: { url: `\${"${api}" + job + ":run"}`, auth: { type: 'OAuth2' }, body: {} },
          result: 'started',
        },
        retry,
      },
    },
    {
      note_execution: {
        assign: [
          { execution: '${started.body.metadata.name}' },
          { deadline: '${sys.now() + deadline_seconds}' },
        ],
      },
    },
    { wait: { call: 'sys.sleep', args: { seconds: pollSeconds } } },
    {
      look: {
        try: {
          call: 'http.get',
          args: { url: `\${"${api}" + execution}`, auth: { type: 'OAuth2' } },
          result: 'seen',
        },
        retry,
      },
    },
    {
      decide: {
        switch: [
          { condition: '${default(map.get(seen.body, "completionTime"), "") != ""}', next: 'judge' },
          { condition: '${sys.now() < deadline}', next: 'wait' },
        ],
      },
    },
    { too_late: { raise: { message: 'The job did not end in time.', execution: '${execution}' } } },
    {
      judge: {
        switch: [
          {
            condition: '${default(map.get(seen.body, "succeededCount"), 0) == seen.body.taskCount}',
            steps: [{ succeeded: { return: '${execution}' } }],
          },
        ],
      },
    },
    { failed: { raise: { message: 'The job failed.', execution: '${execution}' } } },
  ];
}

/** No answer, too many calls, or a fault of Google's: worth another try. */
const isTransient: readonly WorkflowStep[] = [
  {
    judge: {
      switch: [
        {
          condition: '${"code" in error}',
          steps: [{ by_code: { return: '${error.code == 429 or error.code >= 500}' } }],
        },
        {
          condition: '${"tags" in error}',
          steps: [
            { by_tag: { return: '${"ConnectionError" in error.tags or "TimeoutError" in error.tags}' } },
          ],
        },
      ],
    },
  },
  { otherwise: { return: false } },
];
