import { describe, expect, test } from '@jest/globals';
import type { PipelineStep, WorkflowDocument } from '#constructs/gcp/pipeline/definition.ts';
import { stages, workflowDefinition } from '#constructs/gcp/pipeline/definition.ts';
import type { PipelineProps } from '#constructs/gcp/pipeline/index.ts';
import { Pipeline } from '#constructs/gcp/pipeline/index.ts';
import { ScheduledJob } from '#constructs/gcp/scheduled-job/index.ts';
import type { TerraformStack } from '#constructs/gcp/terraform.ts';
import { workflowProblems } from '../tools/workflow-syntax.ts';
import { dev, synth } from './synth.ts';

const image = 'europe-west1-docker.pkg.dev/p/r/ingestion:1.0.0';

function step(name: string, stage: PipelineStep['stage']): PipelineStep {
  return {
    name,
    stage,
    job: `projects/p/locations/europe-west1/jobs/${name}`,
    deadlineSeconds: 7800,
    required: true,
    weekdays: [],
  };
}

const every = stages.map((stage) => step(`do-${stage}`, stage));

function definition(steps: readonly PipelineStep[] = every): WorkflowDocument {
  return workflowDefinition({ steps, timeZone: 'Europe/Paris', pollSeconds: 30, callRetries: 5 });
}

/** Names of the steps of main, in order. */
function mainSteps(document: WorkflowDocument): string[] {
  return (document['main']?.steps ?? []).flatMap((item) => Object.keys(item));
}

describe('the workflow', () => {
  test('keeps the rules of the syntax, whatever its steps', () => {
    expect(workflowProblems(definition())).toEqual([]);
    expect(workflowProblems(definition([step('load', 'load')]))).toEqual([]);
    const hundred = Array.from({ length: 100 }, (_, index) => step(`ingest-source-${index}`, 'load'));
    expect(workflowProblems(definition([...hundred, ...every]))).toEqual([]);
  });

  test('begins a stage when the one before it has ended, and asks after each whether to go on', () => {
    expect(mainSteps(definition([...every].reverse()))).toEqual([
      'begin',
      'read_arguments',
      ...['load', 'transform', 'test', 'train', 'predict'].flatMap((stage) => [stage, `after_${stage}`]),
      'report',
      'finish',
    ]);
  });

  test('leaves out stages without a job', () => {
    expect(mainSteps(definition([step('a', 'load'), step('b', 'predict')]))).toEqual([
      ...['begin', 'read_arguments', 'load', 'after_load', 'predict', 'after_predict', 'report', 'finish'],
    ]);
  });

  test('counts days as the client does, from Sunday', () => {
    const text = JSON.stringify(
      definition([{ ...step('train', 'train'), weekdays: ['sunday', 'wednesday'] }]),
    );
    expect(text).toContain('"weekdays":[0,3]');
    expect(text).toContain('time.format(sys.now(), \\"Europe/Paris\\")');
  });

  test.each<[string, (text: string) => string, RegExp]>([
    [
      'a jump to nowhere',
      (text) => text.replaceAll('"next":"report"', '"next":"rapport"'),
      /next is "rapport"/,
    ],
    [
      'a variable nobody sets',
      (text) => text.replaceAll('len(failed)', 'len(fails)'),
      /fails is not a variable/,
    ],
    ['a missing argument', (text) => text.replace('"weekday":"${weekday}",', ''), /run_step takes/],
    [
      'an unknown call',
      (text) => text.replace('"call":"sys.sleep"', '"call":"sys.wait"'),
      /sys\.wait is neither/,
    ],
    [
      'what is assigned in parallel and not shared',
      (text) => text.replaceAll('"shared":["failed","stopped"]', '"shared":["failed"]'),
      /stopped is assigned in parallel and not shared/,
    ],
    [
      'brackets that do not match',
      (text) => text.replaceAll('+ 4) % 7', '+ 4 % 7'),
      /brackets that do not match/,
    ],
    [
      'an unknown kind of step',
      (text) => text.replaceAll('"raise":', '"throw":'),
      /not a kind of step: throw/,
    ],
    [
      'a second step of that name',
      (text) => text.replace('"after_load"', '"load"'),
      /a name that another step has/,
    ],
    [
      'a predicate nobody wrote',
      (text) => text.replaceAll('${is_transient}', '${is_transitory}'),
      /names no subworkflow/,
    ],
    [
      'too long an expression',
      (text) => text.replace('T00:00:00Z', 'T'.padEnd(400, '0')),
      /more than 400 characters/,
    ],
  ])('is not just called right: %s is found', (_, mutate, message) => {
    const text = JSON.stringify(definition());
    const mutant = mutate(text);
    expect(mutant).not.toBe(text);
    expect(workflowProblems(JSON.parse(mutant)).join('\n')).toMatch(message);
  });
});

