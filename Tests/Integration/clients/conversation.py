"""What both drivers share: commands as JSON lines on standard input, one JSON line back for each.

Commands (each an object with "do"):
  open   url, headers?, mode?        connects; answers version and server
  list                               answers tools: the whole definitions
  call   name, arguments?, seconds?  answers content, structured, is_error, progress [[seconds, progress], ...]
  ping                               answers an empty object (only the handshake revisions have it)
  close                              ends the session
A failure answers {"error": {"code", "message", "data"}}; code is null when it did not come from the peer.
"""

import asyncio
import json
import sys
import time
from contextlib import AsyncExitStack


class Conversation:
    """One connection to one server; subclasses know the library."""

    def __init__(self):
        self.stack = AsyncExitStack()
        self.session = None

    async def connect(self, url, headers, mode):
        """Enters the client on `self.stack`, sets `self.session`, returns (version, server name)."""
        raise NotImplementedError

    def refusal(self, error):
        """The peer's JSON-RPC error as {code, message, data}, or None if `error` is of another kind."""
        raise NotImplementedError

    def result(self, result):
        """A tool result as {content, structured, is_error}."""
        raise NotImplementedError

    async def open(self, url, headers=None, mode="auto"):
        await self.close()
        version, server = await self.connect(url, headers or {}, mode)
        return {"version": version, "server": server}

    async def list(self):
        tools = (await self.session.list_tools()).tools
        return {"tools": [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]}

    async def call(self, name, arguments=None, seconds=30):
        begun, progress = time.monotonic(), []

        async def on_progress(done, total, message):
            progress.append([round(time.monotonic() - begun, 3), done])

        calling = self.session.call_tool(name, arguments or {}, progress_callback=on_progress)
        answer = self.result(await asyncio.wait_for(calling, seconds))
        return answer | {"progress": progress, "seconds": round(time.monotonic() - begun, 4)}

    async def ping(self):
        await self.session.send_ping()
        return {}

    async def close(self):
        stack, self.stack, self.session = self.stack, AsyncExitStack(), None
        await stack.aclose()
        return {}

    async def obey(self, command):
        try:
            return await getattr(self, command.pop("do"))(**command)
        except Exception as error:  # The other side of the pipe decides what a failure means.
            return {"error": self.refusal(root_cause(error)) or describe(error)}

    async def run(self):
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            answer = await self.obey(json.loads(line))
            print(json.dumps(answer), flush=True)
        await self.close()


def root_cause(error):
    """The first error inside the groups that task groups wrap around it."""
    while getattr(error, "exceptions", None):
        error = error.exceptions[0]
    return error


def describe(error):
    cause = root_cause(error)
    return {"code": None, "message": f"{type(cause).__name__}: {cause}", "data": None}
