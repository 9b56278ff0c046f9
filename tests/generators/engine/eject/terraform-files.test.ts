import { describe, expect, test } from '@jest/globals';
import { InputError } from '#catalog/problem.ts';
import { schemasOf } from '#generators/engine/eject/schema.ts';
import { terraformFiles } from '#generators/engine/eject/terraform-files.ts';

const schemas = schemasOf({
  provider_schemas: {
    google: {
      resource_schemas: {
        google_storage_bucket: {
          block: { block_types: { versioning: { block: {} }, cors: { block: {} } } },
        },
      },
    },
  },
});
const metadata = (path: string) => ({ metadata: { path } });
const eject = (configuration: object) => terraformFiles({ configuration, file: 'cdk.tf.json', schemas });

test('a configuration becomes files by part, with what is shared apart', () => {
  const files = eject({
    '//': { metadata: {} },
    terraform: {
      backend: { gcs: { bucket: 'acme-tfstate', prefix: 'gcp' } },
      required_providers: { google: { source: 'google', version: '~> 6.50' } },
    },
    provider: { google: [{ project: 'acme-dev', region: 'europe-west1' }] },
    resource: {
      google_storage_bucket: {
        models: {
          '//': metadata('acme-dev/forecast/models'),
          project: 'acme-dev',
          location: 'europe-west1',
          name: 'acme-dev-models',
          labels: { env: 'dev' },
          versioning: { enabled: true },
          cors: [{ origin: ['https://a.example'] }, { origin: [] }],
          dynamic: { cors: { for_each: '${var.origins}', content: { origin: '${cors.value}' } } },
          depends_on: ['terraform_data.ready'],
          lifecycle: { prevent_destroy: true, ignore_changes: ['labels'] },
        },
      },
      terraform_data: { ready: { '//': metadata('acme-dev/foundation/ready') } },
    },
    output: { bucket: { value: '${google_storage_bucket.models.name}' } },
  });
  const text = files.map(({ name, text }) => `==> ${name}\n${text}`).join('\n');
  expect(text).toMatchInlineSnapshot(`
    "==> versions.tf
    terraform {
      required_providers {
        google = {
          source  = "google"
          version = "~> 6.50"
        }
      }

      backend "gcs" {
        bucket = "acme-tfstate"
        prefix = "gcp"
      }
    }

    ==> providers.tf
    provider "google" {
      project = var.project
      region  = var.region
    }

    ==> variables.tf
    variable "project" {
      description = "Google Cloud project that everything is in."
      type        = string
    }

    variable "region" {
      description = "Region of regional resources."
      type        = string
    }

    ==> terraform.tfvars
    project = "acme-dev"
    region  = "europe-west1"

    ==> forecast.tf
    resource "google_storage_bucket" "models" {
      project  = var.project
      location = var.region
      name     = "acme-dev-models"

      labels = {
        env = "dev"
      }

      depends_on = [terraform_data.ready]

      versioning {
        enabled = true
      }

      cors {
        origin = ["https://a.example"]
      }

      cors {
        origin = []
      }

      dynamic "cors" {
        for_each = var.origins

        content {
          origin = cors.value
        }
      }

      lifecycle {
        prevent_destroy = true
        ignore_changes  = [labels]
      }
    }

    ==> foundation.tf
    resource "terraform_data" "ready" {}

    ==> outputs.tf
    output "bucket" {
      value = google_storage_bucket.models.name
    }
    "
  `);
  expect(files.find(({ name }) => name === 'forecast.tf')?.resources).toBe(1);
});

describe('what cannot be written faithfully is refused with its place', () => {
  const bucket = { '//': metadata('a/b/c'), provisioner: [{}] };
  test.each([
    [
      'a provisioner',
      { resource: { google_storage_bucket: { b: bucket } } },
      'resource.google_storage_bucket.b',
    ],
    ['a type without a schema', { resource: { google_other: { b: {} } } }, 'resource.google_other.b'],
    ['another block', { import: [{}] }, 'import'],
    ['a setting of Terraform', { terraform: { experiments: ['x'] } }, 'terraform.experiments'],
  ])('%s', (_, configuration, path) => {
    let problems: unknown;
    try {
      eject(configuration);
    } catch (error) {
      problems = error instanceof InputError ? error.problems : error;
    }
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'NOT_EJECTABLE',
        file: 'cdk.tf.json',
        pointer: `/${path.replaceAll('.', '/')}`,
      }),
    ]);
  });
});
