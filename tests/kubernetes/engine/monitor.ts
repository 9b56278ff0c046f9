// The gRPC services that a program of the Pulumi SDK talks to.
import * as grpc from '@grpc/grpc-js';
import engineServices from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engineMessages from '@pulumi/pulumi/proto/engine_pb.js';
import resourceServices from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import resourceMessages from '@pulumi/pulumi/proto/resource_pb.js';
import type * as engine from '@pulumi/pulumi/proto/engine_pb.js';
import type * as resource from '@pulumi/pulumi/proto/resource_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import type { JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb.js';
import type { Json, JsonObject } from '../json.ts';
import { isList, isObject } from '../json.ts';
import type { Registered, Registration } from './registration.ts';
import { messageOf } from './registration.ts';
import type { RunState } from './run-state.ts';
import { plainProperties } from './values.ts';

/** What a program said. */
export interface Said {
  /** Warnings and errors, from the SDK and from the program. */
  readonly messages: string[];
  /** Refusals of resources. */
  readonly errors: string[];
}

/** A server on a port of this machine. */
export interface Listening {
  readonly address: string;
  readonly stop: () => void;
}

/** Serves a run. */
export async function serve(registration: Registration, state: RunState, said: Said): Promise<Listening> {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': 1 << 28 });
  server.addService(
    resourceServices.ResourceMonitorService,
    complete(resourceServices.ResourceMonitorService, monitor(registration, state, said)),
  );
  server.addService(
    engineServices.EngineService,
    complete(engineServices.EngineService, engineService(said)),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    stop: () => {
      server.forceShutdown();
    },
  };
}

/** Refuses, by name, what is not served. */
function complete(
  service: grpc.ServiceDefinition,
  served: grpc.UntypedServiceImplementation,
): grpc.UntypedServiceImplementation {
  const unserved: grpc.handleUnaryCall<unknown, unknown> = (call, answer) => {
    answer({ code: grpc.status.UNIMPLEMENTED, message: `This stand-in does not serve ${call.getPath()}.` });
  };
  return { ...Object.fromEntries(Object.keys(service).map((name) => [name, unserved])), ...served };
}

function monitor(registration: Registration, state: RunState, said: Said): grpc.UntypedServiceImplementation {
  const refuse = (what: string, error: unknown, answer: grpc.sendUnaryData<never>): void => {
    const message = `${what}: ${messageOf(error)}`;
    said.errors.push(message);
    answer({ code: grpc.status.UNKNOWN, message });
  };
  const getDeploymentInfo: grpc.handleUnaryCall<empty.Empty, resource.DeploymentInfo> = (_, answer) => {
    const info = new resourceMessages.DeploymentInfo();
    const { ResourceMonitorFeature: feature } = resourceMessages;
    // Without alias specs, the SDK itself would say which URNs a resource had, and stop where it reads one.
    info.setSupportedfeaturesList([
      feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
      feature.RESOURCE_MONITOR_FEATURE_SECRETS,
      feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    ]);
    answer(null, info);
  };
  const registerResource: grpc.handleUnaryCall<
    resource.RegisterResourceRequest,
    resource.RegisterResourceResponse
  > = (call, answer) => {
    registration.register(call.request).then(
      (made) => {
        answer(null, registered(made));
      },
      (error: unknown) => {
        refuse(`${call.request.getType()} ${call.request.getName()}`, error, answer);
      },
    );
  };
  const readResource: grpc.handleUnaryCall<resource.ReadResourceRequest, resource.ReadResourceResponse> = (
    call,
    answer,
  ) => {
    registration.read(call.request).then(
      ({ urn, properties }) => {
        const response = new resourceMessages.ReadResourceResponse();
        response.setUrn(urn);
        response.setProperties(structOf(properties));
        answer(null, response);
      },
      (error: unknown) => {
        refuse(`${call.request.getType()} ${call.request.getName()}`, error, answer);
      },
    );
  };
  const registerResourceOutputs: grpc.handleUnaryCall<
    resource.RegisterResourceOutputsRequest,
    empty.Empty
  > = (call, answer) => {
    if (call.request.getUrn().includes('::pulumi:pulumi:Stack::'))
      state.export(plainProperties(call.request.getOutputs()?.toJavaScript()));
    answer(null, new empty.Empty());
  };
  const registerPackage: grpc.handleUnaryCall<
    resource.RegisterPackageRequest,
    resource.RegisterPackageResponse
  > = (_, answer) => {
    const response = new resourceMessages.RegisterPackageResponse();
    response.setRef('stand-in');
    answer(null, response);
  };
  const signalAndWaitForShutdown: grpc.handleUnaryCall<empty.Empty, empty.Empty> = (_, answer) => {
    answer(null, new empty.Empty());
  };
  return {
    getDeploymentInfo,
    readResource,
    registerPackage,
    registerResource,
    registerResourceOutputs,
    signalAndWaitForShutdown,
  };
}

function registered({ urn, id, properties }: Registered): resource.RegisterResourceResponse {
  const response = new resourceMessages.RegisterResourceResponse();
  response.setUrn(urn);
  response.setId(id);
  response.setObject(structOf(properties));
  return response;
}

function structOf(properties: JsonObject): struct.Struct {
  const known: Record<string, JavaScriptValue> = {};
  for (const [name, value] of Object.entries(properties))
    if (value !== undefined) known[name] = javaScriptOf(value);
  return struct.Struct.fromJavaScript(known);
}

function javaScriptOf(value: Json): JavaScriptValue {
  if (isList(value)) return value.map(javaScriptOf);
  if (!isObject(value)) return value;
  const object: Record<string, JavaScriptValue> = {};
  for (const [name, item] of Object.entries(value)) if (item !== undefined) object[name] = javaScriptOf(item);
  return object;
}

function engineService(said: Said): grpc.UntypedServiceImplementation {
  const log: grpc.handleUnaryCall<engine.LogRequest, empty.Empty> = (call, answer) => {
    if (call.request.getSeverity() >= engineMessages.LogSeverity.WARNING)
      said.messages.push(call.request.getMessage());
    answer(null, new empty.Empty());
  };
  return { log };
}
