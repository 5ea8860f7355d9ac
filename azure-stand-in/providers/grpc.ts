// gRPC and protobuf as Pulumi's SDK has them: messages of other copies of these packages are not its
// messages. The services are Pulumi's internal API, so the SDK's version is pinned.
import { createRequire } from 'node:module';
import type * as Grpc from '@grpc/grpc-js';
import type * as Empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type * as Struct from 'google-protobuf/google/protobuf/struct_pb.js';
import type { JsonObject } from '../reading/json-value.ts';

const requireOfSdk = createRequire(createRequire(import.meta.url).resolve('@pulumi/pulumi'));

export const grpc = requireOfSdk('@grpc/grpc-js') as typeof Grpc;
const { Empty: EmptyMessage } = requireOfSdk(
  'google-protobuf/google/protobuf/empty_pb.js',
) as typeof Empty;
const { Struct: StructMessage } = requireOfSdk(
  'google-protobuf/google/protobuf/struct_pb.js',
) as typeof Struct;

/** A JSON object, as protobuf's Struct holds it. */
export type Properties = JsonObject;

export function emptyMessage(): Empty.Empty {
  return new EmptyMessage();
}

export function toStruct(value: Properties): Struct.Struct {
  return StructMessage.fromJavaScript(value as Record<string, Struct.JavaScriptValue>);
}

export function fromStruct(value: Struct.Struct | undefined): Properties {
  // Protobuf's types call every value an object.
  return value?.toJavaScript() ?? {};
}

/** A handler of one message; what it throws is the call's error, as the engine shows it. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
) {
  const handle: Grpc.handleUnaryCall<Request, Response> = ({ request }, callback) => {
    Promise.resolve(request)
      .then(answer)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          callback({ code: grpc.status.UNKNOWN, message });
        },
      );
  };
  return handle;
}

/** A server on a free port of this machine. */
export interface GrpcServer {
  readonly port: number;
  stop(): void;
}

/** A service and what answers its messages. */
export type ServedService = readonly [Grpc.ServiceDefinition, Grpc.UntypedServiceImplementation];

/** Starts a server for these services. */
export async function serveGrpc(...services: readonly ServedService[]): Promise<GrpcServer> {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': -1 });
  for (const [service, handlers] of services) server.addService(service, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    port,
    stop: () => {
      server.forceShutdown();
    },
  };
}
