"""Runs Python programs that use the `openai` package, each in a process of its own.

What this is: the package is imported once, which takes ten times as long as a program, and each program goes on in a copy
of that process. A line on stdin, ``{"program", "folder", "environment"}``, is answered by a line on stdout,
``{"status", "printed", "complaints"}``.
What it is not: a sandbox, nor a way to share anything between programs.
Invariant: a program finds what it would find if it were started by itself: its folder, its environment and nothing else, an
empty stdin, no module of another program. It ends as any program does, with its threads and its exit code.
"""

import json
import os
import runpy
import sys
import tempfile

import openai  # noqa: F401


def become(program, folder, environment, printed, complaints):
    """Makes this process what `python program` is in that folder."""
    sys.stdin = open(os.devnull, encoding="utf-8")
    os.dup2(sys.stdin.fileno(), 0)
    os.dup2(printed.fileno(), 1)
    os.dup2(complaints.fileno(), 2)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [program]
    sys.path[0] = folder
    runpy.run_path(program, run_name="__main__")


def text(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def main():
    for line in iter(sys.stdin.readline, ""):
        with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaints:
            child = os.fork()
            if child == 0:
                become(**json.loads(line), printed=printed, complaints=complaints)
                return
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            answer = {"status": status, "printed": text(printed), "complaints": text(complaints)}
        print(json.dumps(answer), flush=True)


main()