const props: PipelineProps = { ...dev, schedule: '0 5 * * *' };

function job(stack: TerraformStack, name: string, schedule?: string): ScheduledJob {
  return new ScheduledJob(stack, name, {
    ...dev,
    ...(schedule === undefined ? {} : { schedule }),
    ...{ name, image, args: [] },
  });
}

describe('the pipeline', () => {
  test('may start exactly the jobs that were added, also after it was made', () => {
    const stack = synth((scope) => {
      const pipeline = new Pipeline(scope, 'pipeline', props);
      pipeline.add('load', job(scope, 'crm'));
      job(scope, 'other');
      pipeline.add('train', job(scope, 'train'), { weekdays: ['sunday'] });
    });
    const grants = stack.all('google_cloud_run_v2_job_iam_member');
    expect(
      grants.map(
        (grant) => `${String(grant['role'])} ${/_job\.(\w+?)_job/.exec(String(grant['name']))?.[1]}`,
      ),
    ).toEqual([
      'roles/run.invoker crm',
      'roles/run.viewer crm',
      'roles/run.invoker train',
      'roles/run.viewer train',
    ]);
    const workflow = stack.only('google_workflows_workflow');
    expect(workflow['depends_on']).toHaveLength(4);
    // Two dollars are one for Terraform: what is left is a workflow.
    const source = String(workflow['source_contents']);
    expect(source.replaceAll('$${', '')).not.toContain('${');
    expect(workflowProblems(JSON.parse(source.replaceAll('$${', '${')))).toEqual([]);
    expect(source).toContain('"job":"projects/acme-dev-4711/locations/europe-west1/jobs/acme-dev-train"');
    expect(source).toContain('"weekdays":[0]');
  });

  test('starts by a schedule whose account starts workflows and nothing else', () => {
    const stack = synth((scope) => new Pipeline(scope, 'pipeline', props).add('load', job(scope, 'crm')));
    const scheduler = stack.only('google_cloud_scheduler_job');
    expect(scheduler['http_target']).toMatchObject({
      uri: expect.stringMatching(
        /^https:\/\/workflowexecutions\.googleapis\.com\/v1\/projects\/acme-dev-4711\/locations\/europe-west1\/workflows\/.*\/executions$/,
      ),
      body: Buffer.from('{"argument":"{}"}').toString('base64'),
    });
    const roles = stack.all('google_project_iam_member').map((grant) => grant['role']);
    expect(roles.sort()).toEqual(['roles/logging.logWriter', 'roles/workflows.invoker']);
  });

  test('tells people that a run failed, and that none succeeded for a day', () => {
    const stack = synth((scope) =>
      new Pipeline(scope, 'pipeline', { ...props, notificationChannels: ['c/1'] }).add(
        'load',
        job(scope, 'crm'),
      ),
    );
    const alerts = stack
      .all('google_monitoring_alert_policy')
      .filter((alert) => String(alert['display_name']).startsWith('acme-dev-pipeline'));
    expect(alerts.map((alert) => alert['display_name']).sort()).toEqual([
      'acme-dev-pipeline: a run failed',
      'acme-dev-pipeline: no run succeeded for 26 hours',
    ]);
    expect(JSON.stringify(alerts)).toContain('or vector(0)) < 1');
  });

  test.each<[string, (scope: TerraformStack) => void, RegExp]>([
    [
      'a job with a schedule of its own',
      (scope) => new Pipeline(scope, 'pipeline', props).add('load', job(scope, 'crm', '5 * * * *')),
      /job is "test\/crm", expected a job without a schedule of its own/,
    ],
    [
      'one job twice',
      (scope) => {
        const one = job(scope, 'crm');
        new Pipeline(scope, 'pipeline', props).add('load', one).add('train', one);
      },
      /expected a job that is not in the pipeline/,
    ],
    [
      'a pipeline without a job',
      (scope) => new Pipeline(scope, 'pipeline', props),
      /test\/pipeline: has no step/,
    ],
    [
      'a schedule that is none',
      (scope) => new Pipeline(scope, 'pipeline', { ...props, schedule: 'daily' }),
      /schedule is "daily", expected a cron line of five fields/,
    ],
    [
      'too eager a look',
      (scope) => new Pipeline(scope, 'pipeline', { ...props, pollSeconds: 1 }),
      /pollSeconds is 1, expected a whole number from 5 to 600/,
    ],
  ])('refuses %s', (_, add, message) => {
    expect(() => synth(add)).toThrow(message);
  });
});
