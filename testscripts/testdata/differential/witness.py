"""Runs the AWS CLI again and again without loading it again and again.

Each line on stdin is a JSON object: "args" without the program's name, "env",
the whole environment, and "dir", the working directory. The command runs in a
forked process, so that nothing of it stays, and is answered by a line on
stdout: "code", and "stdout" and "stderr" in base64.

$AWS_DATA_PATH decides which service models the commands come from, and is read
once, at the start.
"""

import base64
import json
import os
import signal
import sys
import tempfile

PATIENCE = 30  # seconds that one command may take


def load():
    """Loads the AWS CLI, and what it reads for every command, into this process."""
    import awscli.clidriver
    import awscli.handlers  # noqa: F401: loads the customisations
    from botocore import session

    loader = awscli.clidriver.create_clidriver([]).session.get_component("data_loader")
    loader.list_available_services(type_name="service-2")  # by keyword, as the AWS CLI asks for it
    for name in "service-2", "paginators-1", "endpoint-rule-set-1":
        for service in "apigatewayv2", "sts":
            try:
                loader.load_service_model(service, name)
            except Exception:  # a kind of description that the service does not have
                pass
    for name in "cli", "endpoints", "partitions":
        loader.load_data(name)
    session.create_loader = lambda path=None: loader
    return awscli.clidriver.main


def run(main, request, stdout, stderr):
    """Is the child: runs one command and ends."""
    code = 255
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(stdout.fileno(), 1)
        os.dup2(stderr.fileno(), 2)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["dir"])
        sys.argv = ["aws"] + request["args"]
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(PATIENCE)
        code = main()
    except SystemExit as e:
        code = e.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code or 0)


def serve(main, requests, answers):
    for line in requests:
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            pid = os.fork()
            if pid == 0:
                run(main, json.loads(line), stdout, stderr)
            _, status = os.waitpid(pid, 0)
            answer = {"code": os.waitstatus_to_exitcode(status)}
            for name, file in ("stdout", stdout), ("stderr", stderr):
                file.seek(0)
                answer[name] = base64.b64encode(file.read()).decode()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    serve(load(), sys.stdin, answers)
