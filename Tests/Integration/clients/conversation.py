"""What both drivers share: commands as JSON lines on standard input, one JSON line back for each.

Commands (each an object with "do"):
  open   url, headers?, mode?        connects over Streamable HTTP; answers version and server
         or command, mode?           or starts a server and speaks over its standard input and output
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
    """One connection to one server; subclasses know the library.

    The connection lives in a task of its own: when the library gives it up, it cancels that task only.
    """

    def __init__(self):
        self.session = None
        self.live = None
        self.closing = asyncio.Event()

    async def connect(self, stack, url, headers, command, mode):
        """Enters the client on `stack`; returns (session, version, server name)."""
        raise NotImplementedError

    def calling(self, session, name, arguments, on_progress):
        """The library's call of one tool, to be awaited."""
        return session.call_tool(name, arguments, progress_callback=on_progress)

    def refusal(self, error):
        """The peer's JSON-RPC error as {code, message, data}, or None if `error` is of another kind."""
        raise NotImplementedError

    def result(self, result):
        """A tool result as {content, structured, is_error}."""
        raise NotImplementedError

    async def open(self, url=None, headers=None, command=None, mode="auto"):
        await self.close()
        opened = asyncio.get_running_loop().create_future()
        self.live = asyncio.create_task(self._live(opened, url, headers or {}, command, mode))
        return await self._first_of(opened, 60)

    async def _live(self, opened, *where):
        async with AsyncExitStack() as stack:
            self.session, version, server = await self.connect(stack, *where)
            opened.set_result({"version": version, "server": server})
            await self.closing.wait()

    async def _first_of(self, answer, seconds):
        """The answer, or the error that ended the connection before there was one."""
        await asyncio.wait({answer, self.live}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        if self.live.done():
            raise self.live.exception() or ConnectionError("the client gave up its connection")
        raise TimeoutError(f"no answer within {seconds} s")

    async def _ask(self, asking, seconds=60):
        if self.live is None:
            raise ConnectionError("not open")
        return await self._first_of(asyncio.ensure_future(asking(self.session)), seconds)

    async def list(self):
        tools = (await self._ask(lambda session: session.list_tools())).tools
        return {"tools": [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]}

    async def call(self, name, arguments=None, seconds=30):
        begun, progress = time.monotonic(), []

        async def on_progress(done, total, message):
            progress.append([round(time.monotonic() - begun, 3), done])

        asking = lambda session: self.calling(session, name, arguments or {}, on_progress)  # noqa: E731
        answer = self.result(await self._ask(asking, seconds))
        return answer | {"progress": progress, "seconds": round(time.monotonic() - begun, 4)}

    async def ping(self):
        await self._ask(lambda session: session.send_ping())
        return {}

    async def close(self):
        live, self.live, self.session = self.live, None, None
        if live and not live.done():
            self.closing.set()
            await asyncio.wait({live}, timeout=3)
            live.cancel()
            await asyncio.wait({live}, timeout=3)
        self.closing = asyncio.Event()
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
