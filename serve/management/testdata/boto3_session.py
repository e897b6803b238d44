"""Makes calls with boto3: one JSON object a line in, one a line out.

In: {"service", "operation", "input"}. Out: {"output"}, {"error": {"code",
"type", "message"}}, or {"unknown": true} for what this boto3 does not have. The
endpoint and the credentials are in the environment.
"""

import json
import os
import sys

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

clients = {}


def call(service, operation, given):
    if service not in clients:
        clients[service] = boto3.client(
            service,
            endpoint_url=os.environ["AWS_ENDPOINT_URL"],
            config=Config(retries={"total_max_attempts": 1}),
        )
    method = getattr(clients[service], botocore.xform_name(operation), None)
    if method is None:
        return {"unknown": True}
    try:
        output = method(**given)
    except ClientError as e:
        error = e.response["Error"]
        return {"error": {"code": error["Code"], "type": type(e).__name__, "message": error["Message"]}}
    except ParamValidationError as e:
        if "Unknown parameter in input" in str(e):
            return {"unknown": True}
        raise
    del output["ResponseMetadata"]
    if "body" in output:  # of an export
        output["body"] = output["body"].read().decode()
    return {"output": output}


for line in sys.stdin:
    request = json.loads(line)
    answer = call(request["service"], request["operation"], request["input"])
    print(json.dumps(answer, default=lambda v: v.isoformat()), flush=True)
