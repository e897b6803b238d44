// Makes calls with the AWS SDK for JavaScript: one JSON object a line in, one a
// line out, as boto3_session.py. The SDK is in the directory that
// GATEHOUSE_NODE_MODULES names.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(process.env.GATEHOUSE_NODE_MODULES + "/");
const sdk = {
  apigatewayv2: require("@aws-sdk/client-apigatewayv2"),
  sts: require("@aws-sdk/client-sts"),
};
const settings = { endpoint: process.env.AWS_ENDPOINT_URL, maxAttempts: 1 };
const clients = {
  apigatewayv2: new sdk.apigatewayv2.ApiGatewayV2Client(settings),
  sts: new sdk.sts.STSClient(settings),
};

async function call({ service, operation, input }) {
  const Command = sdk[service]?.[operation + "Command"];
  if (!Command) return { unknown: true };
  try {
    const { $metadata, ...output } = await clients[service].send(new Command(input));
    if (output.body) output.body = Buffer.from(output.body).toString(); // of an export
    return { output };
  } catch (e) {
    const Type = sdk[service][e.name];
    const type = Type && e instanceof Type ? e.name : "";
    return { error: { code: e.name, type, message: e.message } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await call(JSON.parse(line))));
}
