"""Runs commands of the AWS CLI: one JSON object a line in, one a line out.

The CLI is a Python program where it was installed as a package; running its
commands in one process spares the start of each. In and out are those of
boto3_session.py.
"""

import atexit
import contextlib
import io
import json
import os
import re
import shutil
import sys
import tempfile

from awscli.clidriver import create_clidriver
from botocore import xform_name

ERROR = re.compile(r"An error occurred \((\w+)\) when calling the \w+ operation(?: \([^)]*\))?: (.*)", re.S)


driver = create_clidriver()
scratch = tempfile.mkdtemp()
atexit.register(shutil.rmtree, scratch)


class Text(io.StringIO):
    """Standard output as the CLI expects it, with a place for bytes."""

    encoding = "utf-8"


def exported(given):
    """The one command that takes no --cli-input-json, and writes a file, its last word."""
    words = []
    for name, value in given.items():
        flag = xform_name(name, "-")
        words += [f"--{flag}" if value is True else f"--no-{flag}"] if isinstance(value, bool) else [f"--{flag}", value]
    return words + [os.path.join(scratch, "export")]


def call(service, operation, given):
    words = [service, xform_name(operation, "-"), "--endpoint-url", os.environ["AWS_ENDPOINT_URL"], "--no-paginate"]
    if operation == "ExportApi":
        words += exported(given)
    elif given:
        words += ["--cli-input-json", json.dumps(given)]
    out, err = Text(), Text()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = driver.main(words)
    if code == 0 and operation == "ExportApi":
        with open(words[-1]) as f:
            return {"output": {"body": f.read()}}
    if code == 0:
        return {"output": json.loads(out.getvalue() or "{}")}
    refused = ERROR.search(err.getvalue())
    if code == 254 and refused:
        return {"error": {"code": refused[1], "type": refused[1], "message": refused[2].strip()}}
    if code == 252 and re.search("Invalid choice|Unknown parameter in input", err.getvalue()):
        return {"unknown": True}
    return {"error": {"code": str(code), "type": "", "message": err.getvalue()}}


for line in sys.stdin:
    request = json.loads(line)
    answer = call(request["service"], request["operation"], request["input"])
    print(json.dumps(answer), flush=True)
